import type { Rows } from '../store/rows.ts';
import { BY_HASH, type Keys } from './keys.ts';

/**
 * The results of one time in units: of one key, and where it goes by a line's hash, of one line. Lines alike in all but their number
 * are a multiset: the first of them, the second and so on. A place that is reported twice is one unit.
 */
export interface Units {
  readonly length: number;
  /** The unit of each row. */
  readonly of: Uint32Array;
  /** The key of each unit. */
  readonly key: Uint32Array;
  /** Which of the lines of its key a unit is, from 0. */
  readonly nth: Uint32Array;
  /** The first of each key's units; they follow each other by line. One more than there are keys. */
  readonly first: Uint32Array;
  /** The rows of all units, and where each unit's begin; one more than there are units. */
  readonly rows: Uint32Array;
  readonly begin: Uint32Array;
}

/** Units of rows whose keys begin at `start` of `keys.of`. */
export function unitsOf(rows: Rows, keys: Keys, start: number): Units {
  const { tuples } = keys;
  const lineOf = (row: number): number =>
    tuples.at(keys.of[start + row] ?? 0, 0) % 4 === BY_HASH ? rows.line(row) : 0;
  const byKey = gathered(rows.length, tuples.size, (row) => keys.of[start + row] ?? 0);
  const of = new Uint32Array(rows.length);
  const key = new Uint32Array(rows.length);
  const nth = new Uint32Array(rows.length);
  const first = new Uint32Array(tuples.size + 1);
  let units = 0;
  for (let one = 0; one < tuples.size; one += 1) {
    first[one] = units;
    const [from, end] = [byKey.begin[one] ?? 0, byKey.begin[one + 1] ?? 0];
    if (end - from > 1) byKey.members.subarray(from, end).sort((a, b) => lineOf(a) - lineOf(b) || a - b);
    let line = -1;
    for (let at = from; at < end; at += 1) {
      const row = byKey.members[at] ?? 0;
      if (lineOf(row) !== line) {
        line = lineOf(row);
        key[units] = one;
        nth[units] = units - (first[one] ?? 0);
        units += 1;
      }
      of[row] = units - 1;
    }
  }
  first[tuples.size] = units;
  const { members, begin } = gathered(rows.length, units, (row) => of[row] ?? 0);
  return { length: units, of, key: key.subarray(0, units), nth: nth.subarray(0, units), first, rows: members, begin };
}

/** The unit that is the same in the other units, or -1. */
export function sameIn(other: Units, units: Units, unit: number): number {
  const key = units.key[unit] ?? 0;
  const at = (other.first[key] ?? 0) + (units.nth[unit] ?? 0);
  return at < (other.first[key + 1] ?? 0) ? at : -1;
}

/** The rows of one unit. */
export function rowsOf(units: Pick<Units, 'rows' | 'begin'>, unit: number): Uint32Array {
  return units.rows.subarray(units.begin[unit], units.begin[unit + 1]);
}

/** Members of groups, each group's in a row and in their order. */
export function gathered(
  length: number,
  groups: number,
  groupOf: (member: number) => number,
): { readonly members: Uint32Array; readonly begin: Uint32Array } {
  const begin = new Uint32Array(groups + 1);
  for (let member = 0; member < length; member += 1) {
    const after = groupOf(member) + 1;
    begin[after] = (begin[after] ?? 0) + 1;
  }
  for (let group = 0; group < groups; group += 1) begin[group + 1] = (begin[group + 1] ?? 0) + (begin[group] ?? 0);
  const next = begin.slice();
  const members = new Uint32Array(length);
  for (let member = 0; member < length; member += 1) {
    const group = groupOf(member);
    const at = next[group] ?? 0;
    members[at] = member;
    next[group] = at + 1;
  }
  return { members, begin };
}
