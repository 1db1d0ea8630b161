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
  const missing = names.filter((name) => !found.some((alarm) => alarm.name === name));
  if (missing.length === 0) return found;
  throw new UserError(`Input \`alarms\` names ${missing.join(', ')}, but there is no such alarm in this region.`, {
    hint: 'Look at the spelling and at AWS_REGION: aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm LogAlarm --query "*[].AlarmName"',
  });
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
