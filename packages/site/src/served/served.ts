import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { toldIn } from '../release/names.ts';

/** What users of a site type, and by which name it is told apart from its twin. */
export interface Address {
  /** Scheme and host, such as `https://www.example.com`. */
  readonly url: string;
  /** What a protected site asks for. */
  readonly headers: Readonly<Record<string, string>>;
  /** The id of the distribution that has to answer. One that does not name itself is taken for it: the file of a release cannot know it. */
  readonly distribution: string;
}

/** What an address answered when it was asked which release it serves. */
export type Served =
  | { readonly release: string }
  /** In words, what came instead: `the status code is 403`. */
  | { readonly unlike: string };

/** What it takes to ask, and to wait. */
export interface Asker {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Where a site says which release it serves. */
export const RELEASE_PATH = '/.well-known/release';

/** How often is asked, in milliseconds: each time by a connection of its own, which may lead to another edge. */
const ASK_MS = 1_000;
const TIMEOUT_MS = 10_000;
const BODY_LIMIT = 64 * 1024;

/**
 * How long the first right answer, and each next one after a wrong one, is waited for, in milliseconds. AWS states no time in which a
 * change reaches an edge. Waiting costs little; to give up early takes a good release from its users.
 */
export const ARRIVES_WITHIN_MS = 120_000;

/** Asks an address once which release it serves. Does not throw for what the network does; only when the signal aborts. */
export async function ask(
  { url, headers, distribution }: Address,
  { exchange, signal }: Omit<Asker, 'clock'>,
): Promise<Served> {
  const request = {
    method: 'GET',
    url: new URL(RELEASE_PATH, url),
    headers: {
      accept: 'application/json',
      'user-agent': 'node',
      'cache-control': 'no-cache',
      ...headers,
      connection: 'close',
    },
  } as const;
  try {
    const { status, body } = await exchange(request, { bytes: BODY_LIMIT, ms: TIMEOUT_MS, signal });
    if (status !== 200) return { unlike: `the status code is ${status}` };
    const told = toldIn(body);
    if (told.distribution !== undefined && told.distribution !== distribution)
      return { unlike: `the distribution ${told.distribution} answers there, and not ${distribution}` };
    return told.release === undefined ? { unlike: 'what it answered names no release' } : { release: told.release };
  } catch (error) {
    signal.throwIfAborted();
    return { unlike: `it did not answer: ${(error as Error).message}` };
  }
}

/** How an address answered over a time. */
export interface Watched {
  /** How often it was asked. */
  readonly asked: number;
  /** Why it was given up, as a sentence; empty where every answer of the last `settleMs` was right. */
  readonly wrong: string;
}

/**
 * Asks an address until every answer throughout `settleMs` names the release. An answer that names another one, or none, begins that time
 * anew. A runner meets one edge, or a few: that others follow is for AWS to say, not for this to see.
 */
export async function watchServed(
  address: Address,
  release: string,
  { settleMs, ...asker }: Asker & { /** Milliseconds. */ readonly settleMs: number },
): Promise<Watched> {
  const { clock, signal } = asker;
  let asked = 0;
  let rightSince: number | undefined;
  let wrongSince = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const served = await ask(address, asker);
    asked += 1;
    const now = clock.now();
    if ('release' in served && served.release === release) {
      rightSince ??= now;
      if (now - rightSince >= settleMs) return { asked, wrong: '' };
    } else {
      if (rightSince !== undefined) wrongSince = now;
      rightSince = undefined;
      if (now - wrongSince >= ARRIVES_WITHIN_MS) return { asked, wrong: wrongIn(address, served, release) };
    }
    // An address that flaps for ever is stopped by the run's deadline.
    const untilSettled = rightSince === undefined ? ASK_MS : Math.max(1, rightSince + settleMs - now);
    await clock.sleep(Math.min(ASK_MS, untilSettled), signal);
  }
}

function wrongIn({ url }: Address, served: Served, release: string): string {
  const instead = 'release' in served ? `it serves the release ${served.release}` : served.unlike;
  return `${url}${RELEASE_PATH} did not go on to say that it serves the release ${release}: ${instead}.`;
}
