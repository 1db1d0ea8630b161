import { type CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetAliasCommand,
  GetFunctionCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Live } from '../story/story.ts';
import { alarmOf, functionNames } from '../story/workflow.ts';

/** Sets an alarm on the errors of each function's users, whichever version they meet; as `infra/main.tf` of the example does. */
export async function setAlarms(cloudwatch: CloudWatchClient): Promise<void> {
  await Promise.all(functionNames.map((functionName) => setAlarm(cloudwatch, functionName)));
}

async function setAlarm(cloudwatch: CloudWatchClient, functionName: string): Promise<void> {
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: alarmOf(functionName),
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [
        { Name: 'FunctionName', Value: functionName },
        { Name: 'Resource', Value: `${functionName}:live` },
      ],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    }),
  );
}

/** Gives the api more memory, as a later change of infrastructure code would. Nobody waits for it: that is up to lambda-promote. */
export async function giveMoreMemory(lambda: LambdaClient): Promise<void> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionNames[0], MemorySize: 256 }));
}

/** Where the alias that users follow points to; an empty version where there is none. */
export async function aliasOf(
  lambda: LambdaClient,
  functionName: string,
): Promise<Pick<Live, 'version' | 'split' | 'digest'>> {
  try {
    const { FunctionVersion = '', RoutingConfig } = await lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: 'live' }),
    );
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: functionName, Qualifier: 'live' }));
    const [, digest = ''] = Code?.ResolvedImageUri?.split('@') ?? [];
    const split = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0;
    return { version: FunctionVersion, split, digest };
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return { version: '', split: false, digest: '' };
    throw error;
  }
}
