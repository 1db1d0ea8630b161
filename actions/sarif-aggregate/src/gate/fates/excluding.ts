import { byWord } from '../../identity/numbers.ts';
import type { Rows } from '../../store/rows.ts';
import { type Exclusion, matcherOf } from '../exclusion.ts';

/** The number of the exclusion that a row falls under, or -1; always -1 for a secret. */
export function excludingOf(exclusions: readonly Exclusion[], rows: Rows): (row: number) => number {
  const tests = exclusions.map((exclusion) => {
    const { path, rule } = matcherOf(exclusion);
    return {
      path: path && byWord(rows.words, (text) => (path(text) ? 1 : 0)),
      rule: rule && byWord(rows.words, (text) => (rule(text) ? 1 : 0)),
    };
  });
  if (tests.length === 0) return () => -1;
  return (row) => {
    if (rows.kind(row) === 'secret') return -1;
    return tests.findIndex(
      ({ path, rule }) => (!path || path(rows.path(row)) === 1) && (!rule || rule(rows.rule(row)) === 1),
    );
  };
}
