import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { buildArgv, runCLI } from 'jest';

/** How a run ended. What could not run counts as failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** For what measures time, or has it scaled: no more workers than there are processors. */
export const ONE_TO_A_CORE = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;

/**
 * Runs jest in this process, whose flags of Node its workers have as well.
 *
 * @param args jest's own arguments: paths, patterns, options.
 */
export async function runTests(root: string, args: readonly string[]): Promise<Tally> {
  // `--ci` on every machine: a run never writes snapshots. No tests at all is our failure to report, not jest's to exit on.
  const argv = await buildArgv(['--ci', '--passWithNoTests', ...args]);
  const { results } = await runCLI(argv, [root]);
  const skipped = results.numPendingTests + results.numTodoTests;
  if (skipped > 0) console.log(`${skipped} skipped: a test that does not run proves nothing, so it counts as failed.`);
  if (results.numTotalTests === 0) console.log('No tests were found: that counts as a failure.');
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
  return { passed: results.numPassedTests, failed: failed || (results.success && results.numTotalTests > 0 ? 0 : 1) };
}

/**
 * From now on each Node that tests start compiles a file only where no other has compiled it yet in this run: half of a short
 * program's time is that. Not for benchmarks, which measure how long a start takes on a runner.
 *
 * Source: https://nodejs.org/api/module.html#module-compile-cache
 */
export function shareCompiledCode(root: string): void {
  const folder = path.join(root, 'node_modules/.cache/compiled');
  // Of each run anew: copies of bundles, in folders of random names, would add up.
  rmSync(folder, { recursive: true, force: true });
  process.env.NODE_COMPILE_CACHE = folder;
}

/** The last line of a run, which scripts read. */
export function tallyLine(...tallies: readonly Tally[]): string {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}
