import { type JournalEntry, type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { codeOf } from '@actions-aws/testing';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';

/** What the local cloud is made to cost, the same for every way that is measured. */
export interface Simulated {
  /** How long each request takes, in milliseconds. */
  readonly latencyMs: number;
  /** How long after UpdateFunctionCode the function is `InProgress`, in milliseconds. */
  readonly updateMs: number;
}

/** Functions that are live: alias `live` on version 1, infrastructure's work done. Time runs as the machine's. */
export interface Fleet {
  readonly cloud: LocalAws;
  readonly functions: readonly string[];
  /** Puts everything back to how it was made, and forgets what was called: every run begins alike, and cold. */
  restore(): Promise<void>;
  /** The requests made with an access key since, in order. */
  callsOf(accessKeyId: string): Promise<readonly JournalEntry[]>;
  /** @throws unless users of every one of the functions are on version 2. */
  assertPromoted(functions: readonly string[]): Promise<void>;
  /** @throws unless each of the functions has other code on `$LATEST` than it was made with. */
  assertUploaded(functions: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** The region of everything, as the bundle runner of `testing` has it. */
export const REGION = 'eu-west-1';

/** Starts such a cloud. Its quotas are Lambda's, and enforced. */
export async function fleet(count: number, { latencyMs, updateMs }: Simulated): Promise<Fleet> {
  const cloud = await startLocalAws();
  const { control } = cloud;
  const lambda = new LambdaClient({
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
    // Twenty functions are made faster than the quota allows.
    maxAttempts: 20,
  });
  const functions = Array.from({ length: count }, (_, index) => `service-${String(index + 1).padStart(2, '0')}`);
  const old = codeOf('v1');
  try {
    // How long AWS takes to spread a change of an alias is the work of none of them, and left out.
    await control.call('lambda.pace', { create: 0, update: updateMs, alias: 0 }, { region: REGION });
    for (const name of functions) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: `arn:aws:iam::123456789012:role/${name}`,
          Timeout: 30,
          Code: { ZipFile: old.bytes },
        }),
      );
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: name });
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: Version }));
    }
    await control.setLatency(latencyMs);
    await control.snapshot('made');
  } catch (error) {
    await cloud.stop();
    throw error;
  }
  return {
    cloud,
    functions,
    async restore() {
      await control.restore('made');
      await control.clearJournal();
    },
    callsOf: async (key) => (await control.journal()).filter(({ accessKeyId }) => accessKeyId === key),
    async assertPromoted(names) {
      for (const name of names) {
        const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }));
        if (FunctionVersion !== '2') throw new Error(`Users of ${name} are on version ${FunctionVersion}, not 2.`);
      }
    },
    async assertUploaded(names) {
      for (const name of names) {
        const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
        if (CodeSha256 === old.codeSha256) throw new Error(`${name} still has its old code.`);
      }
    },
    async stop() {
      lambda.destroy();
      await cloud.stop();
    },
  };
}
