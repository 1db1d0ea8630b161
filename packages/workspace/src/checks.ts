import { Worker } from 'node:worker_threads';
import { brokenRules } from './house/rules.ts';
import { readTexts, readTree } from './house/tree.ts';
import { wrongWords } from './house/words.ts';
import { lintErrors } from './lint.ts';
import { typeErrors } from './types.ts';

/** Something about the source text that is right or wrong without running it. */
export interface Check {
  readonly name: string;
  /** Empty when all is well, otherwise what is wrong. */
  readonly run: (root: string) => string | Promise<string>;
}

/** Every check, the quick ones last. */
export const checks: readonly Check[] = [
  { name: 'types', run: typeErrors },
  { name: 'lint and formatting', run: lintErrors },
  { name: 'words', run: async (root) => wrongWords(await readTexts(root)).join('\n') },
  { name: 'import arrows and names', run: async (root) => brokenRules(await readTree(root)).join('\n') },
];

/** Runs checks one after another, prints a line for each (and what is wrong), and counts. */
export async function runChecks(root: string, which: readonly Check[]): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { name, run } of which) {
    const started = Date.now();
    const wrong = (await run(root)).trim();
    if (wrong) failed += 1;
    console.log(`${wrong ? 'FAIL' : 'PASS'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (wrong) console.log(`${wrong}\n`);
  }
  return { passed: which.length - failed, failed };
}

/** Runs every check in a thread of its own, while this one goes on. */
export function runChecksBeside(root: string): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./checks-thread.ts', import.meta.url), { workerData: root });
    let counted: { passed: number; failed: number } | undefined;
    thread.once('message', (message) => {
      counted = message;
    });
    thread.once('error', reject);
    // Not before: by then all that it printed has arrived.
    thread.once('exit', () => (counted ? resolve(counted) : reject(new Error('The checks ended without a result.'))));
  });
}
