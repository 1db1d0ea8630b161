import type { ScanToday } from '../../src/baseline/baseline.ts';
import { type Listed, listed } from '../../src/baseline/listed.ts';
import type { Row, State } from '../../src/store/rows.ts';
import { plainRows } from './plain-rows.ts';
import { told } from './results.ts';

/** Scans `a`, `b`, `c`, of which all ran whole unless told otherwise. */
export function scansToday(change: Readonly<Record<string, Partial<ScanToday>>> = {}): readonly ScanToday[] {
  return ['a', 'b', 'c'].map((name) => ({ name, whole: true, form: 'SARIF', ...change[name] }));
}

export interface Compared {
  readonly before: readonly Row[];
  readonly now: readonly Row[];
  readonly scans?: readonly ScanToday[];
  readonly gone?: readonly string[];
  readonly aliases?: readonly (readonly string[])[];
}

/** Findings of rows of today and of a baseline, whose rows are as an aggregate has them. */
export function compare({ before, now, scans = scansToday(), gone = [], aliases = [] }: Compared): Listed {
  const rows = plainRows();
  return listed({
    rows: rows(now),
    scans,
    baseline: { rows: rows(before.map((row) => (row.told ? row : told(row)))), scans: scansToday(), aliases },
    gone: (path) => gone.includes(path),
  });
}

/** How many findings have each state; none of a state is not told. */
export function statesIn(findings: Listed): Partial<Record<State, number>> {
  const counts: Partial<Record<State, number>> = {};
  for (let finding = 0; finding < findings.length; finding += 1) {
    const state = findings.state(finding);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** Numbers of the baseline's rows that are carried on. */
export function carriedIn(findings: Listed): readonly number[] {
  const numbers = Array.from({ length: findings.length }, (_, finding) => finding);
  return numbers
    .filter((finding) => findings.state(finding) !== 'fixed')
    .flatMap((finding) => [...findings.past(finding)])
    .sort((a, b) => a - b);
}
