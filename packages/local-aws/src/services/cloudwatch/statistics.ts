import { invalidValue, notImplemented } from './errors.ts';
import type { Aggregate } from './samples.ts';

/** Takes one number out of an aggregate; undefined where it has none, as percentiles of a statistic set. */
export type Statistic = (of: Aggregate) => number | undefined;

const simple: Readonly<Record<string, Statistic>> = {
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
  SampleCount: ({ count }) => count,
};

/** Reads the name of a statistic, such as `Sum` or `p99.9`; throws for others. */
export function statistic(name: string): Statistic {
  const known = Object.hasOwn(simple, name) ? simple[name] : undefined;
  if (known) return known;
  const share = percentileOf(name);
  if (share !== undefined) return (of) => percentile(of, share);
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
  if (/^(tm|wm|tc|ts)\d|^(TM|WM|TC|TS|PR)\(|^IQM$/.test(name)) throw notImplemented(`the statistic ${name}`);
  throw invalidValue(`The value ${name} for parameter Stat is not supported.`);
}

/** 0.99 for `p99`; undefined for what is no percentile. */
export function percentileOf(name: string): number | undefined {
  const number = Number(/^p(\d{1,3}(\.\d{1,10})?)$/.exec(name)?.[1]);
  return number >= 0 && number <= 100 ? number / 100 : undefined;
}

/** The smallest value that is not below `share` of all; AWS does not say how it interpolates. */
function percentile({ values, count, minimum, maximum }: Aggregate, share: number): number | undefined {
  // Of a statistic set it is known when all values are the same (SDK, GetMetricStatistics).
  if (!values) return minimum === maximum ? minimum : undefined;
  let seen = 0;
  for (const [value, times] of [...values].sort(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= share * count) return value;
  }
  return maximum;
}
