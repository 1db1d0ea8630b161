import { recordingLog } from '@actions-aws/action';
import { withinQuotas } from '@actions-aws/aws';
import { LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { type LambdaWorld, lambdaWorld, type Zipped } from '@actions-aws/testing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { type Check, checksDocument } from '../src/checks.ts';
import type { AlarmSettings } from '../src/guard.ts';
import { type ArtifactBucket, artifactKey, s3Uri } from '../src/package.ts';
import type { Part } from '../src/part.ts';
import type { Desired } from '../src/plan.ts';
import { portsOver } from '../src/ports.ts';
import { promote, type Result } from '../src/promote.ts';

/** The local cloud with one function, and promotions run against it in this process. */
export interface World extends LambdaWorld {
  promote(asked?: Asked): Promise<Result & Part>;
  /** Several functions as one; what holds for the whole run is taken from the first. */
  promoteAll(several: readonly Asked[]): Promise<Result>;
  /** As people use S3, not in the name of any action. */
  readonly s3: S3Client;
  /** What the last promotion logged. */
  log(): string;
  /** What the promotions remembered for `post`. */
  readonly reached: readonly string[];
}

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Desired> {
  readonly code?: Zipped;
  /** The bucket by which the code goes. */
  readonly bucket?: ArtifactBucket;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly alarms?: Partial<AlarmSettings>;
  readonly timeoutMs?: number;
  /** The number of the workflow run; counts up unless given. */
  readonly run?: number;
}

/** Checks as a workflow writes them. */
export function checks(given: unknown): readonly Check[] {
  return checksDocument.parse(given) as readonly Check[];
}

const PEOPLE = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };

/** Starts such a world. */
export async function world(options: { readonly scale?: number } = {}): Promise<World> {
  const base = await lambdaWorld({ scale: 25, ...options });
  const { cloud, functionName, settings } = base;
  const clients = {
    lambda: withinQuotas(new LambdaClient(settings), LAMBDA_QUOTAS, cloud.clock),
    once: new LambdaClient({ ...settings, maxAttempts: 1 }),
    s3: new S3Client({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: PEOPLE }),
    cloudwatch: new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: PEOPLE }),
  };
  const ports = portsOver(clients, cloud.clock);
  const reached: string[] = [];
  let log = recordingLog();
  let runs = 0;

  const promoteAll: World['promoteAll'] = async (several) => {
    log = recordingLog();
    runs += 1;
    const nonce = `${runs}`.padStart(8, '0');
    const [{ dryRun = false, signal, timeoutMs = 600_000, run: number = runs, alarms } = {}] = several;
    const requests = several.map(
      ({ code, bucket, dryRun: _, signal: __, timeoutMs: ___, run: ____, alarms: _____, ...asked }) => {
        const desired: Desired = {
          functionName,
          optional: false,
          alias: 'live',
          source: code
            ? {
                kind: 'package',
                codeSha256: code.codeSha256,
                ...(bucket && { keepAt: s3Uri({ bucket, key: artifactKey(code.codeSha256) }) }),
              }
            : { kind: 'latest' },
          smoke: checks('GET /api/v1/health'),
          smokeOn: 'latest',
          verify: checks('GET /api/v1/health'),
          canary: [],
          until: undefined,
          holdForMs: 3_600_000,
          settleMs: 120_000,
          minInvocations: 1,
          keepVersions: undefined,
          allowOlder: false,
          allowUnqualified: false,
          deployer: {
            owner: { run: `${number}`, attempt: 1, nonce },
            order: { workflow: 'aaaaaaaaaaaa', number },
          },
          ...asked,
        };
        if (!code) return { desired };
        const { codeSha256, bytes } = code;
        const known = { codeSha256, size: bytes.length, source: 'test' };
        if (!bucket) return { desired, code: { ...known, upload: { ZipFile: bytes } } };
        const key = artifactKey(codeSha256);
        const upload = { S3Bucket: bucket.name, S3Key: key };
        return { desired, code: { ...known, upload, artifact: { ...known, bucket, key, bytes } } };
      },
    );
    const surroundings = {
      log,
      clock: cloud.clock,
      signal: signal ?? new AbortController().signal,
      budget: { deadline: cloud.clock.now() + timeoutMs },
      remember: (fact: string) => reached.push(fact),
    };
    const settings = { onFiringAlarm: 'fail', onInsufficientData: 'hold', alarms: undefined, ...alarms } as const;
    return promote(requests, { asked: { dryRun, ...settings }, ports, surroundings });
  };

  return {
    ...base,
    s3: clients.s3,
    reached,
    log: () => log.text(),

    async promote(asked = {}) {
      const result = await promoteAll([asked]);
      const [part] = result.parts;
      if (!part) throw new Error('the function was passed over');
      return { ...part, ...result };
    },

    promoteAll,

    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await base.stop();
    },
  };
}
