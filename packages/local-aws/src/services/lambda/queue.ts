import { failure } from './failures.ts';
import type { LambdaCall } from './place.ts';
import type { Execution } from './runtime/execution.ts';
import type { Executions } from './runtime/executions.ts';
import type { Slots } from './slots.ts';
import type { Target } from './targets.ts';

/** Lambda's defaults for asynchronous invocations: two retries, six hours (SDK, PutFunctionEventInvokeConfig). */
const defaults = { retries: 2, ageInSeconds: 21_600 };

/** Asynchronous invocations that are yet to succeed. */
export interface Queue {
  /**
   * Runs an invocation until it succeeds, or its retries or its time are used up: again after one and two minutes if the
   * function fails, after 1 s growing to 5 min if it is throttled (developer guide, invocation-async-error-handling).
   */
  accept(call: LambdaCall, target: Target, execution: Execution): void;
  /** Drops all. */
  clear(): void;
}

/** An empty queue. */
export function queue(executions: Executions, slots: Slots): Queue {
  let dropped = new AbortController();

  async function deliver(call: LambdaCall, target: Target, execution: Execution, signal: AbortSignal): Promise<void> {
    const { clock } = call;
    const settings = target.func.asynchronous.get(target.qualifier ?? '$LATEST');
    const deadline = clock.now() + (settings?.maximumEventAgeInSeconds ?? defaults.ageInSeconds) * 1000;
    const attempts = 1 + (settings?.maximumRetryAttempts ?? defaults.retries);
    let throttles = 0;
    for (let attempt = 1; attempt <= attempts && clock.now() <= deadline && !signal.aborted; ) {
      const release = freeSlot(call, target);
      if (release === undefined) {
        await clock.sleep(Math.min(300_000, 1_000 * 2 ** throttles++), signal);
        continue;
      }
      const { outcome } = await executions.run(call, execution).finally(release);
      if (failure(execution, outcome) === undefined) {
        return;
      }
      await clock.sleep(attempt++ * 60_000, signal);
    }
  }

  function freeSlot(call: LambdaCall, target: Target): (() => void) | undefined {
    try {
      return slots.take(call, target);
    } catch {
      return undefined;
    }
  }

  return {
    accept(call, target, execution) {
      // The caller has its answer: what goes wrong from here on is in the function's log, or the queue was dropped.
      deliver(call, target, execution, dropped.signal).catch(() => {});
    },
    clear() {
      dropped.abort(new Error('the queue was dropped'));
      dropped = new AbortController();
    },
  };
}
