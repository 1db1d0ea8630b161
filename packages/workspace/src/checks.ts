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
