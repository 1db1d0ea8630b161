import { parentPort, workerData } from 'node:worker_threads';
import type { Task } from './tasks.ts';

// Each loads what it needs alone.
const reading = () => import('../scans/read-in-thread.ts');
const writing = () => import('../write/write-in-thread.ts');

/** Does the task that this thread was started for, and answers when it is done. */
export async function workInThread(): Promise<void> {
  const task = workerData as Task;
  const answer = task.does === 'read' ? (await reading()).readInThread(task) : (await writing()).writeInThread(task);
  parentPort!.postMessage(answer);
}
