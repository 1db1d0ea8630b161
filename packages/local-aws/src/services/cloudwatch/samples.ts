import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { type CloudWatchState, type Dimension, type MetricRecord, metricKey, type Sample, sorted } from './state.ts';

const day = 86_400_000;
/**
 * One-minute data are kept for 15 days (SDK, GetMetricStatistics). AWS goes on with 5-minute and 1-hour sums; here older
 * data are gone.
 */
const retention = 15 * day;

/** Values to be published for one metric at one moment. */
export interface Publication {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** Milliseconds since the epoch; kept by the minute or, at high resolution, by the second. */
  readonly at: number;
  readonly visible: number;
  readonly unit: StandardUnit;
  readonly highResolution?: boolean;
  readonly aggregate: Aggregate;
}

/** Values taken together. */
export type Aggregate = Pick<Sample, 'count' | 'sum' | 'minimum' | 'maximum' | 'values'>;

/** The aggregate of single values, each with how often it came. */
export function aggregateOf(values: ReadonlyMap<number, number>): Aggregate {
  let [count, sum] = [0, 0];
  for (const [value, times] of values) {
    count += times;
    sum += value * times;
  }
  return {
    count,
    sum,
    minimum: Math.min(...values.keys()),
    maximum: Math.max(...values.keys()),
    values: new Map(values),
  };
}

/** Two aggregates as one; without percentiles unless both have them. */
export function merged(a: Aggregate, b: Aggregate): Aggregate {
  let values: Map<number, number> | undefined;
  if (a.values && b.values) {
    values = new Map(a.values);
    for (const [value, times] of b.values) values.set(value, (values.get(value) ?? 0) + times);
  }
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    values,
  };
}

/** Adds to a metric, which comes to be by its first datum. Alarms must have been evaluated up to now. */
export function publish(state: CloudWatchState, now: number, publication: Publication): void {
  const { namespace, name, dimensions, visible, unit, aggregate } = publication;
  const key = metricKey(namespace, name, dimensions);
  let metric = state.metrics.get(key);
  if (!metric) {
    metric = { namespace, name, dimensions: sorted(dimensions), created: now, samples: [] };
    state.metrics.set(key, metric);
  }
  const resolution = publication.highResolution ? 1_000 : 60_000;
  const at = Math.floor(publication.at / resolution) * resolution;
  const last = metric.samples.at(-1);
  if (last?.at === at && last.visible === visible && last.unit === unit) Object.assign(last, merged(last, aggregate));
  else metric.samples.push({ at, visible, unit, ...aggregate });
  if (metric.samples.length % 64 === 0) compact(metric, now);
}

/** Forgets what is too old, and joins what became readable at different moments that are all past. */
function compact(metric: MetricRecord, now: number): void {
  const joined = new Map<string, Sample>();
  const pending: Sample[] = [];
  for (const sample of metric.samples) {
    if (sample.at < now - retention) continue;
    const key = `${sample.at} ${sample.unit}`;
    const earlier = joined.get(key);
    if (sample.visible > now) pending.push(sample);
    else if (earlier) Object.assign(earlier, merged(earlier, sample));
    else joined.set(key, sample);
  }
  metric.samples = [...joined.values(), ...pending];
}

/** Readable samples of a metric from `start` on and before `end`, at a moment; of one unit if one is named. */
export function readable(
  metric: MetricRecord | undefined,
  { start, end, moment, unit }: { start: number; end: number; moment: number; unit: StandardUnit | undefined },
): readonly Sample[] {
  return (metric?.samples ?? []).filter(
    (each) =>
      each.at >= start &&
      each.at < end &&
      each.at >= moment - retention &&
      each.visible <= moment &&
      (unit === undefined || each.unit === unit),
  );
}
