import type { AlarmRecord, AlarmState, CloudWatchState, HistoryRecord } from './state.ts';

/** AWS keeps it for 30 days (SDK, DescribeAlarmHistory says so of deleted alarms too). */
const kept = 30 * 86_400_000;

/** Gives an alarm a state; a change of its value goes into the history. */
export function enter(state: CloudWatchState, alarm: AlarmRecord, next: AlarmState): boolean {
  const previous = alarm.state;
  if (previous.value === next.value) return false;
  alarm.state = next;
  note(state, alarm, next.updated, 'StateUpdate', `Alarm updated from ${previous.value} to ${next.value}`, {
    version: '1.0',
    oldState: told(previous),
    newState: told(next),
  });
  return true;
}

/** Writes one entry. */
export function note(
  state: CloudWatchState,
  alarm: AlarmRecord,
  at: number,
  type: HistoryRecord['type'],
  summary: string,
  details: object,
): void {
  state.history = state.history.filter((each) => each.at > at - kept);
  state.history.push({ alarm: alarm.name, kind: alarm.kind, at, type, summary, details: JSON.stringify(details) });
}

function told({ value, reason, reasonData }: AlarmState): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) }),
  };
}
