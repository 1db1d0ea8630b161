import { readFileSync, statSync } from 'node:fs';
import type { Reports } from './reports.ts';

/**
 * Fails where what was written cannot be right. No result may be left out: the least that one takes is what it was, without white space.
 * Of reports that have none, rules may go, and each is a run without results all the same.
 */
export function checkWritten(file: string, { bytes, files, results }: Pick<Reports, 'bytes' | 'files' | 'results'>) {
  const { size } = statSync(file);
  if (results > 0) {
    if (size < bytes * 0.8 || size < results) throw new Error(`${file} has ${size} bytes of ${bytes}`);
    return;
  }
  const { runs }: { readonly runs: readonly { readonly results: readonly unknown[] }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const empty = runs.filter((run) => run.results.length === 0);
  if (empty.length !== files || runs.length !== files)
    throw new Error(`${file} has ${runs.length} runs, ${empty.length} of them without results, of ${files}`);
}
