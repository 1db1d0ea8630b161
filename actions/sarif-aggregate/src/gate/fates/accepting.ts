import { type Package, packageNamed } from '@actions-aws/findings';
import { isDependency, type Keys, withoutAvd } from '../../identity/keys.ts';
import { byWord } from '../../identity/numbers.ts';
import type { Rows } from '../../store/rows.ts';
import type { Acceptance } from '../acceptance.ts';

/** Which entries accept a result. */
export interface Accepting {
  /**
   * The entries that name the row, by their numbers: its finding by any of the identities that it may have, or its rule and path, or
   * its advisory and package; a secret by its identity alone.
   */
  entriesFor(row: number, key: number, identities: readonly string[]): readonly number[];
}

const NONE: readonly number[] = [];

/** For the rows of one time. An entry by a package accepts it in every target, and no package that is built beside it. */
export function acceptingOf(entries: readonly Acceptance[], rows: Rows, keys: Keys): Accepting {
  const byIdentity = new Map<string, number[]>();
  const byPlace = new Map<string, number[]>();
  const byAdvisory = new Map<number, { readonly index: number; readonly package: Package }[]>();
  const rules = new Set<string>();
  const paths = new Set<string>();
  for (const [index, { what }] of entries.entries()) {
    if (what.by === 'identity') add(byIdentity, what.identity, index);
    else if (what.by === 'place') {
      rules.add(withoutAvd(what.rule));
      paths.add(what.path);
      add(byPlace, JSON.stringify([withoutAvd(what.rule), what.path]), index);
    } else {
      const advisory = keys.numbers.of(keys.aliases.advisoryOf([what.advisory]));
      byAdvisory.set(advisory, [...(byAdvisory.get(advisory) ?? []), { index, package: what.package }]);
    }
  }
  if (entries.length === 0) return { entriesFor: () => NONE };
  const isRule = byWord(rows.words, (text) => (rules.has(withoutAvd(text)) ? 1 : 0));
  const isPath = byWord(rows.words, (text) => (paths.has(text) ? 1 : 0));
  return {
    entriesFor(row, key, identities) {
      const found: number[] = [];
      for (const one of identities) found.push(...(byIdentity.get(one) ?? NONE));
      if (rows.kind(row) === 'secret') return found;
      if (isRule(rows.rule(row)) === 1 && isPath(rows.path(row)) === 1) {
        const [rule, path] = [rows.words.text(rows.rule(row)), rows.words.text(rows.path(row))];
        found.push(...(byPlace.get(JSON.stringify([withoutAvd(rule), path])) ?? NONE));
      }
      const ofAdvisory = isDependency(rows, row) ? byAdvisory.get(keys.tuples.at(key, 1)) : undefined;
      if (!ofAdvisory) return found;
      const name = keys.numbers.text(keys.tuples.at(key, 3));
      const type = rows.packages[rows.package(row)]?.type;
      for (const { index, package: one } of ofAdvisory) {
        // A name is written as those of its type are, which an entry need not say.
        if (packageNamed(one.type ?? type, one.name).name === name) found.push(index);
      }
      return found;
    },
  };
}

function add(to: Map<string, number[]>, key: string, index: number): void {
  const list = to.get(key);
  if (list) list.push(index);
  else to.set(key, [index]);
}
