import { setTimeout as wait } from 'node:timers/promises';
import type { LocalAws } from '@actions-aws/local-aws';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { inProcess, type RequestHandler } from '../simulation/in-process.ts';
import type { Users } from '../sweeps/users.ts';
import { astray } from './led.ts';
import type { Visit } from './visit.ts';

/** Traffic on an alias, kept up until `stop`. */
export interface Traffic {
  /** One more request, now. */
  visit(): Promise<Visit>;
  /** Ends it, and gives all that was seen, in order. */
  stop(): Promise<readonly Visit[]>;
}

/** Where users come in, and how often. */
export interface UserPath {
  readonly cloud: LocalAws;
  readonly functionName: string;
  /** The alias that users follow. */
  readonly qualifier: string;
  /** The event that they send; a request for `/` unless given. */
  readonly event?: unknown;
  /** Milliseconds of the machine's time between two requests, if nothing is written meanwhile; 25 unless given. */
  readonly every?: number;
}

/** Access key of users: theirs is not the action's rate, and the journal tells them apart. */
export const USER_ACCESS_KEY = 'AKIAUSER';

const LOOK_MS = 5;
const REGION = 'eu-west-1';

/**
 * Invokes an alias over the wire, at a steady rate, and at once after each other write. A request is never
 * tried again: what a user did not get, a user did not get.
 */
export function probe({ cloud, functionName, qualifier, event, every = 25 }: UserPath): Traffic {
  const client = clientOf(cloud);
  const seen: Visit[] = [];
  const stopped = new AbortController();

  async function visit(): Promise<Visit> {
    const one = await look(client, { cloud, functionName, qualifier, event });
    seen.push(one);
    return one;
  }

  async function keepVisiting(): Promise<void> {
    while (!stopped.signal.aborted) {
      const written = await writesIn(cloud);
      await visit();
      for (let waited = 0; waited < every && !stopped.signal.aborted; waited += LOOK_MS) {
        if ((await writesIn(cloud)) > written) break;
        await wait(LOOK_MS);
      }
    }
  }

  const visiting = keepVisiting();
  return {
    visit,
    async stop() {
      stopped.abort();
      await visiting;
      client.destroy();
      return seen;
    },
  };
}

/** What users may see. */
export interface Safe {
  /** Versions that were proved. */
  readonly versions: readonly string[];
  /** There may be no alias until it has given an answer, as before a first promotion. */
  readonly mayBeMissing?: boolean;
}

/** A sentence for each thing that users saw and should not have: an unproved version, or no answer at all. */
export function complaints(seen: readonly Visit[], { versions, mayBeMissing = false }: Safe): readonly string[] {
  const found = new Map<string, number>();
  let answered = false;
  for (const { version, functionError, failure, body } of seen) {
    answered ||= version !== undefined;
    const missing = !answered && mayBeMissing && failure?.startsWith('ResourceNotFoundException');
    const wrong = [
      ...(failure && !missing ? [`a user got no answer (${failure})`] : []),
      ...(version !== undefined && !versions.includes(version) ? [`a user met version ${version}`] : []),
      ...(functionError && versions.includes(version ?? '') ? [`version ${version} failed a user: ${body}`] : []),
    ];
    for (const one of wrong) found.set(one, (found.get(one) ?? 0) + 1);
  }
  return [...found].map(([one, times]) => (times === 1 ? one : `${one}, ${times} times`));
}

/** @throws when users saw what they should not have, or none looked. */
export function assertUsersSafe(seen: readonly Visit[], safe: Safe): void {
  if (seen.length === 0) throw new Error('no user ever looked');
  const found = complaints(seen, safe);
  if (found.length > 0) throw new Error(found.join('; '));
}

/**
 * Users of an alias who complain of anything that is not safe, and of any version that the alias did not lead to. On a clock
 * that stands still they look when they are asked to, and at no other time.
 */
export function usersOf(path: UserPath, safe: Safe): Users {
  if (path.cloud.clock.scale === 0) return usersWhenAsked(path, safe);
  const traffic = probe(path);
  return {
    async visit() {
      await traffic.visit();
    },
    leave: async () => complaintsOf(await traffic.stop(), path, safe),
  };
}

/** What they complain of: of what is not safe, and of being led where the alias does not lead. */
async function complaintsOf(
  seen: readonly Visit[],
  { cloud, functionName, qualifier }: UserPath,
  safe: Safe,
): Promise<readonly string[]> {
  const { alias: settlesMs } = (await cloud.control.call('lambda.pace', {}, { region: REGION })) as { alias: number };
  const journal = await cloud.control.journal();
  return [...complaints(seen, safe), ...astray(seen, journal, { functionName, qualifier, settlesMs })];
}

function usersWhenAsked(path: UserPath, safe: Safe): Users {
  const { cloud } = path;
  const client = clientOf(cloud, inProcess(cloud));
  const seen: Visit[] = [];
  return {
    async visit() {
      seen.push(await look(client, path));
    },
    leave: () => complaintsOf(seen, path, safe),
  };
}

function clientOf(cloud: LocalAws, requestHandler?: RequestHandler): LambdaClient {
  return new LambdaClient({
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: USER_ACCESS_KEY, secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...(requestHandler && { requestHandler }),
  });
}

/** One request of a user, which is never tried again: what a user did not get, a user did not get. */
async function look(client: LambdaClient, { cloud, functionName, qualifier, event }: UserPath): Promise<Visit> {
  const Payload = Buffer.from(JSON.stringify(event ?? { rawPath: '/' }));
  const command = new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload });
  const sent = cloud.clock.now();
  return client.send(command).then(
    ({ ExecutedVersion = '', FunctionError, Payload: answer }) => ({
      sent,
      at: cloud.clock.now(),
      version: ExecutedVersion,
      body: Buffer.from(answer ?? []).toString('utf8'),
      ...(FunctionError && { functionError: FunctionError }),
    }),
    (error: Error) => ({ sent, at: cloud.clock.now(), body: '', failure: `${error.name}: ${error.message}` }),
  );
}

/** How many writes have had their effect. */
async function writesIn(cloud: LocalAws): Promise<number> {
  const journal = await cloud.control.journal();
  return journal.filter(({ effect, operation }) => effect && operation !== 'Invoke').length;
}
