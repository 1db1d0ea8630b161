import type { Clock } from '@actions-aws/action';
import { type Answer, BrokenOffError, retryAfter } from '@actions-aws/action/http';

/** How long a request is made again that fails, though it may go well later. It is counted in time, not in attempts. */
export interface Persistence {
  readonly clock: Clock;
  /** No other attempt begins after that. Milliseconds since the epoch. */
  readonly until: number;
  /** Ends all at once, by its reason. */
  readonly signal: AbortSignal;
  /** How long one attempt may take, or stand still where it transfers a blob; {@link ATTEMPT_MS} where it is not given. Milliseconds. */
  readonly attemptMs?: number;
  /** Is told when a request is waited for, in a sentence for the log. */
  tell?(line: string): void;
}

/** As clients of AWS have it in this suite: a document is small, and its server answers at once or not at all. */
export const ATTEMPT_MS = 20_000;
/** The pause before the second attempt; it doubles. Milliseconds. */
const FIRST_PAUSE_MS = 50;
/** The longest pause that was not asked for; and the first one where the registry is too busy. */
const PAUSE_MS = 1_000;
/** How often it is told that a request is waited for, in milliseconds. */
const TELL_MS = 30_000;

/**
 * Makes a request until there is an answer that another try would not better: not while the connection breaks, the server
 * fails, or asks to wait (429, with or without `Retry-After`: https://www.rfc-editor.org/rfc/rfc6585#section-4).
 *
 * @param host Who is asked, in words for the log.
 * @returns the last answer, which may be one of these once time is up.
 * @throws BrokenOffError where no answer came at all.
 */
export async function insist<Given extends Pick<Answer, 'status' | 'headers'>>(
  request: () => Promise<Given>,
  host: string,
  { clock, until, signal, tell }: Persistence,
): Promise<Given> {
  let told = clock.now();
  for (let failed = 1; ; failed += 1) {
    const outcome = await attempt(request);
    const pauseMs = pauseAfter(outcome, failed, clock.now());
    if (pauseMs === undefined || clock.now() + pauseMs > until) return settled(outcome);
    if (clock.now() - told >= TELL_MS) {
      told = clock.now();
      tell?.(`${host} is asked again: ${wordsOf(outcome)}.`);
    }
    await clock.sleep(pauseMs, signal);
  }
}

type Outcome = Pick<Answer, 'status' | 'headers'> | BrokenOffError;

async function attempt<Given>(request: () => Promise<Given>): Promise<Given | BrokenOffError> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof BrokenOffError) return error;
    throw error;
  }
}

function settled<Given>(outcome: Given | BrokenOffError): Given {
  if (outcome instanceof BrokenOffError) throw outcome;
  return outcome;
}

/** How long to wait before another attempt, in milliseconds; `undefined` where it would bring the same. */
function pauseAfter(outcome: Outcome, failed: number, now: number): number | undefined {
  const quickMs = Math.min(PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failed - 1));
  if (outcome instanceof BrokenOffError) return isLasting(outcome) ? undefined : quickMs;
  if (!mayPass(outcome.status)) return undefined;
  const asked = retryAfter(outcome.headers, now);
  return Math.max(asked ?? 0, outcome.status === 429 ? PAUSE_MS : quickMs);
}

/** Whether an answer of this status is none, and another try may bring one. */
export function mayPass(status: number): boolean {
  return [408, 429, 500, 502, 503, 504].includes(status);
}

/** Failures that stay until a name changes, or a certificate, or a proxy. Source: https://nodejs.org/api/errors.html */
function isLasting(error: BrokenOffError): boolean {
  const { code = '' } = (error.cause ?? {}) as { readonly code?: string };
  return /^(?:ENOTFOUND|EPROTO|ERR_(?:TLS|SSL|PROXY)_\w+|HPE_\w+|CERT_\w+|\w*(?:SELF_SIGNED|UNABLE_TO)\w*)$/.test(code);
}

function wordsOf(outcome: Outcome): string {
  return outcome instanceof BrokenOffError ? outcome.message : `its answer was ${outcome.status}`;
}
