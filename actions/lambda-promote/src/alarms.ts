import { UserError } from '@actions-aws/action';
import { explained } from '@actions-aws/aws';
import {
  type AlarmType,
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type LogAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm } from './verdict.ts';

/** The alarms that decide over a canary. */
export interface Alarms {
  /** Reads the alarms of these names, whatever their kind; one that is missing is left out, as AWS leaves it out. */
  read(names: readonly string[], signal?: AbortSignal): Promise<readonly Alarm[]>;
}

/** @throws UserError if an alarm was asked for that is not there. */
export function assertThere(names: readonly string[], found: readonly Alarm[]): void {
  const missing = names.filter((name) => !found.some((alarm) => alarm.name === name));
  if (missing.length === 0) return;
  throw new UserError(`Input \`alarms\` names ${missing.join(', ')}, but there is no such alarm in this region.`, {
    hint: 'Look at the spelling and at AWS_REGION: aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm LogAlarm --query "*[].AlarmName"',
  });
}

/** As many names as one request takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_AT_ONCE = 100;
/** Only what is asked for is answered. Log alarms are new, and not known in every region: they come last, if need be. */
const KINDS: readonly (readonly AlarmType[])[] = [['MetricAlarm', 'CompositeAlarm'], ['LogAlarm']];

/** {@link Alarms} over the SDK. Needs `cloudwatch:DescribeAlarms` on `*`, without which AWS hides composite alarms. */
export function awsAlarms(client: CloudWatchClient): Alarms {
  const readSome = async (AlarmNames: string[], AlarmTypes: AlarmType[], signal: AbortSignal | undefined) => {
    const found: Alarm[] = [];
    let NextToken: string | undefined;
    do {
      const asked = { AlarmNames, AlarmTypes, MaxRecords: NAMES_AT_ONCE, NextToken };
      const answer = await explained(
        client.send(new DescribeAlarmsCommand(asked), { ...(signal && { abortSignal: signal }) }),
        { doing: `read the alarms ${AlarmNames.join(', ')}`, action: 'cloudwatch:DescribeAlarms' },
      );
      const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer;
      found.push(...[...MetricAlarms, ...CompositeAlarms, ...LogAlarms].map(alarmOf));
      NextToken = answer.NextToken || undefined;
    } while (NextToken);
    return found;
  };

  return {
    async read(names, signal) {
      const found: Alarm[] = [];
      for (const kinds of KINDS) {
        const left = names.filter((name) => !found.some((alarm) => alarm.name === name));
        for (let start = 0; start < left.length; start += NAMES_AT_ONCE) {
          found.push(...(await readSome(left.slice(start, start + NAMES_AT_ONCE), [...kinds], signal)));
        }
      }
      return found;
    },
  };
}

function alarmOf(given: MetricAlarm | CompositeAlarm | LogAlarm): Alarm {
  const { AlarmName: name = '', StateValue, StateReason: reason = '' } = given;
  const state = StateValue === 'OK' || StateValue === 'ALARM' ? StateValue : 'INSUFFICIENT_DATA';
  const impaired = 'EvaluationState' in given ? given.EvaluationState : undefined;
  return { name, state, reason, ...(impaired && { impaired }) };
}
