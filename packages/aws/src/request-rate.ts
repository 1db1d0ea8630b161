import type { Clock } from '@actions-aws/action';
import { type Sends, UnsentError } from './unless.ts';

/** Operations that share one quota, and what it is. */
export interface RequestQuota {
  readonly ratePerSecond: number;
  /** How many requests may go at once after a pause. */
  readonly burst: number;
  /** Whether an operation, by AWS's name such as `UpdateAlias`, counts against it. */
  counts(operation: string): boolean;
}

/**
 * Keeps a client within AWS's quotas instead of running into them: many requests at once wait for their turn, in the order
 * in which they came; what is given up meanwhile (`unless`) leaves its turn to others. Each attempt counts, as it does for
 * AWS. Other clients of the same account use up the same quota, so throttling is still met, and retried, by the SDK.
 */
export function withinQuotas<C>(client: C & Sends, quotas: readonly RequestQuota[], clock: Clock): C {
  const buckets = quotas.map((quota) => ({ quota, take: bucket(quota, clock) }));
  client.middlewareStack.add(
    (next, context) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const mine = buckets.find(({ quota }) => quota.counts(operation));
      return async (request) => {
        await mine?.take(context.giveUp);
        return next(request);
      };
    },
    // After the retry middleware, so that it sees each attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'withinQuotas' },
  );
  return client;
}

/** A token bucket that hands out turns: resolves when it is one's own. */
function bucket({ ratePerSecond, burst }: RequestQuota, clock: Clock): (giveUp?: AbortSignal) => Promise<void> {
  const spacing = 1000 / ratePerSecond;
  // The bucket is full when the next turn lies `burst` turns in the past.
  let next = Number.NEGATIVE_INFINITY;
  return async (giveUp) => {
    if (giveUp?.aborted) throw new UnsentError(giveUp.reason);
    const now = clock.now();
    next = Math.max(next, now - burst * spacing) + spacing;
    if (next <= now) return;
    try {
      await clock.sleep(next - now, giveUp);
    } catch (error) {
      // Whoever comes next has this turn: no more go out by any time than would have gone.
      next -= spacing;
      throw giveUp?.aborted ? new UnsentError(giveUp.reason) : error;
    }
  };
}
