import { type CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateFunctionCommand,
  GetAliasCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { alarmOf, functionNames } from '../story/workflow.ts';

/** The module of each function. */
const modules: Readonly<Record<string, string>> = {
  'search-api': 'index',
  'search-indexer': 'indexer',
  'search-scheduler': 'scheduler',
};

const placeholder = "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });\n";

/** Makes the functions, as infrastructure code would: with role and limits, and code that nobody is meant to meet. */
export async function createFunctions(lambda: LambdaClient): Promise<void> {
  await Promise.all(functionNames.map((functionName) => createFunction(lambda, functionName)));
}

async function createFunction(lambda: LambdaClient, functionName: string): Promise<void> {
  const module = modules[functionName];
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Role: 'arn:aws:iam::123456789012:role/search',
      Runtime: 'nodejs24.x',
      Handler: `${module}.handler`,
      MemorySize: 128,
      // Generous, since the clock runs faster than a busy machine can start code.
      Timeout: 60,
      Code: { ZipFile: zipSync({ [`${module}.mjs`]: strToU8(placeholder) }) },
    }),
  );
  const often = { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(often, { FunctionName: functionName });
}

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
): Promise<{ version: string; split: boolean }> {
  try {
    const { FunctionVersion = '', RoutingConfig } = await lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: 'live' }),
    );
    return { version: FunctionVersion, split: Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0 };
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return { version: '', split: false };
    throw error;
  }
}
