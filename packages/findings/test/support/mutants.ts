import type { Compared } from './random-reports.ts';
import { compare, mutant, randomReport } from './random-reports.ts';

/** Reads documents at random and mutants of them; a hundred of what is wrong is enough to see. */
export function tryReports(
  fraction: () => number,
  file: (bytes: Uint8Array) => string,
  documents: number,
  mutants: number,
) {
  const random = (below: number) => Math.floor(fraction() * below);
  const whole = { same: 0, refused: 0, stricter: 0, wrong: 0 };
  const mutated = { ...whole };
  const wrong: Compared[] = [];
  const stricter: Compared[] = [];
  const note = (compared: Compared, counts: typeof whole, bad: readonly Compared['verdict'][]) => {
    counts[compared.verdict] += 1;
    if (bad.includes(compared.verdict) && wrong.length < 100) wrong.push(compared);
    if (compared.verdict === 'stricter') stricter.push(compared);
  };
  for (let index = 0; index < documents; index += 1) {
    const bytes = Buffer.from(randomReport(random));
    note(compare(random, file(bytes), bytes), whole, ['wrong', 'refused']);
    for (let more = 0; more < mutants / documents; more += 1) {
      const changed = mutant(random, bytes);
      note(compare(random, file(changed), changed), mutated, ['wrong']);
    }
  }
  return { wrong, whole, mutated, stricter: [...new Set(stricter.map(({ why }) => why.replace(/\d+/g, 'N')))].sort() };
}
