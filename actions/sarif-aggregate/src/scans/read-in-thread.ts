import { UserError } from '@actions-aws/action';
import { newStore } from '../store/store.ts';
import type { Answer, ReadTask } from '../threads/tasks.ts';
import { machineOf, newTimeReader } from './time.ts';

/** Reads the scans of a task. */
export function readInThread({ scans, folder, checkout, places }: ReadTask): Answer<'read'> {
  try {
    const store = newStore(folder);
    const reader = newTimeReader(store.today, machineOf(checkout, places));
    for (const scan of scans) reader.read(scan);
    return { given: { heard: reader.heard, store: store.part() } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, hint, code } = error;
    return { refused: { message, ...(hint !== undefined && { hint }), ...(code !== undefined && { code }) } };
  }
}
