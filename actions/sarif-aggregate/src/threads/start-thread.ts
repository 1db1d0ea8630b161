import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UserError } from '@actions-aws/action';
import type { Answer, Given, Task } from './tasks.ts';

/** A thread that works. */
export interface Started<Result> {
  /** Rejects when the thread fails, or the run is cancelled: half of what it was to do is nothing. */
  readonly result: Promise<Result>;
  /** Ends it, wherever it is. */
  end(): Promise<void>;
}

/**
 * Has a task done by a thread.
 *
 * @param program the URL of a file that answers with {@link workInThread} where it is not started as the main one.
 */
export function startThread<Does extends Task['does']>(
  program: string,
  task: Task & { readonly does: Does },
  signal: AbortSignal,
): Started<Given[Does]> {
  const worker = new Worker(new URL(program), {
    workerData: task,
    // Not with the arguments of this process: what they load would only take time.
    execArgv: [],
    // What a thread leaves of one result is garbage before the next: room for more would only be memory that nothing else has.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const result = answered<Does>(worker, signal);
  // It may fail before anybody asks.
  result.catch(() => {});
  return {
    result,
    async end() {
      await worker.terminate();
    },
  };
}

async function answered<Does extends Task['does']>(worker: Worker, signal: AbortSignal): Promise<Given[Does]> {
  const answers: readonly Promise<unknown[]>[] = [
    once(worker, 'message', { signal }),
    once(worker, 'exit', { signal }),
  ];
  const [answer] = await Promise.race(answers).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  if (typeof answer === 'number') throw new Error(`A thread ended without an answer, with ${answer}.`);
  const told = answer as Answer<Does>;
  if ('given' in told) return told.given;
  const { message, ...options } = told.refused;
  throw new UserError(message, options);
}
