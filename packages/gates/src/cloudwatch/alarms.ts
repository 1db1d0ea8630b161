import { explained } from '@actions-aws/aws';
import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type LogAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmKind, Alarms, Fired, WatchedAlarm } from '../alarms.ts';

/** As many names as one request takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_AT_ONCE = 100;
/** Only what is asked for is answered. Log alarms are new, and not known in every region: they come last, if need be. */
const KINDS: readonly (readonly AlarmKind[])[] = [['MetricAlarm', 'CompositeAlarm'], ['LogAlarm']];

/**
 * {@link Alarms} over the SDK. Needs `cloudwatch:DescribeAlarms` and `DescribeAlarmHistory` on `*`, without which AWS hides
 * composite alarms.
 */
export function awsAlarms(client: CloudWatchClient): Alarms {
  const readSome = async (AlarmNames: string[], AlarmTypes: AlarmKind[], signal: AbortSignal | undefined) => {
    const found: WatchedAlarm[] = [];
    let NextToken: string | undefined;
    do {
      const asked = { AlarmNames, AlarmTypes, MaxRecords: NAMES_AT_ONCE, NextToken };
      const answer = await explained(
        client.send(new DescribeAlarmsCommand(asked), { ...(signal && { abortSignal: signal }) }),
        { doing: `read the alarms ${AlarmNames.join(', ')}`, action: 'cloudwatch:DescribeAlarms' },
      );
      const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer;
      found.push(
        ...MetricAlarms.map((one) => alarmOf(one, 'MetricAlarm')),
        ...CompositeAlarms.map((one) => alarmOf(one, 'CompositeAlarm')),
        ...LogAlarms.map((one) => alarmOf(one, 'LogAlarm')),
      );
      NextToken = answer.NextToken || undefined;
    } while (NextToken);
    return found;
  };

  return {
    async read(names, signal) {
      const found: WatchedAlarm[] = [];
      for (const kinds of KINDS) {
        const left = names.filter((name) => !found.some((alarm) => alarm.name === name));
        for (let start = 0; start < left.length; start += NAMES_AT_ONCE) {
          found.push(...(await readSome(left.slice(start, start + NAMES_AT_ONCE), [...kinds], signal)));
        }
      }
      return found;
    },

    async firedSince(alarms, since, signal) {
      const fired: Fired[] = [];
      for (const { name, kind } of alarms) {
        let NextToken: string | undefined;
        do {
          const asked = {
            AlarmName: name,
            // Only metric alarms are told of unless others are asked for.
            AlarmTypes: [kind],
            HistoryItemType: 'StateUpdate' as const,
            StartDate: new Date(since),
            ScanBy: 'TimestampAscending' as const,
            NextToken,
          };
          const answer = await explained(
            client.send(new DescribeAlarmHistoryCommand(asked), { ...(signal && { abortSignal: signal }) }),
            { doing: `read what the alarm ${name} did`, action: 'cloudwatch:DescribeAlarmHistory' },
          );
          for (const { Timestamp, HistorySummary = '' } of answer.AlarmHistoryItems ?? []) {
            const at = Timestamp?.getTime() ?? 0;
            // Such as "Alarm updated from OK to ALARM":
            // https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/describe-alarm-history.html#examples
            if (at >= since && HistorySummary.endsWith(' to ALARM')) fired.push({ name, at });
          }
          NextToken = answer.NextToken || undefined;
        } while (NextToken);
      }
      return fired;
    },
  };
}

function alarmOf(given: MetricAlarm | CompositeAlarm | LogAlarm, kind: AlarmKind): WatchedAlarm {
  const { AlarmName: name = '', StateValue, StateReason: reason = '' } = given;
  const state = StateValue === 'OK' || StateValue === 'ALARM' ? StateValue : 'INSUFFICIENT_DATA';
  const impaired = 'EvaluationState' in given ? given.EvaluationState : undefined;
  const changedAt = (given.StateTransitionedTimestamp ?? given.StateUpdatedTimestamp)?.getTime() ?? 0;
  return {
    name,
    state,
    reason,
    ...(impaired && { impaired }),
    kind,
    changedAt,
    ...('EvaluationPeriods' in given && needs(given)),
  };
}

/**
 * As many periods as must breach; but the newest may have just begun, since the window slides minute by minute:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html. Of metric math the longest counts.
 */
function needs({ Period, Metrics = [], EvaluationPeriods = 1, DatapointsToAlarm }: MetricAlarm): { needsMs?: number } {
  const periods = [Period, ...Metrics.map((query) => query.MetricStat?.Period ?? query.Period)];
  const periodMs = Math.max(0, ...periods.map((seconds = 0) => seconds)) * 1000;
  if (periodMs === 0) return {};
  return { needsMs: ((DatapointsToAlarm ?? EvaluationPeriods) - 1) * periodMs + Math.min(periodMs, 60_000) };
}
