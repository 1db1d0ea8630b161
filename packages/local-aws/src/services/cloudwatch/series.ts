import type { Metric, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { type Aggregate, merged, readable } from './samples.ts';
import { type CloudWatchState, metricKey } from './state.ts';
import { statistic } from './statistics.ts';

/** Periods of equal length, from `start` on: the time axis of a series. In milliseconds. */
export interface Grid {
  readonly start: number;
  /** Exclusive; the last period may be cut by it. */
  readonly end: number;
  readonly period: number;
}

/** Values by the start of their period; where there are no data, there is no entry. */
export interface Series {
  readonly grid: Grid;
  readonly points: ReadonlyMap<number, number>;
}

/** What of a metric is read. */
export interface Reading {
  readonly metric: Metric;
  readonly stat: string;
  readonly unit: StandardUnit | undefined;
  readonly grid: Grid;
  /** What becomes readable later does not count. */
  readonly moment: number;
}

/** One statistic of a metric, period by period. */
export function series(state: CloudWatchState, { metric, stat, unit, grid, moment }: Reading): Series {
  const take = statistic(stat);
  const points = new Map<number, number>();
  for (const [at, aggregate] of aggregates(state, { metric, unit, grid, moment })) {
    const value = take(aggregate);
    if (value !== undefined) points.set(at, value);
  }
  return { grid, points };
}

/** All that is known of a metric, period by period. */
export function aggregates(
  state: CloudWatchState,
  { metric, unit, grid, moment }: Omit<Reading, 'stat'>,
): ReadonlyMap<number, Aggregate> {
  const found = state.metrics.get(keyOf(metric));
  const result = new Map<number, Aggregate>();
  for (const sample of readable(found, { start: grid.start, end: grid.end, moment, unit })) {
    const at = grid.start + Math.floor((sample.at - grid.start) / grid.period) * grid.period;
    const earlier = result.get(at);
    result.set(at, earlier ? merged(earlier, sample) : sample);
  }
  return result;
}

/** The key of a metric as callers name it. */
export function keyOf({ Namespace = '', MetricName = '', Dimensions = [] }: Metric): string {
  return metricKey(
    Namespace,
    MetricName,
    Dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
  );
}

/** The starts of all periods of a grid. */
export function* periodsOf({ start, end, period }: Grid): Generator<number> {
  for (let at = start; at < end; at += period) yield at;
}
