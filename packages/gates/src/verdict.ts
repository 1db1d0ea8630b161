import type { Alarm } from './alarms.ts';

/** What else than alarms says how a candidate does, such as calls that are counted; each in words. */
export interface Evidence {
  /** What is reason enough to end it. */
  readonly breaches: readonly string[];
  /** What is not known well enough to pass. */
  readonly doubts: readonly string[];
  /** What to do about the breaches, as a sentence. */
  readonly hint?: string;
}

/** What is known at one moment of a gate. */
export interface Look {
  readonly alarms: readonly Alarm[];
  /** Alarms that have fired since the last moment and do not now, and when, in milliseconds since the epoch. */
  readonly fired?: readonly { readonly name: string; readonly at: number }[];
  /** What could not be found out, in words. */
  readonly unknown?: readonly string[];
  readonly evidence?: Evidence;
  /** Whether the gate's time is over, and all data of it are in. */
  readonly isOver: boolean;
}

/** How a gate is judged. */
export interface Rules {
  /** The alarms that decide. */
  readonly alarms: readonly string[];
  /** What becomes of a gate that nothing is known of when its time is over: it goes on, or ends well, or ends badly. */
  readonly onInsufficientData: 'hold' | 'pass' | 'fail';
  /** Alarms that fired before the gate began, and have not been OK since: they say nothing of the candidate. */
  readonly ignored: readonly string[];
}

/** What to do where too little is known, in an action's own inputs; each a sentence. */
export interface Remedies {
  /** Its time is over, and `onInsufficientData` is `fail`. */
  readonly tooLittle: string;
  /** It was held until the time of the run was used up. */
  readonly heldTooLong: string;
}

/** What a look says: that the gate stays open to be watched on, that the candidate stood it, or that it did not. */
export type Verdict =
  | { readonly is: 'open'; readonly doubts: readonly string[] }
  | { readonly is: 'passed'; readonly doubts: readonly string[] }
  | {
      readonly is: 'breached';
      readonly because: readonly string[];
      readonly hint?: string;
      /** Nothing went wrong as far as is known, and too little is known. */
      readonly isUnknown?: true;
    };

/**
 * Judges a gate by what is known at one moment. An alarm that fires ends it at once. That its time is over is not enough
 * to pass: no data is not OK, and neither is an alarm that is not there.
 */
export function verdict(
  { alarms, fired = [], unknown = [], evidence = NONE, isOver }: Look,
  rules: Rules,
  { tooLittle }: Pick<Remedies, 'tooLittle'>,
): Verdict {
  const because = [...breachesOf(alarms, rules), ...fired.map(recovered), ...evidence.breaches];
  if (because.length > 0) {
    const { breaches, hint } = evidence;
    return { is: 'breached', because, ...(breaches.length > 0 && hint && { hint }) };
  }
  const doubts = [...unknown, ...doubtsOf(alarms, rules), ...evidence.doubts];
  if (!isOver) return { is: 'open', doubts };
  if (doubts.length === 0 || rules.onInsufficientData === 'pass') return { is: 'passed', doubts };
  if (rules.onInsufficientData === 'hold') return { is: 'open', doubts };
  return { is: 'breached', because: doubts, hint: tooLittle, isUnknown: true };
}

const NONE: Evidence = { breaches: [], doubts: [] };

/** The end of a gate that was open still when `timeout` was used up. */
export function outOfTime(
  doubts: readonly string[],
  isOver: boolean,
  timeout: string,
  { heldTooLong }: Pick<Remedies, 'heldTooLong'>,
): Verdict & { is: 'breached' } {
  const unknown = doubts.length > 0 ? doubts.join('; ') : 'it was not watched for as long as it should be';
  return {
    is: 'breached',
    because: [`${unknown}, and \`timeout\` (${timeout}) is used up`],
    hint: isOver ? heldTooLong : 'Raise `timeout`.',
    isUnknown: true,
  };
}

/** Alarms of those that were ignored so far that go on being ignored: one that has been OK counts from then on. */
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

function recovered({ name, at }: { readonly name: string; readonly at: number }): string {
  return `the alarm ${name} fired at ${new Date(at).toISOString().slice(11, 19)}Z, and does not any more`;
}

function doubtsOf(alarms: readonly Alarm[], { alarms: wanted }: Rules): readonly string[] {
  return alarms.flatMap((alarm) => (wanted.includes(alarm.name) ? doubtOf(alarm) : []));
}

function doubtOf(alarm: Alarm): readonly string[] {
  const { name, state, impaired } = alarm;
  if (state === 'INSUFFICIENT_DATA') return [`the alarm ${name} has too little data${because(alarm)}`];
  if (state === 'OK' && impaired) {
    return [`the alarm ${name} is OK, but is not evaluated as it should be: ${impaired}${because(alarm)}`];
  }
  return [];
}

/** Why an alarm is in its state, in brackets; empty where CloudWatch does not say. */
export function because({ reason }: Alarm): string {
  return reason ? ` (${reason.replace(/\.$/, '')})` : '';
}
