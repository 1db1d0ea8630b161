import type { Alarms } from './alarms.ts';
import { shareOf } from './canary.ts';
import type { Part } from './part.ts';
import type { Trouble } from './plan.ts';
import type { Refusal } from './refusal.ts';
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
 * Looks at the alarms before anything is written.
 *
 * @throws UserError if one is missing.
 */
export async function guard(parts: readonly Part[], asked: AlarmSettings, port: Alarms): Promise<Guarded> {
  const { alarms = [], onFiringAlarm, onInsufficientData } = asked;
  const found = alarms.length > 0 ? await port.read(alarms) : [];
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

function inWords({ name, reason }: Alarm): string {
  return `The alarm ${name} fires already${reason ? ` (${reason.replace(/\.$/, '')})` : ''}.`;
}
