import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { FunctionSetup } from '../setup/entries.ts';
import type { Clients } from './clients.ts';

/** Makes a function with its alias and alarm; `imageOf` gives the URI of what a repository holds until something is promoted. */
export async function makeFunction(
  clients: Clients,
  setup: FunctionSetup,
  imageOf: (repository: string) => string,
): Promise<void> {
  const { name, account, memory, timeout, alias, alarm } = setup;
  const lambda = clients.lambda(setup);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: `arn:aws:iam::${account}:role/${name}`,
      MemorySize: memory,
      Timeout: timeout,
      ...codeOf(setup, imageOf),
    }),
  );
  const often = { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(often, { FunctionName: name });
  if (alias) {
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: Version }));
  }
  if (alarm) await clients.cloudwatch(setup).send(errorsAlarm(alarm, name, alias ?? 'live'));
}

/** What a function is until something is promoted, by the language of its runtime: the end of its file's name, and its text. */
const placeholders = {
  nodejs: ['.mjs', "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });\n"],
  python: [
    '.py',
    "def handler(event, context):\n    return {'statusCode': 503, 'body': 'Nothing was promoted yet.'}\n",
  ],
} as const;

/** The files of an image from which each of the functions could start; Node is on every machine. */
export function placeholderFiles(commands: readonly string[]): Record<string, string> {
  const [extension, text] = placeholders.nodejs;
  return Object.fromEntries(
    commands.map((command) => {
      const [module = '', name = ''] = command.split('.');
      return [`var/task/${module}${extension}`, text.replace('handler', name)];
    }),
  );
}

function codeOf(
  setup: FunctionSetup,
  imageOf: (repository: string) => string,
): Pick<CreateFunctionCommandInput, 'Code' | 'Handler' | 'Runtime' | 'PackageType' | 'ImageConfig'> {
  if ('image' in setup) {
    const { image, command } = setup;
    return { PackageType: 'Image', Code: { ImageUri: imageOf(image) }, ImageConfig: { Command: [command] } };
  }
  const { name, handler, runtime } = setup;
  const language = (['nodejs', 'python'] as const).find((each) => runtime.startsWith(each));
  if (language === undefined)
    throw new Error(
      `The function ${name} of the setup has the runtime ${runtime}; of zips the local cloud runs nodejs… and python… alone.`,
    );
  const [extension, text] = placeholders[language];
  const module = handler.replace(/\.[^.]*$/, '');
  return {
    Runtime: runtime as 'nodejs24.x',
    Handler: handler,
    Code: { ZipFile: zipSync({ [`${module}${extension}`]: strToU8(text) }) },
  };
}

function errorsAlarm(alarm: string, name: string, alias: string): PutMetricAlarmCommand {
  return new PutMetricAlarmCommand({
    AlarmName: alarm,
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [
      { Name: 'FunctionName', Value: name },
      { Name: 'Resource', Value: `${name}:${alias}` },
    ],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
  });
}
