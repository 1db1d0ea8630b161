import { UserError } from '@actions-aws/action';
import type { Alarm, Alarms, WatchedAlarm } from './alarms.ts';
import { because } from './verdict.ts';

/**
 * Reads the alarms that an input names, which may be none.
 *
 * @throws UserError if one is not there, or if CloudWatch may not be asked.
 */
export async function readAlarms(
  names: readonly string[],
  alarms: Alarms,
  signal?: AbortSignal,
): Promise<readonly WatchedAlarm[]> {
  const found = names.length > 0 ? await alarms.read(names, signal) : [];
  const missing = missingOf(names, found);
  if (missing.length === 0) return found;
  throw new UserError(noSuchAlarm('Input `alarms`', missing), { hint: NO_SUCH_ALARM_HINT });
}

/** What to do about an alarm that is not there. */
export const NO_SUCH_ALARM_HINT =
  'Look at the spelling and at AWS_REGION: aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm LogAlarm --query "*[].AlarmName"';

/** That alarms are not there, as a sentence about what names them. */
export function noSuchAlarm(where: string, missing: readonly string[]): string {
  return `${where} names ${missing.join(', ')}, but there is no such alarm in this region.`;
}

/** Of these names those that are none of an alarm that was found. */
export function missingOf(names: readonly string[], found: readonly Pick<Alarm, 'name'>[]): readonly string[] {
  return names.filter((name) => !found.some((alarm) => alarm.name === name));
}

/** Whether an alarm fires now. */
export function isFiring({ state }: Alarm): boolean {
  return state === 'ALARM';
}

/** That an alarm fires, as a sentence; `since` is such as `already`. */
export function fires(alarm: Alarm, since = ''): string {
  return `The alarm ${alarm.name} fires${since && ` ${since}`}${because(alarm)}.`;
}

/** The names of alarms that have fired since a moment, in milliseconds since the epoch, whether they fire now or not. */
export async function firedSince(
  found: readonly WatchedAlarm[],
  since: number,
  alarms: Alarms,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // What fired and recovered has come to another state since.
  const changed = found.filter(({ changedAt }) => changedAt >= since);
  if (changed.length === 0) return [];
  const fired = await alarms.firedSince(changed, since, signal);
  return [...new Set(fired.map(({ name }) => name))];
}
