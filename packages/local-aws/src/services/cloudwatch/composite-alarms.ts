import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { parseRule } from './alarm-rule.ts';
import { validationFailed } from './errors.ts';
import { firstComparison } from './lifecycle.ts';
import { assertKind, keep, newAlarm, taggingOf } from './metric-alarms.ts';
import { alarmArn, operation } from './operation.ts';
import type { CompositeAlarmRecord, CompositeDefinition } from './state.ts';
import { tagsOf } from './tags.ts';

/** PutCompositeAlarm. */
export const compositeAlarmOperations = {
  PutCompositeAlarm: operation<PutCompositeAlarmInput, void>('PutCompositeAlarm', {
    takes: [
      'AlarmName',
      'AlarmRule',
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'InsufficientDataActions',
      'OKActions',
      'Tags',
      'ActionsSuppressor',
      'ActionsSuppressorWaitPeriod',
      'ActionsSuppressorExtensionPeriod',
    ],
    alarms: ({ AlarmName = '' }, place) => [alarmArn(place, AlarmName)],
    also: taggingOf,
    run(call, { AlarmName: name = '', ActionsEnabled = true, Tags, ...rest }) {
      const existing = call.state.alarms.get(name);
      assertKind(existing, 'composite', name);
      const unknown = parseRule(rest.AlarmRule ?? '').alarms.filter(
        (each) => each !== name && !call.state.alarms.has(each),
      );
      // Seen.
      if (unknown.length > 0)
        throw validationFailed(
          `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
        );
      const definition: CompositeDefinition = {
        ...rest,
        OKActions: rest.OKActions ?? [],
        AlarmActions: rest.AlarmActions ?? [],
        InsufficientDataActions: rest.InsufficientDataActions ?? [],
      };
      const alarm: CompositeAlarmRecord = existing
        ? {
            ...existing,
            definition,
            actionsEnabled: ActionsEnabled,
            updated: call.clock.now(),
            due: call.clock.now() + firstComparison,
          }
        : { kind: 'composite', definition, ...newAlarm(call, name, ActionsEnabled, tagsOf(Tags)) };
      keep(call, alarm, existing);
    },
  }),
};
