import {
  CreateFunctionCommand,
  GetAliasCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { functionName } from './chapters.ts';

const placeholder = "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });\n";

/** Makes the function, as infrastructure code would: with its role and limits, and code that nobody is meant to meet. */
export async function createFunction(lambda: LambdaClient): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Role: 'arn:aws:iam::123456789012:role/search-api',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      MemorySize: 128,
      Timeout: 5,
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(placeholder) }) },
    }),
  );
  const often = { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(often, { FunctionName: functionName });
}

/** Gives the function more memory, as a later change of infrastructure code would. Nobody waits for it: that is up to lambda-promote. */
export async function giveMoreMemory(lambda: LambdaClient): Promise<void> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, MemorySize: 256 }));
}

/** The version behind the alias; empty where there is none. */
export async function liveVersion(lambda: LambdaClient): Promise<string> {
  try {
    const { FunctionVersion = '' } = await lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: 'live' }),
    );
    return FunctionVersion;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return '';
    throw error;
  }
}
