import { UserError } from '@actions-aws/action';
import { explained } from '@actions-aws/aws';
import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from './verdict.ts';

/** The alarms that decide over a canary. */
export interface Alarms {
  /**
   * Reads the alarms of these names, metric and composite ones.
   *
   * @throws UserError if one is missing: AWS leaves it out without a word.
   */
  read(names: readonly string[], signal?: AbortSignal): Promise<readonly Alarm[]>;
}

/** As many names as one request takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_AT_ONCE = 100;

/** {@link Alarms} over the SDK. Needs `cloudwatch:DescribeAlarms` on `*`, without which AWS hides composite alarms. */
export function awsAlarms(client: CloudWatchClient): Alarms {
  return {
    async read(names, signal) {
      const found: Alarm[] = [];
      for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
        const AlarmNames = names.slice(start, start + NAMES_AT_ONCE);
        const answer = await explained(
          // Composite alarms are left out unless they are asked for.
          client.send(
            new DescribeAlarmsCommand({
              AlarmNames,
              AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
              MaxRecords: NAMES_AT_ONCE,
            }),
            { ...(signal && { abortSignal: signal }) },
          ),
          { doing: `read the alarms ${AlarmNames.join(', ')}`, action: 'cloudwatch:DescribeAlarms' },
        );
        for (const one of [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])]) {
          const state = one.StateValue === 'OK' || one.StateValue === 'ALARM' ? one.StateValue : 'INSUFFICIENT_DATA';
          found.push({ name: one.AlarmName ?? '', state, reason: one.StateReason ?? '' });
        }
      }
      const missing = names.filter((name) => !found.some((alarm) => alarm.name === name));
      if (missing.length > 0) {
        throw new UserError(
          `Input \`alarms\` names ${missing.join(', ')}, but there is no such alarm in this region.`,
          {
            hint: 'Look at the spelling and at AWS_REGION: aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --query "*[].AlarmName"',
          },
        );
      }
      return found;
    },
  };
}
