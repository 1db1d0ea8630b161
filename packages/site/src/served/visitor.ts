import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import type { SurveyClients } from '../survey/aws.ts';

/** A site says its release in a line; an error page is longer. */
const BODY_LIMIT = 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** Between two attempts where no answer came. Milliseconds. */
const PAUSE_MS = 1_000;
const ATTEMPTS = 3;
/** Each request has a connection of its own, as each user has. */
const HEADERS = { accept: 'application/json', 'user-agent': 'node', 'cache-control': 'no-cache', connection: 'close' };

/** Asks the sites of a survey; what opens the site for tests goes to no other. */
export function siteVisitor(
  exchange: Exchange,
  given: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    /** No other attempt begins after that. Milliseconds since the epoch. */
    readonly until: number;
    readonly headers: Readonly<Record<string, string>>;
  },
): SurveyClients['visit'] {
  const { clock, signal, until } = given;
  return async (url, role) => {
    const headers = { ...HEADERS, ...(role === 'test' && given.headers) };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const request = { method: 'GET', url: new URL(url), headers } as const;
        return await exchange(request, { bytes: BODY_LIMIT, ms: TIMEOUT_MS, signal });
      } catch (error) {
        signal.throwIfAborted();
        if (attempt >= ATTEMPTS || clock.now() + PAUSE_MS > until) throw error;
        await clock.sleep(PAUSE_MS, signal);
      }
    }
  };
}
