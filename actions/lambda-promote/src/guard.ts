import type { Alarms } from './alarms.ts';
import { shareOf } from './canary.ts';
import type { Part } from './part.ts';
import type { Trouble } from './plan.ts';
import type { Refusal } from './refusal.ts';
import type { Route, Span, Traffic } from './traffic.ts';
import type { Alarm, Rules } from './verdict.ts';

/** Which alarms decide over a canary, and how. */
export interface AlarmSettings {
  readonly alarms: readonly string[] | undefined;
  /** What becomes of a promotion that begins while one fires. */
  readonly onFiringAlarm: 'fail' | 'ignore';
  readonly onInsufficientData: Rules['onInsufficientData'];
}

/** What the alarms say before anything is written. */
export interface Guarded {
  readonly rules: Rules;
  /** An alarm fires that says nothing of the candidate: whatever is wrong, it would hide what the candidate does. */
  readonly refusal: Refusal | undefined;
  /** An alarm fires while users meet the candidate, which an earlier call put on trial. */
  readonly trouble: Trouble | undefined;
}

/**
 * Looks at the alarms, and whether calls can be counted, before anything is written.
 *
 * @throws UserError if an alarm is missing, or if CloudWatch may not be asked.
 */
export async function guard(
  parts: readonly Part[],
  asked: AlarmSettings,
  ports: { readonly alarms: Alarms; readonly traffic: Traffic },
): Promise<Guarded> {
  const { alarms = [], onFiringAlarm, onInsufficientData } = asked;
  const [found] = await Promise.all([
    alarms.length > 0 ? ports.alarms.read(alarms) : [],
    ports.traffic.count(parts.flatMap(routeOf), spanOf(parts)),
  ]);
  const firing = found.filter(({ state }) => state === 'ALARM');
  const rules: Rules = { alarms, onInsufficientData, ignored: [] };
  const nothing = { rules, refusal: undefined, trouble: undefined };
  if (firing.length === 0) return nothing;
  const message = firing.map(inWords).join(' ');
  if (onFiringAlarm === 'ignore') return { ...nothing, rules: { ...rules, ignored: firing.map(({ name }) => name) } };
  if (parts.some(({ observed, desired }) => shareOf(observed, desired) > 0)) {
    return { ...nothing, trouble: { kind: 'proof', message: `${message} Users meet the candidate.` } };
  }
  return {
    ...nothing,
    refusal: {
      outcome: 'failed',
      message: `${message} It would hide what the candidate does.`,
      hint: 'Mend what it tells of; or set `on-firing-alarm: ignore` if this promotion is what mends it.',
    },
  };
}

/** What is to be watched, as far as it is there by now. */
function routeOf({ observed, desired }: Part): readonly Route[] {
  const { functionName, alias, canary } = desired;
  const version = observed.alias?.version;
  return canary.length > 0 && version !== undefined ? [{ functionName, alias, version }] : [];
}

/** The last minute, for what it is worth: it is asked whether one may ask. */
function spanOf(parts: readonly Part[]): Span {
  const to = Math.max(0, ...parts.map(({ observed }) => observed.at));
  return { from: to - 60_000, to, settled: to };
}

function inWords({ name, reason }: Alarm): string {
  return `The alarm ${name} fires already${reason ? ` (${reason.replace(/\.$/, '')})` : ''}.`;
}
