import { type Clock, showDuration, UserError } from '@actions-aws/action';
import { type Doing, type Failure, failureOf } from './failures.ts';

/** How long GitHub is asked again that says to wait, or fails. */
export interface Patience {
  readonly clock: Clock;
  /** Ends it at once, by its reason. */
  readonly signal: AbortSignal;
  /** No wait goes beyond that. Milliseconds since the epoch. */
  readonly until: number;
  /** How often a request is made that meets an outage; 5 times unless given. */
  readonly outageAttempts?: number;
  /** What the workflow's author can do so that GitHub need not be asked, in a clause. */
  readonly instead?: string;
  /** Is told of each wait, in a sentence for the log. */
  tell?(line: string): void;
}

const OUTAGE_ATTEMPTS = 5;
/** The pause after the first one; it doubles. Milliseconds. */
const OUTAGE_PAUSE_MS = 1_000;
/** "wait for at least one minute", where GitHub does not say how long, and then "an exponentially increasing amount of time". */
const LIMIT_PAUSE_MS = 60_000;

/**
 * Makes a request until it brings an answer, as GitHub asks its clients to:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 *
 * @throws UserError when it brings none; the signal's reason once that has aborted.
 */
export async function patiently<T>(request: () => Promise<T>, doing: Doing, patience: Patience): Promise<T> {
  const { clock, signal, until, tell, instead } = patience;
  const counted = { limit: 0, outage: 0 };
  for (;;) {
    signal.throwIfAborted();
    let failure: Failure;
    try {
      return await request();
    } catch (error) {
      signal.throwIfAborted();
      failure = failureOf(error, doing, clock.now());
      if (failure.kind === 'final') throw failure.error;
      counted[failure.kind] += 1;
    }
    const waitMs = waitFor(failure, counted, patience);
    if (waitMs === undefined || clock.now() + waitMs > until) throw gaveUp(failure, doing, waitMs, instead);
    tell?.(
      `GitHub says ${failure.said || 'nothing'}: asking again in ${showDuration(Math.ceil(waitMs / 1000) * 1000)}.`,
    );
    await clock.sleep(waitMs, signal);
  }
}

/** `undefined` where it is not asked again. */
function waitFor(
  failure: Exclude<Failure, { kind: 'final' }>,
  counted: { limit: number; outage: number },
  { outageAttempts = OUTAGE_ATTEMPTS }: Patience,
) {
  if (failure.kind === 'limit') return failure.waitMs ?? LIMIT_PAUSE_MS * 2 ** (counted.limit - 1);
  return counted.outage < outageAttempts ? OUTAGE_PAUSE_MS * 2 ** (counted.outage - 1) : undefined;
}

function gaveUp(
  failure: Exclude<Failure, { kind: 'final' }>,
  { doing }: Doing,
  waitMs: number | undefined,
  instead: string | undefined,
): UserError {
  const said = failure.said === '' ? '' : ` It said ${failure.said}`;
  if (failure.kind === 'limit')
    return new UserError(
      `Could not ${doing}: GitHub asks to wait for ${showDuration(Math.ceil((waitMs ?? 0) / 1000) * 1000)}, which is longer than there is time.${said}`,
      { hint: `Run the job again later${instead === undefined ? '' : `, or ${instead}`}.`, code: 'rate-limited' },
    );
  return new UserError(`Could not ${doing}: GitHub kept failing.${said}`, {
    hint: 'Run the job again; https://www.githubstatus.com says whether GitHub has an outage.',
    code: 'unavailable',
  });
}
