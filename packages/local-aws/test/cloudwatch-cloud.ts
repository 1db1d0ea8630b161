import * as sdk from '@aws-sdk/client-cloudwatch';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { sender } from './commands.ts';

export const start = Date.UTC(2026, 0, 1);
export const minute = 60_000;
export const region = 'eu-west-1';
export const account = '123456789012';
export const alarmArn = (name: string) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** A whole local cloud on a clock that stands still unless it is moved, with a client of CloudWatch. */
export async function cloudwatchCloud() {
  const cloud: LocalAws = await startLocalAws({ clock: { start, scale: 0 } });
  const client = new sdk.CloudWatchClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
  const at = (minutes: number) => new Date(start + minutes * minute);

  const send = sender(sdk, client);

  return {
    cloud,
    client,
    at,
    send,
    advance: (ms: number) => cloud.clock.advance(ms),
    delay: (change: object) => cloud.control.call('cloudwatch.delay', change, { account, region }),
    /** Publishes values of the metric `app errors`, a minute each, from a minute on; undefined leaves a gap. */
    async put(from: number, ...values: (number | undefined)[]) {
      const MetricData = values.flatMap((Value, index) =>
        Value === undefined ? [] : [{ MetricName: 'errors', Timestamp: at(from + index), Value }],
      );
      await send('PutMetricData', { Namespace: 'app', MetricData });
    },
    /** Sets an alarm on the metric `app errors`: Maximum above 0, a minute each, one of one unless said. */
    putAlarm: (AlarmName: string, more: Partial<sdk.PutMetricAlarmInput> = {}) =>
      send('PutMetricAlarm', {
        AlarmName,
        Namespace: 'app',
        MetricName: 'errors',
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        ...more,
      }),
    /** The state of an alarm of any type. */
    async state(name: string) {
      const found = await send('DescribeAlarms', {
        AlarmNames: [name],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      });
      return [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])][0]?.StateValue;
    },
    /** Values of queries by id, oldest first, over minutes from the start of the clock. */
    async read(from: number, to: number, ...MetricDataQueries: sdk.MetricDataQuery[]) {
      const answer = await send('GetMetricData', {
        StartTime: at(from),
        EndTime: at(to),
        ScanBy: 'TimestampAscending',
        MetricDataQueries,
      });
      return Object.fromEntries(
        (answer.MetricDataResults ?? []).map(({ Id, Timestamps = [], Values = [] }) => [
          Id,
          Timestamps.map((time, index) => [(time.getTime() - start) / minute, Values[index]]),
        ]),
      );
    },
  };
}

/** A query for a metric of `app` or, with dimensions, of AWS/Lambda. */
export function metric(
  Id: string,
  MetricName: string,
  Stat = 'Sum',
  dimensions?: Record<string, string>,
  Period = 60,
): sdk.MetricDataQuery {
  const Namespace = dimensions ? 'AWS/Lambda' : 'app';
  const Dimensions = Object.entries(dimensions ?? {}).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat } };
}
