import { parseRule } from './alarm-rule.ts';
import { evaluateAlarm, intervalOf, isQuiet } from './evaluation.ts';
import { enter } from './history.ts';
import type { AlarmRecord, CloudWatchState, CompositeAlarmRecord, MetricAlarmRecord } from './state.ts';

/** The first comparison comes within a minute of an alarm's creation; AWS does not say when. */
export const firstComparison = 60_000;

/**
 * Evaluates every alarm at each of its times up to `now`, all in the order of time. They have due times and no timers:
 * whatever looks at CloudWatch brings it up to date first, so a snapshot holds running alarms too. Idempotent.
 */
export function settle(state: CloudWatchState, now: number): void {
  for (let alarm = nextDue(state, now); alarm; alarm = nextDue(state, now)) {
    const moment = alarm.due ?? now;
    if (alarm.kind === 'composite') {
      alarm.due = undefined;
      compare(state, alarm, moment);
    } else {
      alarm.due = following(state, alarm, moment, now);
      const next = isCompared(alarm) ? evaluateAlarm(state, alarm, moment) : undefined;
      if (next && enter(state, alarm, next)) spread(state, alarm.name, moment);
    }
  }
}

/** Re-evaluates the composite alarms that depend on one whose state has changed, and those that depend on them. */
export function spread(state: CloudWatchState, changed: string, moment: number, from: readonly string[] = []): void {
  for (const alarm of state.alarms.values()) {
    // Rules may form a ring, which AWS allows; each alarm then has its turn once.
    if (alarm.kind !== 'composite' || from.includes(alarm.name)) continue;
    if (parseRule(alarm.definition.AlarmRule ?? '').alarms.includes(changed))
      compare(state, alarm, moment, [...from, changed]);
  }
}

function compare(
  state: CloudWatchState,
  alarm: CompositeAlarmRecord,
  moment: number,
  from: readonly string[] = [],
): void {
  const rule = parseRule(alarm.definition.AlarmRule ?? '');
  const holds = rule.holds((name) => state.alarms.get(name)?.state.value);
  const children = rule.alarms.map((name) => ({ name, stateValue: state.alarms.get(name)?.state.value }));
  const value = holds ? 'ALARM' : 'OK';
  const reason = `${alarm.definition.AlarmRule} is ${holds} at ${new Date(moment).toISOString()}`;
  const reasonData = JSON.stringify({ triggeringAlarms: children });
  if (enter(state, alarm, { value, reason, reasonData, updated: moment })) spread(state, alarm.name, moment, from);
}

/** Of partial data an alarm is compared all the same: user guide, cloudwatch-metrics-insights-alarms-partial-data. */
function isCompared({ evaluation }: MetricAlarmRecord): boolean {
  return evaluation?.state === undefined || evaluation.state === 'PARTIAL_DATA';
}

function nextDue(state: CloudWatchState, now: number): AlarmRecord | undefined {
  let next: AlarmRecord | undefined;
  for (const alarm of state.alarms.values()) {
    if (alarm.due !== undefined && alarm.due <= now && alarm.due < (next?.due ?? Infinity)) next = alarm;
  }
  return next;
}

/** While nothing can change, the times until `now` are passed over; the rhythm stays. */
function following(state: CloudWatchState, alarm: MetricAlarmRecord, moment: number, now: number): number {
  const interval = intervalOf(alarm.definition);
  const steps = isQuiet(state, alarm, moment) ? Math.floor((now - moment) / interval) : 0;
  return moment + (steps + 1) * interval;
}
