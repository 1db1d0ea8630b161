import { pushImage } from '@actions-aws/testing/images';
import { CreateRepositoryCommand, type ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { Form } from '../story/form.ts';
import { functionNames, liveTag, repositoryName } from '../story/workflow.ts';

/** Clients that act for infrastructure code, and where the cloud is. */
export interface Infrastructure {
  readonly lambda: LambdaClient;
  readonly ecr: ECRClient;
  readonly endpoint: string;
}

type Code = Partial<CreateFunctionCommandInput>;

/** The module of each function. */
const modules = { 'search-api': 'index', 'search-indexer': 'indexer', 'search-scheduler': 'scheduler' } as const;

type FunctionName = keyof typeof modules;

/** What starts a function of an image that has AWS's clients of the Runtime API for both languages. */
const entryPoints = { node: ['npx', 'aws-lambda-ric'], python: ['python3', '-m', 'awslambdaric'] };

const placeholder = "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });\n";

/** Makes the functions, as infrastructure code would: with role and limits, and code that no user meets. */
export async function createFunctions({ lambda, ecr, endpoint }: Infrastructure, form: Form): Promise<void> {
  const codeOf = form.kind === 'zip' ? zipOf : await imagesOf(ecr, endpoint, form.python);
  await Promise.all(functionNames.map((name) => createFunction(lambda, name, codeOf(name))));
}

async function createFunction(lambda: LambdaClient, FunctionName: FunctionName, code: Code): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::123456789012:role/search',
      MemorySize: 128,
      // Generous, since the clock runs faster than a busy machine can start code.
      Timeout: 60,
      Code: {},
      ...code,
    }),
  );
  const often = { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(often, { FunctionName });
}

function zipOf(name: FunctionName): Code {
  const module = modules[name];
  const ZipFile = zipSync({ [`${module}.mjs`]: strToU8(placeholder) });
  return { Runtime: 'nodejs24.x', Handler: `${module}.handler`, Code: { ZipFile } };
}

/** Makes the repository, of whose tags one may move, with a first image; gives what a function is made of. */
async function imagesOf(ecr: ECRClient, endpoint: string, python: string | undefined) {
  await ecr.send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: liveTag }],
    }),
  );
  const files = { 'var/task/index.mjs': placeholder };
  const { resolvedUri } = await pushImage({ endpoint }, `${repositoryName}:placeholder`, { files });
  return (name: FunctionName): Code => ({
    PackageType: 'Image',
    Code: { ImageUri: resolvedUri },
    ImageConfig: {
      EntryPoint: entryPoints[languageOf(name, python)],
      Command: [`${modules[name]}.handler`],
      WorkingDirectory: '/var/task',
    },
  });
}

function languageOf(name: FunctionName, python: string | undefined): 'node' | 'python' {
  return name === 'search-scheduler' && python !== undefined ? 'python' : 'node';
}
