import { recordingLog } from '@actions-aws/action';
import { withinQuotas } from '@actions-aws/aws';
import { LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { Participant } from '../../src/participant.ts';
import { forward } from '../../src/patience.ts';
import { portsOver } from '../../src/ports.ts';
import { promote, type Result } from '../../src/promote.ts';
import { type Asked, askedOfAll, requestsOf } from './asked.ts';
import { noRegistry } from './no-registry.ts';

export { type Asked, checks } from './asked.ts';

/** The local cloud with one function, and promotions run against it in this process. */
export interface World extends LambdaWorld {
  promote(asked?: Asked): Promise<Result & Participant>;
  /** Several functions as one; what holds for the whole run is taken from the first. */
  promoteAll(several: readonly Asked[]): Promise<Result>;
  /** As people use S3, not in the name of any action. */
  readonly s3: S3Client;
  /** What the last promotion logged. */
  log(): string;
  /** What the promotions remembered for `post`. */
  readonly reached: readonly string[];
}

const PEOPLE = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };

/** Starts such a world. */
export async function world(options: { readonly scale?: number } = {}): Promise<World> {
  const base = await lambdaWorld({ scale: 25, ...options });
  const { cloud, functionName, settings } = base;
  const clients = {
    lambda: withinQuotas(new LambdaClient({ ...settings, maxAttempts: 1 }), LAMBDA_QUOTAS, cloud.clock),
    s3: new S3Client({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: PEOPLE }),
    cloudwatch: new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: PEOPLE }),
  };
  const onDemand = {
    ...clients,
    s3: async () => clients.s3,
    cloudwatch: async () => clients.cloudwatch,
    registry: noRegistry,
  };
  const reached: string[] = [];
  let log = recordingLog();
  let runs = 0;

  const promoteAll: World['promoteAll'] = async (several) => {
    log = recordingLog();
    runs += 1;
    const [{ signal, timeoutMs = 600_000 } = {}] = several;
    const around = {
      log,
      clock: cloud.clock,
      signal: signal ?? new AbortController().signal,
      budget: { deadline: cloud.clock.now() + timeoutMs },
      remember: (fact: string) => reached.push(fact),
    };
    const ports = portsOver(onDemand, cloud.clock, {}, forward(around));
    return promote(requestsOf(several, { functionName, run: runs }), askedOfAll(several), { ...around, ports });
  };

  return {
    ...base,
    s3: clients.s3,
    reached,
    log: () => log.text(),

    async promote(asked = {}) {
      const result = await promoteAll([asked]);
      const [participant] = result.participants;
      if (!participant) throw new Error('the function was passed over');
      return { ...participant, ...result };
    },

    promoteAll,

    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await base.stop();
    },
  };
}
