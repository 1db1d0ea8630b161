import { recordingLog } from '@actions-aws/action';
import { awsAliases, awsInvocations, awsVersions } from '@actions-aws/lambda';
import { codeOf, type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import {
  CreateAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Desired } from '../src/plan.ts';
import { type Result, rollBack } from '../src/roll-back.ts';

/** The local cloud with one function, and rollbacks run against it in this process. */
export interface World extends LambdaWorld {
  /** Publishes code that answers as `name`; returns the version. */
  publish(name: string, description?: string): Promise<string>;
  /** Makes or moves an alias, as a promotion would leave it. */
  point(alias: string, version: string, description?: string, weights?: Record<string, number>): Promise<void>;
  rollBack(asked?: Partial<Desired> & { dryRun?: boolean; run?: string }): Promise<Result>;
}

/** Starts such a world; its clock runs `scale` times faster than the machine's. */
export async function world({ scale = 100 }: { readonly scale?: number } = {}): Promise<World> {
  const base = await lambdaWorld({ scale });
  const { cloud, functionName, settings, lambda } = base;
  const once = new LambdaClient({ ...settings, maxAttempts: 1 });
  const ports = {
    aliases: awsAliases(lambda),
    versions: awsVersions(lambda),
    invocations: awsInvocations(once, cloud.clock.now),
  };
  let runs = 0;

  return {
    ...base,

    async publish(name, description = '') {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: codeOf(name).bytes }));
      const looks = { client: lambda, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.05 };
      await waitUntilFunctionUpdatedV2(looks, { FunctionName: functionName });
      const published = await lambda.send(
        new PublishVersionCommand({ FunctionName: functionName, Description: description }),
      );
      const version = published.Version ?? '';
      while ((await ports.versions.describe(functionName, version))?.state !== 'Active') await cloud.clock.sleep(500);
      return version;
    },

    async point(alias, version, description = '', weights = {}) {
      const content = {
        FunctionName: functionName,
        Name: alias,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: { AdditionalVersionWeights: weights },
      };
      if (await base.alias(alias)) await lambda.send(new UpdateAliasCommand(content));
      else await lambda.send(new CreateAliasCommand(content));
    },

    async rollBack({ dryRun = false, run, ...asked } = {}) {
      runs += 1;
      const owner = { run: run ?? `${900 + runs}`, attempt: 1, nonce: `${runs}`.padStart(8, '0') };
      const desired: Desired = {
        functionName,
        alias: 'live',
        onlyIf: undefined,
        toVersion: undefined,
        owner,
        ...asked,
      };
      const surroundings = {
        log: recordingLog(),
        clock: cloud.clock,
        signal: new AbortController().signal,
        deadline: cloud.clock.now() + 300_000,
      };
      return rollBack(desired, { dryRun, ports, surroundings });
    },

    async stop() {
      once.destroy();
      await base.stop();
    },
  };
}
