import { type Exchange, exchangeOver } from '@actions-aws/action/http';

/** The addresses that users call. */
export interface Addresses {
  /**
   * Gets what is there; a redirect is an answer of its own.
   *
   * @throws when nothing answers within half a minute, or too much; the signal's reason when it aborts.
   */
  get(url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly body: string }>;
}

const TIMEOUT_MS = 30_000;
/** As much as a function can answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const BODY_LIMIT = 6 * 1024 * 1024;
/**
 * Some servers turn away who does not say who they are; these are what Node's `fetch` sends. Each request has a connection of
 * its own, as each user has: one that is kept leads to where the address led before.
 */
const HEADERS = { accept: '*/*', 'user-agent': 'node', connection: 'close' };

/** Addresses over HTTP, through the proxies that the runner's environment names. */
export function httpAddresses(env: Readonly<Record<string, string | undefined>>): Addresses {
  return addressesBy(exchangeOver(env));
}

/** Addresses over what makes a request. */
export function addressesBy(exchange: Exchange): Addresses {
  return {
    async get(url, signal) {
      const limits = { bytes: BODY_LIMIT, ms: TIMEOUT_MS, signal };
      const { status, body } = await exchange({ method: 'GET', url: new URL(url), headers: HEADERS }, limits);
      return { status, body: body.toString('utf8') };
    },
  };
}
