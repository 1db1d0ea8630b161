import { recordingLog } from '@actions-aws/action';
import { withinQuotas } from '@actions-aws/aws';
import { awsAliases, awsInvocations, awsVersions, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { type LambdaWorld, lambdaWorld, type Zipped } from '@actions-aws/testing';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type Check, checksDocument } from '../src/checks.ts';
import { awsFunctions } from '../src/functions.ts';
import type { Part } from '../src/part.ts';
import type { Desired } from '../src/plan.ts';
import { promote, type Result } from '../src/promote.ts';

/** The local cloud with one function, and promotions run against it in this process. */
export interface World extends LambdaWorld {
  promote(asked?: Asked): Promise<Result & Part>;
  /** Several functions as one; what holds for the whole run is taken from the first. */
  promoteAll(several: readonly Asked[]): Promise<Result>;
  /** What the last promotion logged. */
  log(): string;
  /** What the promotions remembered for `post`. */
  readonly reached: readonly string[];
}

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Desired> {
  readonly code?: Zipped;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** The number of the workflow run; counts up unless given. */
  readonly run?: number;
}

/** Checks as a workflow writes them. */
export function checks(given: unknown): readonly Check[] {
  return checksDocument.parse(given) as readonly Check[];
}

/** Starts such a world. */
export async function world(options: { readonly scale?: number } = {}): Promise<World> {
  const base = await lambdaWorld({ scale: 25, ...options });
  const { cloud, functionName, settings } = base;
  const deployer = withinQuotas(new LambdaClient(settings), LAMBDA_QUOTAS, cloud.clock);
  const once = new LambdaClient({ ...settings, maxAttempts: 1 });
  const ports = {
    aliases: awsAliases(deployer),
    versions: awsVersions(deployer),
    functions: awsFunctions(deployer),
    invocations: awsInvocations(once, cloud.clock.now),
  };
  const reached: string[] = [];
  let log = recordingLog();
  let runs = 0;

  const promoteAll: World['promoteAll'] = async (several) => {
    log = recordingLog();
    runs += 1;
    const nonce = `${runs}`.padStart(8, '0');
    const [{ dryRun = false, signal, timeoutMs = 600_000, run: number = runs } = {}] = several;
    const requests = several.map(({ code, dryRun: _, signal: __, timeoutMs: ___, run: ____, ...asked }) => {
      const desired: Desired = {
        functionName,
        optional: false,
        alias: 'live',
        source: code ? { kind: 'package', codeSha256: code.codeSha256 } : { kind: 'latest' },
        smoke: checks('GET /api/v1/health'),
        smokeOn: 'latest',
        verify: checks('GET /api/v1/health'),
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
      return { desired, code: { codeSha256, size: bytes.length, source: 'test', upload: { ZipFile: bytes } } };
    });
    const surroundings = {
      log,
      clock: cloud.clock,
      signal: signal ?? new AbortController().signal,
      budget: { deadline: cloud.clock.now() + timeoutMs },
      remember: (fact: string) => reached.push(fact),
    };
    return promote(requests, { dryRun, ports, surroundings });
  };

  return {
    ...base,
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
      deployer.destroy();
      once.destroy();
      await base.stop();
    },
  };
}
