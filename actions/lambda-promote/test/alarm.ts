import type { LambdaWorld } from '@actions-aws/testing';
import { CloudWatchClient, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';

/** Sets the alarm `<function>-errors`, which fires when users of the alias `live` meet an error; it may be set otherwise. */
export async function setAlarm(
  { cloud }: LambdaWorld,
  functionName: string,
  otherwise: Partial<PutMetricAlarmCommandInput> = {},
): Promise<void> {
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  const cloudwatch = new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
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
