import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmArn, type CloudWatchPlace } from './operation.ts';
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from './state.ts';

/** A metric alarm as DescribeAlarms shows it. */
export function shownMetricAlarm(place: CloudWatchPlace, alarm: MetricAlarmRecord): MetricAlarm {
  const { evaluation, state } = alarm;
  return {
    ...common(place, alarm),
    // Of both states, whichever changed last (SDK, MetricAlarm).
    StateUpdatedTimestamp: new Date(Math.max(state.updated, evaluation?.updated ?? 0)),
    ...(evaluation?.state && { EvaluationState: evaluation.state }),
    ...alarm.definition,
  };
}

/** A composite alarm as DescribeAlarms shows it. */
export function shownCompositeAlarm(place: CloudWatchPlace, alarm: CompositeAlarmRecord): CompositeAlarm {
  return { ...common(place, alarm), ...alarm.definition };
}

function common(place: CloudWatchPlace, { name, updated, actionsEnabled, state }: AlarmRecord) {
  return {
    AlarmName: name,
    AlarmArn: alarmArn(place, name),
    AlarmConfigurationUpdatedTimestamp: new Date(updated),
    ActionsEnabled: actionsEnabled,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updated),
    StateTransitionedTimestamp: new Date(state.updated),
  };
}
