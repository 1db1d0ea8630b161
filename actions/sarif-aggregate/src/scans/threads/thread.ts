import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '@actions-aws/action';
import { newStore, type StorePart } from '../../store/store.ts';
import { machineOf, newTimeReader } from '../time.ts';
import type { Answer, Task } from './start-thread.ts';

/** Reads the scans that this thread was started for, and answers when all of them are read. */
export function readInThread(): void {
  const answer = answerTo(workerData as Task);
  parentPort!.postMessage(answer, 'contents' in answer ? buffersOf(answer.contents.store) : []);
}

function answerTo({ scans, folder, checkout, places }: Task): Answer {
  try {
    const store = newStore(folder);
    const reader = newTimeReader(store.today, machineOf(checkout, places));
    for (const scan of scans) reader.read(scan);
    return { contents: { heard: reader.heard, store: store.part() } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, hint, code } = error;
    return { refused: { message, ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) } };
  }
}

/** What is given away rather than copied. */
function buffersOf({ table, spill, texts }: StorePart): ArrayBuffer[] {
  const columns = [...Object.values(table.chunks), spill.starts, texts.starts];
  return [table.sorts.buffer, ...columns.flatMap((chunks) => chunks.flatMap((chunk) => chunk?.buffer ?? []))];
}
