import { setTimeout as wait } from 'node:timers/promises';

/** Time as an action sees it; tests pass one they can step. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await wait(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // The timer wraps the reason in its own AbortError; callers compare with the reason they gave.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
