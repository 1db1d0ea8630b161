import { StandardRetryStrategy } from '@smithy/core/retry';

/**
 * How long nothing may come, before an answer and in its middle: as in the settings that all actions share. A time-out that
 * a request brings along, as that of an invocation does, is not read: it is given up after as long as any other.
 */
export const SILENCE_MS = 20_000;

/** Named as the SDK names what took too long, so that it tries again; the metadata keep it from adding hints of its own. */
export function timedOut(): Error {
  const message = `no answer, or no whole one, came within ${SILENCE_MS / 1000} s`;
  return Object.assign(new Error(message), { name: 'TimeoutError', $metadata: {} });
}

/** How long the SDK waits at first: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const FIRST_WAIT_MS = 50;
const THROTTLED_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

/**
 * Tries again what the SDK would try again, as often; the wait is on the given clock, and always the longest of those
 * between which the SDK chooses by chance. The machine's time then decides nothing.
 */
export function steppedRetries(
  attempts: number,
  clock: { sleep(ms: number): Promise<void> },
): InstanceType<typeof StandardRetryStrategy> {
  const noWait = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
  return new (class extends StandardRetryStrategy {
    constructor() {
      super({ maxAttempts: attempts, backoff: noWait });
    }

    override async refreshRetryTokenForRetry(...[token, error]: Parameters<typeof this.refresh>) {
      const next = await this.refresh(token, error);
      const first = error.errorType === 'THROTTLING' ? THROTTLED_WAIT_MS : FIRST_WAIT_MS;
      await clock.sleep(Math.min(LONGEST_WAIT_MS, first * 2 ** token.getRetryCount()));
      return next;
    }

    private refresh(...given: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>) {
      return super.refreshRetryTokenForRetry(...given);
    }
  })();
}
