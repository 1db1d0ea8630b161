import type { StateValue } from '@aws-sdk/client-cloudwatch';

/** What an alarm decides by. */
export interface Terms {
  /** N. */
  readonly evaluationPeriods: number;
  /** M. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly breaches: (value: number) => boolean;
}

/** A state with its reason; undefined where the alarm keeps the state that it has. */
export interface Verdict {
  readonly value: StateValue;
  /** The values that decided, newest first. */
  readonly decisive: readonly number[];
  /** How many missing data points were counted as breaching or as not. */
  readonly filled: number;
}

/**
 * How many periods an alarm looks back on: more than it evaluates, since the newest data may be late. AWS's tables have 5
 * for 3 and say that the number depends on period and resolution, not how.
 */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/**
 * The state of an alarm by its evaluation range, oldest first, undefined where data are missing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judge(range: readonly (number | undefined)[], terms: Terms): Verdict | undefined {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = terms;
  const existing = range.filter((value) => value !== undefined);
  const decisive = existing.slice(-evaluationPeriods).reverse();
  const breaching = decisive.filter(terms.breaches).length;
  const filled = evaluationPeriods - decisive.length;
  const verdict = (alarm: boolean, by = 0): Verdict => ({ value: alarm ? 'ALARM' : 'OK', decisive, filled: by });
  if (filled === 0) return verdict(breaching >= datapointsToAlarm);
  if (treatMissingData === 'breaching') return verdict(breaching + filled >= datapointsToAlarm, filled);
  if (treatMissingData === 'notBreaching') return verdict(breaching >= datapointsToAlarm, filled);
  if (breaching >= datapointsToAlarm) return verdict(true);
  if (breaching < decisive.length) return verdict(false);
  // From here on all that exists is breaching, and too little. "- - - - X" may become anything; of "- - X - -" enough
  // periods have passed, which AWS calls a premature alarm.
  if (treatMissingData === 'ignore') return undefined;
  const oldest = range.findIndex((value) => value !== undefined);
  const age = range.length - oldest;
  if (oldest >= 0 && age >= datapointsToAlarm) return verdict(true);
  return { value: 'INSUFFICIENT_DATA', decisive, filled };
}
