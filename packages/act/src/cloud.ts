import type { LocalAws } from '@actions-aws/local-aws';
import type { LocalGitHub } from '@actions-aws/local-github';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRepositoryCommand, ECRClient, type ImageTagMutability } from '@aws-sdk/client-ecr';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { FunctionSetup, RepositorySetup, Setup } from './setup.ts';

/** Acts for infrastructure code and for users; never for actions. */
export function lambdaClient({ endpoint }: LocalAws, { account, region }: Setup): LambdaClient {
  // An access key of twelve digits is its account.
  const credentials = { accessKeyId: account, secretAccessKey: 'secret' };
  return new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
}

/** Makes what the setup says. */
export async function makeCloud(cloud: LocalAws, github: LocalGitHub, setup: Setup): Promise<void> {
  const { account, region } = setup;
  await cloud.control.call(
    'sts.registerProvider',
    { url: github.issuer, clientIds: ['sts.amazonaws.com'], keys: github.keys },
    { account },
  );
  for (const { name, trust, policy, 'max-session-duration': maxSessionDuration } of setup.roles) {
    const arn = `arn:aws:iam::${account}:role/${name}`;
    const role = {
      arn,
      trust,
      ...(policy !== undefined && { policy }),
      ...(maxSessionDuration && { maxSessionDuration }),
    };
    await cloud.control.call('sts.registerRole', role, { account }).catch((error: Error) => {
      throw new Error(`The role ${name} of the setup: ${error.message}`);
    });
  }
  const lambda = lambdaClient(cloud, setup);
  const client = {
    endpoint: cloud.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'secret' },
  };
  const cloudwatch = new CloudWatchClient(client);
  const ecr = new ECRClient(client);
  try {
    await Promise.all([
      ...setup.functions.map((each) => makeFunction(lambda, cloudwatch, each, setup)),
      ...setup.repositories.map((each) => makeRepository(ecr, each)),
    ]);
  } finally {
    lambda.destroy();
    cloudwatch.destroy();
    ecr.destroy();
  }
}

async function makeRepository(ecr: ECRClient, { name, mutability, exclusions }: RepositorySetup): Promise<void> {
  const filters = exclusions.map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
  const wanted = new CreateRepositoryCommand({
    repositoryName: name,
    imageTagMutability: mutability as ImageTagMutability,
    ...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters }),
  });
  await ecr.send(wanted).catch((error: Error) => {
    throw new Error(`The repository ${name} of the setup: ${error.message}`);
  });
}

/** What a function is until something is promoted, by the language of its runtime: the end of its file's name, and its text. */
const placeholders = {
  nodejs: ['.mjs', "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });\n"],
  python: [
    '.py',
    "def handler(event, context):\n    return {'statusCode': 503, 'body': 'Nothing was promoted yet.'}\n",
  ],
} as const;

async function makeFunction(
  lambda: LambdaClient,
  cloudwatch: CloudWatchClient,
  { name, handler, runtime, memory, timeout, alias, alarm }: FunctionSetup,
  { account }: Setup,
): Promise<void> {
  const language = (['nodejs', 'python'] as const).find((each) => runtime.startsWith(each));
  if (language === undefined)
    throw new Error(
      `The function ${name} of the setup has the runtime ${runtime}; of zips the local cloud runs nodejs… and python… alone.`,
    );
  const [extension, text] = placeholders[language];
  const module = handler.replace(/\.[^.]*$/, '');
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: `arn:aws:iam::${account}:role/${name}`,
      Runtime: runtime as 'nodejs24.x',
      Handler: handler,
      MemorySize: memory,
      Timeout: timeout,
      Code: { ZipFile: zipSync({ [`${module}${extension}`]: strToU8(text) }) },
    }),
  );
  const often = { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(often, { FunctionName: name });
  if (alias) {
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: Version }));
  }
  if (alarm) await cloudwatch.send(errorsAlarm(alarm, name, alias ?? 'live'));
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
