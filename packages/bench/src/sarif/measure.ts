import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Surroundings } from '../benchmark.ts';
import type { Measured } from '../figure.ts';
import { median } from '../samples.ts';
import { inTurns } from '../start-up.ts';
import type { Measurements } from './comparisons.ts';
import type { Reports } from './reports.ts';
import type { Way } from './ways.ts';

/** A way, and what it goes through. */
export interface Going {
  readonly way: Way;
  readonly reports: Reports;
}

/** Enough for a figure that hardly varies. */
const MEMORY_RUNS = 3;

/**
 * Has each go in turn, again and again, so that a busy moment of the machine is shared by all; then some more to see their memory,
 * since looking takes time.
 *
 * @returns what was measured of each, in their order.
 */
export async function measured(
  each: readonly Going[],
  times: number,
  { signal, say }: Pick<Surroundings, 'signal' | 'say'>,
): Promise<readonly Measurements[]> {
  const turns = <Value>(rounds: number, measure: (going: Going, folder: string) => Promise<Value>) =>
    inTurns(
      rounds,
      signal,
      Object.fromEntries(each.map((going, index) => [index, () => inFolder((folder) => measure(going, folder))])),
    );
  const runs = await turns(times, ({ way, reports }, folder) => way.time(reports, folder, signal));
  const peaks = await turns(Math.min(times, MEMORY_RUNS), ({ way, reports }, folder) =>
    way.memory(reports, folder, signal),
  );
  return each.map(({ way, reports }, index) => {
    const wallMs = runs[index] ?? [];
    say(`${way.name}, ${reports.results} results: ${median(wallMs).toFixed(0)} ms`);
    return { wallMs, peakBytes: middle(peaks[index] ?? []) };
  });
}

async function inFolder<Value>(measure: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(path.join(tmpdir(), 'aggregated-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function middle(peaks: readonly Measured[]): Measured {
  return peaks.find((one) => typeof one !== 'number') ?? median(peaks.filter((one) => typeof one === 'number'));
}
