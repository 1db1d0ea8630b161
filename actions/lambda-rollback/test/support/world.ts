import { recordingLog } from '@actions-aws/action';
import { withinQuotas } from '@actions-aws/aws';
import { awsVersions, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { codeOf, type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import { ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Participant } from '../../src/participant.ts';
import type { Desired } from '../../src/plan/plan.ts';
import { portsOver } from '../../src/ports.ts';
import { type Result, rollBack } from '../../src/roll-back.ts';

/** The local cloud with one function, and rollbacks run against it in this process. */
export interface World extends LambdaWorld {
  /** Publishes code that answers as `name`, of the first function unless another is named; returns the version. */
  publish(name: string, description?: string, functionName?: string): Promise<string>;
  /** Makes or moves an alias, as a promotion would leave it. */
  point(alias: string, version: string, description?: string, more?: Pointed): Promise<void>;
  rollBack(asked?: Asked): Promise<Result & Participant>;
  /** Several functions as one; what holds for the whole run is taken from the first. */
  rollBackAll(several: readonly Asked[]): Promise<Result>;
  /** What the last rollback logged. */
  log(): string;
}

/** What is less usual of an alias. */
export interface Pointed {
  readonly weights?: Record<string, number>;
  /** The first function unless given. */
  readonly functionName?: string;
}

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Desired> {
  readonly dryRun?: boolean;
  /** The workflow run; each rollback is one of its own unless given. */
  readonly run?: string;
  readonly signal?: AbortSignal;
}

/** Longer than an update takes, on a clock that is stepped. */
const UPDATED_WITHIN_MS = 60_000;

/** Starts such a world; its clock runs `scale` times faster than the machine's. */
export async function world({ scale = 100 }: { readonly scale?: number } = {}): Promise<World> {
  const base = await lambdaWorld({ scale });
  const { cloud, settings, lambda } = base;
  const deployer = withinQuotas(new LambdaClient({ ...settings, maxAttempts: 1 }), LAMBDA_QUOTAS, cloud.clock);
  const ecr = new ECRClient({
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const { describe } = awsVersions(deployer);
  let log = recordingLog();
  let runs = 0;

  const rollBackAll: World['rollBackAll'] = async (several) => {
    log = recordingLog();
    runs += 1;
    const [{ dryRun = false, signal, run = `${900 + runs}` } = {}] = several;
    const owner = { run, attempt: 1, nonce: `${runs}`.padStart(8, '0') };
    const desired = several.map(({ dryRun: _, signal: __, run: ___, ...asked }): Desired => {
      const { functionName } = base;
      const usual = { functionName, alias: 'live', optional: false, onlyIf: 'any', to: undefined, owner };
      return { ...usual, ...asked };
    });
    const around = {
      log,
      clock: cloud.clock,
      signal: signal ?? new AbortController().signal,
      budget: { deadline: cloud.clock.now() + 300_000 },
    };
    const { deadline: until } = around.budget;
    const ports = portsOver({ lambda: deployer, ecr: async () => ecr }, cloud.clock, { until, signal: around.signal });
    return rollBack({ desired, skipped: [] }, { dryRun }, { ...around, ports });
  };

  return {
    ...base,

    async publish(name, description = '', functionName = base.functionName) {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: codeOf(name).bytes }));
      if (scale === 0) await cloud.clock.advance(UPDATED_WITHIN_MS);
      const looks = { client: lambda, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.05 };
      await waitUntilFunctionUpdatedV2(looks, { FunctionName: functionName });
      const published = await lambda.send(
        new PublishVersionCommand({ FunctionName: functionName, Description: description }),
      );
      const version = published.Version ?? '';
      while ((await describe(functionName, version))?.state !== 'Active') await cloud.clock.sleep(500);
      return version;
    },

    async point(alias, version, description = '', { weights = {}, functionName = base.functionName } = {}) {
      const content = {
        FunctionName: functionName,
        Name: alias,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: { AdditionalVersionWeights: weights },
      };
      if (await base.alias(alias, functionName)) await lambda.send(new UpdateAliasCommand(content));
      else await lambda.send(new CreateAliasCommand(content));
    },

    log: () => log.text(),

    async rollBack(asked = {}) {
      const result = await rollBackAll([asked]);
      const [participant] = result.participants;
      if (!participant) throw new Error('the function was passed over');
      return { ...participant, ...result };
    },

    rollBackAll,

    async stop() {
      deployer.destroy();
      ecr.destroy();
      await base.stop();
    },
  };
}
