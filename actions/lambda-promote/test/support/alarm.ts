import type { LambdaWorld } from '@actions-aws/testing';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';

/** Sets the alarm `<function>-errors`, which fires when users of the alias `live` meet an error; it may be set otherwise. */
export async function setAlarm(
  { cloud }: LambdaWorld,
  functionName: string,
  otherwise: Partial<PutMetricAlarmCommandInput> = {},
): Promise<void> {
  const cloudwatch = peopleOf(cloud);
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `${functionName}-errors`,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [
        { Name: 'FunctionName', Value: functionName },
        { Name: 'Resource', Value: `${functionName}:live` },
      ],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...otherwise,
    }),
  );
  cloudwatch.destroy();
}

/** Sets an alarm that is OK, fires some time from now, whatever anybody does, and goes on firing for an hour. */
export async function setFiringAlarm({ cloud }: LambdaWorld, AlarmName: string, afterMs: number): Promise<void> {
  const cloudwatch = peopleOf(cloud);
  const [Namespace, MetricName] = ['Search', AlarmName];
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace,
      MetricName,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  const from = cloud.clock.now() + afterMs;
  const minutes = Array.from({ length: 60 }, (_, minute) => new Date(from + minute * 60_000));
  const MetricData = minutes.map((Timestamp) => ({ MetricName, Timestamp, Value: 1 }));
  // CloudWatch takes data of up to two hours ahead.
  await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  cloudwatch.destroy();
}

/** Gives an alarm a state until it is compared the next time. */
export async function setAlarmState(
  { cloud }: Pick<LambdaWorld, 'cloud'>,
  state: Pick<SetAlarmStateCommandInput, 'AlarmName' | 'StateValue'>,
): Promise<void> {
  const cloudwatch = peopleOf(cloud);
  await cloudwatch.send(new SetAlarmStateCommand({ ...state, StateReason: 'a test' }));
  cloudwatch.destroy();
}

function peopleOf({ endpoint }: LambdaWorld['cloud']): CloudWatchClient {
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  return new CloudWatchClient({ endpoint, region: 'eu-west-1', credentials });
}
