import type { Surroundings } from '../benchmark.ts';
import type { Measured } from '../figure.ts';
import { peakMemory, run } from '../node-program.ts';
import { median } from '../samples.ts';
import { inTurns } from '../start-up.ts';
import type { Measurements } from './comparisons.ts';
import type { Pushed } from './repository.ts';
import type { Way } from './ways.ts';

/** A way, and what it goes through. */
export interface Going {
  readonly way: Way;
  readonly repository: Pushed;
}

/** Enough for a figure that hardly varies. */
const MEMORY_RUNS = 3;

/**
 * Has each go in turn, again and again, so that a busy moment of the machine is shared by all; then some more to see their
 * memory, since looking takes time. A run with a wrong answer is an error.
 *
 * @returns what was measured of each, in their order.
 */
export async function measured(
  each: readonly Going[],
  times: number,
  { signal, say }: Pick<Surroundings, 'signal' | 'say'>,
): Promise<readonly Measurements[]> {
  const turns = <Value>(rounds: number, measure: (going: Going) => Promise<Value>) =>
    inTurns(rounds, signal, Object.fromEntries(each.map((going, index) => [index, () => measure(going)])));
  const runs = await turns(times, async ({ way, repository }) => {
    const ended = await run(way.programFor(repository), signal);
    way.check(ended, repository);
    return ended;
  });
  const peaks = await turns(Math.min(times, MEMORY_RUNS), ({ way, repository }) =>
    peakMemory(way.programFor(repository), signal),
  );
  return each.map(({ way, repository }, index) => {
    const its = runs[index] ?? [];
    const wallMs = its.map((one) => one.wallMs);
    say(`${way.name}, ${repository.changed} of ${repository.files} files: ${median(wallMs).toFixed(0)} ms`);
    const { outputBytes = 0, logBytes = 0 } = its[0] ?? {};
    return { wallMs, outputBytes, logBytes, peakBytes: middle(peaks[index] ?? []) };
  });
}

function middle(peaks: readonly Measured[]): Measured {
  return peaks.find((one) => typeof one !== 'number') ?? median(peaks.filter((one) => typeof one === 'number'));
}
