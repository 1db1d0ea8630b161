import { type Compared, errorBreach } from './error-floor.ts';

/** An alarm, as it is now. */
export interface Alarm {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** Why it is in this state, in the words of CloudWatch. */
  readonly reason: string;
  /** Why its state may not be what is so, such as `EVALUATION_FAILURE`: it could not be evaluated, or not by all data. */
  readonly impaired?: string;
}

/** What a candidate was asked so far, and what was live beside it, as far as it is counted to the end. */
export interface Sample extends Compared {
  readonly wanted: number;
  /** Calls of the two of which CloudWatch does not say whether they failed. */
  readonly untold: number;
}

/** What is known at one moment of a trial. */
export interface Look {
  readonly alarms: readonly Alarm[];
  /** Alarms that have fired since the last moment and do not now, and when, in milliseconds since the epoch. */
  readonly fired?: readonly { readonly name: string; readonly at: number }[];
  /** What could not be found out, in words. */
  readonly unknown?: readonly string[];
  readonly samples: readonly Sample[];
  /** Whether the trial's time is over, and all data of it are in. */
  readonly isOver: boolean;
}

/** How a trial is judged. */
export interface Rules {
  /** The alarms that decide. */
  readonly alarms: readonly string[];
  /** What becomes of a trial that nothing is known of when its time is over: it goes on, or ends well, or ends badly. */
  readonly onInsufficientData: 'hold' | 'pass' | 'fail';
  /** Whether errors of the candidate decide without any alarm. */
  readonly errorFloor: 'default' | 'none';
  /** Alarms that fired before the trial began, and have not been OK since: they say nothing of the candidate. */
  readonly ignored: readonly string[];
}

/** What a look says: that the trial goes on, that the candidate stood it, or that it did not. */
export type Verdict =
  | { readonly is: 'open'; readonly doubts: readonly string[] }
  | { readonly is: 'passed'; readonly doubts: readonly string[] }
  | { readonly is: 'breached'; readonly because: readonly string[]; readonly hint?: string };

/**
 * Judges a trial by what is known at one moment. An alarm that fires ends it at once. That its time is over is not enough
 * to pass: no data is not OK, and neither is an alarm that is not there.
 */
export function verdict({ alarms, fired = [], unknown = [], samples, isOver }: Look, rules: Rules): Verdict {
  const breaches = [...breachesOf(alarms, rules), ...fired.map(recovered)];
  const errors = errorsOf(samples, rules);
  if (breaches.length + errors.length > 0) {
    return { is: 'breached', because: [...breaches, ...errors], ...(errors.length > 0 && { hint: ERROR_HINT }) };
  }
  const doubts = [...unknown, ...doubtsOf(alarms, samples, rules)];
  if (!isOver) return { is: 'open', doubts };
  if (doubts.length === 0 || rules.onInsufficientData === 'pass') return { is: 'passed', doubts };
  if (rules.onInsufficientData === 'hold') return { is: 'open', doubts };
  return { is: 'breached', because: doubts, hint: 'Send it traffic, lower `min-invocations`, or put the alarm right.' };
}

/** The end of a trial that was open still when `timeout` was used up. */
export function outOfTime(doubts: readonly string[], isOver: boolean, timeout: string): Verdict & { is: 'breached' } {
  const unknown = doubts.length > 0 ? doubts.join('; ') : 'it was not watched for as long as it should be';
  const hint = isOver
    ? 'Send it traffic, lower `min-invocations`, put the alarm right, or set `on-insufficient-data`.'
    : 'Raise `timeout`.';
  return { is: 'breached', because: [`${unknown}, and \`timeout\` (${timeout}) is used up`], hint };
}

/** Alarms of those that were ignored so far that are to be ignored still: one that has been OK counts from then on. */
export function stillIgnored(ignored: readonly string[], alarms: readonly Alarm[]): readonly string[] {
  return ignored.filter((name) => alarms.find((alarm) => alarm.name === name)?.state !== 'OK');
}

function breachesOf(alarms: readonly Alarm[], { alarms: wanted, ignored }: Rules): readonly string[] {
  return wanted.flatMap((name) => {
    const alarm = alarms.find((one) => one.name === name);
    if (!alarm) return [`the alarm ${name} is gone`];
    if (alarm.state !== 'ALARM' || ignored.includes(name)) return [];
    return [`the alarm ${name} fired${because(alarm)}`];
  });
}

/** Errors that are enough of a reason, in words. */
export function errorsOf(samples: readonly Compared[], { errorFloor }: Pick<Rules, 'errorFloor'>): readonly string[] {
  return errorFloor === 'none' ? [] : samples.flatMap((sample) => errorBreach(sample) ?? []);
}

/** What to do about a candidate that fails too often. */
export const ERROR_HINT =
  'Read the log of the candidate. `error-floor: none` leaves it to `alarms` alone how many errors are too many.';

function recovered({ name, at }: { readonly name: string; readonly at: number }): string {
  return `the alarm ${name} fired at ${new Date(at).toISOString().slice(11, 19)}Z, and does not any more`;
}

function doubtsOf(
  alarms: readonly Alarm[],
  samples: readonly Sample[],
  { alarms: wanted, errorFloor }: Rules,
): readonly string[] {
  return [
    ...alarms.flatMap((alarm) => (wanted.includes(alarm.name) ? doubtOf(alarm) : [])),
    ...samples
      .filter(({ invocations, wanted: enough }) => invocations < enough)
      .map(({ name, invocations, wanted: enough }) =>
        invocations === 0
          ? `${name} was not called`
          : `${name} was called ${invocations} ${invocations === 1 ? 'time' : 'times'} only, of ${enough} that are wanted`,
      ),
    ...samples
      .filter(({ untold }) => untold > 0 && errorFloor !== 'none')
      .map(
        ({ name, untold }) =>
          `of ${untold} calls of ${name}, and of what is live beside it, it is not known whether they failed`,
      ),
  ];
}

function doubtOf(alarm: Alarm): readonly string[] {
  const { name, state, impaired } = alarm;
  if (state === 'INSUFFICIENT_DATA') return [`the alarm ${name} has too little data${because(alarm)}`];
  if (state === 'OK' && impaired) {
    return [`the alarm ${name} is OK, but is not evaluated as it should be: ${impaired}${because(alarm)}`];
  }
  return [];
}

function because({ reason }: Alarm): string {
  return reason ? ` (${reason.replace(/\.$/, '')})` : '';
}
