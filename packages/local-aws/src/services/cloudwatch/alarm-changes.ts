import type {
  DeleteAlarmsInput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/errors.ts';
import { parseRule } from './alarm-rule.ts';
import { alarmNotFound, validationFailed } from './errors.ts';
import { enter } from './history.ts';
import { spread } from './lifecycle.ts';
import { alarmArn, type CloudWatchCall, type CloudWatchPlace, operation } from './operation.ts';
import type { AlarmRecord } from './state.ts';

const named = {
  alarms: ({ AlarmNames = [] }: { AlarmNames?: string[] | undefined }, place: CloudWatchPlace) =>
    AlarmNames.map((name) => alarmArn(place, name)),
};

/** What is done to alarms that exist. */
export const alarmChangeOperations = {
  DeleteAlarms: operation<DeleteAlarmsInput, void>('DeleteAlarms', {
    takes: ['AlarmNames'],
    ...named,
    run(call, { AlarmNames: names = [] }) {
      const alarms = existing(call, names);
      if (names.length > 100) throw validationFailed(`DeleteAlarms takes 100 alarms at most, not ${names.length}`);
      // All or nothing, and one composite alarm at a time (SDK, DeleteAlarms).
      if (names.length > 1 && alarms.filter(({ kind }) => kind === 'composite').length > 0)
        throw validationFailed('A composite alarm must be deleted by itself');
      for (const name of names) {
        const dependent = [...call.state.alarms.values()].filter(
          (each) => each.kind === 'composite' && each.name !== name && childrenOf(each).includes(name),
        );
        if (dependent.length > 0)
          throw validationFailed(
            `Cannot delete ${name} as there are composite alarm(s) depending on it: ${dependent.map((each) => each.name).join(', ')}`,
          );
      }
      for (const name of names) call.state.alarms.delete(name);
    },
  }),

  SetAlarmState: operation<SetAlarmStateInput, void>('SetAlarmState', {
    takes: ['AlarmName', 'StateValue', 'StateReason', 'StateReasonData'],
    alarms: ({ AlarmName = '' }, place) => [alarmArn(place, AlarmName)],
    run(call, { AlarmName: name = '', StateValue: value = 'OK', StateReason = '', StateReasonData: reasonData }) {
      if (!/^(OK|ALARM|INSUFFICIENT_DATA)$/.test(value))
        throw validationFailed(`The value ${value} for parameter StateValue must be OK, ALARM or INSUFFICIENT_DATA`);
      if (reasonData !== undefined) assertJson(reasonData);
      const updated = call.clock.now();
      for (const alarm of existing(call, [name])) {
        // A metric alarm is compared again within its minute; a composite one only when a child changes (SDK, SetAlarmState).
        if (enter(call.state, alarm, { value, reason: StateReason, reasonData, updated }))
          spread(call.state, name, updated);
      }
    },
  }),

  EnableAlarmActions: operation<EnableAlarmActionsInput, void>('EnableAlarmActions', {
    takes: ['AlarmNames'],
    ...named,
    run: (call, { AlarmNames = [] }) => setActions(call, AlarmNames, true),
  }),

  DisableAlarmActions: operation<DisableAlarmActionsInput, void>('DisableAlarmActions', {
    takes: ['AlarmNames'],
    ...named,
    run: (call, { AlarmNames = [] }) => setActions(call, AlarmNames, false),
  }),
};

/** Names of the alarms that a composite alarm's rule refers to; none for a metric alarm. */
export function childrenOf(alarm: AlarmRecord): readonly string[] {
  return alarm.kind === 'composite' ? parseRule(alarm.definition.AlarmRule ?? '').alarms : [];
}

/** These operations list no errors but the state's: unknown names are passed over. */
function setActions(call: CloudWatchCall, names: readonly string[], enabled: boolean): void {
  for (const name of names) {
    const alarm = call.state.alarms.get(name);
    if (alarm) alarm.actionsEnabled = enabled;
  }
}

function existing(call: CloudWatchCall, names: readonly string[]): readonly AlarmRecord[] {
  const missing = names.filter((name) => !call.state.alarms.has(name));
  if (missing.length > 0) throw alarmNotFound(missing);
  return names.flatMap((name) => call.state.alarms.get(name) ?? []);
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('InvalidFormatFault', 400, 'StateReasonData is not JSON');
  }
}
