import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Places, UserError, type UserErrorOptions } from '@actions-aws/action';
import type { Scan } from '../../inputs/scan.ts';
import type { StorePart } from '../../store/store.ts';
import type { Heard } from '../time.ts';

/** What a thread reads, and where. */
export interface Task {
  readonly scans: readonly Scan[];
  /** The folder of the checkout, absolute. */
  readonly checkout: string;
  readonly places: Places;
  /** Takes the results, until the run ends: what a thread that has failed leaves there goes with it. */
  readonly folder: string;
}

/** All that a thread has read, and none of it before all is. */
export interface Contents {
  readonly heard: Heard;
  readonly store: StorePart;
}

/** How a thread answers: an error would come over as one that is not the author's to change. */
export type Answer =
  | { readonly contents: Contents }
  | { readonly refused: Pick<UserError, 'message'> & Omit<UserErrorOptions, 'cause'> };

/** A thread that reads. */
export interface Started {
  /** Rejects when the thread fails, or the run is cancelled: half of what it was to read is nothing. */
  readonly contents: Promise<Contents>;
  /** Ends it, wherever it is. */
  end(): Promise<void>;
}

/**
 * Has scans read by a thread.
 *
 * @param program the URL of a file that answers with {@link readInThread} where it is not started as the main one.
 */
export function startThread(program: string, task: Task, signal: AbortSignal): Started {
  // Not with the arguments of this process: what they load would only take time.
  const worker = new Worker(new URL(program), { workerData: task, execArgv: [] });
  const contents = answered(worker, signal);
  // It may fail before anybody asks.
  contents.catch(() => {});
  return {
    contents,
    async end() {
      await worker.terminate();
    },
  };
}

async function answered(worker: Worker, signal: AbortSignal): Promise<Contents> {
  const answers: readonly Promise<unknown[]>[] = [
    once(worker, 'message', { signal }),
    once(worker, 'exit', { signal }),
  ];
  const [answer] = await Promise.race(answers).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  if (typeof answer === 'number')
    throw new Error(`The thread that reads scans ended without an answer, with ${answer}.`);
  const told = answer as Answer;
  if ('contents' in told) return told.contents;
  const { message, ...options } = told.refused;
  throw new UserError(message, options);
}
