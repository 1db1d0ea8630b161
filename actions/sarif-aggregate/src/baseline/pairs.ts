import { KINDS } from '@actions-aws/findings';
import { isDependency, type Keys } from '../identity/keys.ts';
import { byWord } from '../identity/numbers.ts';
import { createTuples, type Tuples } from '../identity/tuples.ts';
import { gathered, rowsOf, sameIn, type Units } from '../identity/units.ts';
import type { Rows } from '../store/rows.ts';

/** Results of one time, with their units. */
export interface Side {
  readonly rows: Rows;
  readonly units: Units;
}

/** How today's units go with the baseline's: each with one at most. */
export interface Pairs {
  /** By today's units: the baseline's unit, or -1. */
  readonly past: Int32Array;
  /** By today's units: 1 where line or file have another place than before. */
  readonly updated: Uint8Array;
  /** By the baseline's units: 1 where today has it. */
  readonly found: Uint8Array;
}

/**
 * Pairs by exact identity; then by rule, path and the text of the line; then by rule and hash of the line where the old file is
 * gone and one new file alone has it. What is left over is not paired, however alike it looks.
 */
export function pairsOf(now: Side, then: Side, keys: Keys, gone: (path: string) => boolean): Pairs {
  const past = new Int32Array(now.units.length).fill(-1);
  const updated = new Uint8Array(now.units.length);
  const found = new Uint8Array(then.units.length);
  for (let unit = 0; unit < now.units.length; unit += 1) {
    const same = sameIn(then.units, now.units, unit);
    if (same < 0) continue;
    past[unit] = same;
    found[same] = 1;
  }
  const pair = (unit: number, before: number): void => {
    past[unit] = before;
    updated[unit] = 1;
    found[before] = 1;
  };
  const leftNow = (unit: number): boolean => past[unit] === -1;
  const leftThen = (unit: number): boolean => found[unit] === 0;

  const moved = createTuples();
  pairAlike(
    moved,
    unitsWhere(now.units.length, leftNow, (unit) => movedKey(now, unit, keys, 0, moved)),
    unitsWhere(then.units.length, leftThen, (unit) => movedKey(then, unit, keys, now.rows.length, moved)),
    (here, before) => pairInLine(now, here, then, before, pair),
  );
  pairRenamed(now, then, keys, gone, { leftNow, leftThen, pair });
  return { past, updated, found };
}

interface Left {
  readonly leftNow: (unit: number) => boolean;
  readonly leftThen: (unit: number) => boolean;
  readonly pair: (unit: number, before: number) => void;
}

function pairRenamed(now: Side, then: Side, keys: Keys, gone: (path: string) => boolean, left: Left): void {
  const isGone = byWord(then.rows.words, (path) => (path !== '' && gone(path) ? 1 : 0));
  const known = pathsOf(then.rows);
  const renamed = createTuples();
  const pathOf = (side: Side, unit: number): number => side.rows.path(rowsOf(side.units, unit)[0] ?? 0);
  pairAlike(
    renamed,
    unitsWhere(
      now.units.length,
      (unit) => left.leftNow(unit) && !known.has(pathOf(now, unit)),
      (unit) => renamedKey(now, unit, keys, 0, renamed),
    ),
    unitsWhere(
      then.units.length,
      (unit) => left.leftThen(unit) && isGone(pathOf(then, unit)) === 1,
      (unit) => renamedKey(then, unit, keys, now.rows.length, renamed),
    ),
    (here, before) => {
      const isOnePath = (side: Side, units: Uint32Array): boolean =>
        units.every((unit) => pathOf(side, unit) === pathOf(side, units[0] ?? 0));
      if (!isOnePath(now, here) || !isOnePath(then, before)) return;
      pairInLine(now, here, then, before, left.pair);
    },
  );
}

/** Units with the number of their key, in columns. */
interface Keyed {
  readonly units: readonly number[];
  readonly keys: readonly number[];
}

function unitsWhere(length: number, left: (unit: number) => boolean, keyOf: (unit: number) => number): Keyed {
  const units: number[] = [];
  const keys: number[] = [];
  for (let unit = 0; unit < length; unit += 1) {
    if (!left(unit)) continue;
    const key = keyOf(unit);
    if (key < 0) continue;
    units.push(unit);
    keys.push(key);
  }
  return { units, keys };
}

function pairAlike(tuples: Tuples, now: Keyed, then: Keyed, pair: (now: Uint32Array, then: Uint32Array) => void): void {
  if (now.units.length === 0 || then.units.length === 0) return;
  const here = gathered(now.units.length, tuples.size, (at) => now.keys[at] ?? 0);
  const before = gathered(then.units.length, tuples.size, (at) => then.keys[at] ?? 0);
  for (let key = 0; key < tuples.size; key += 1) {
    const ours = here.members.subarray(here.begin[key], here.begin[key + 1]);
    const theirs = before.members.subarray(before.begin[key], before.begin[key + 1]);
    if (ours.length === 0 || theirs.length === 0) continue;
    pair(
      ours.map((at) => now.units[at] ?? 0),
      theirs.map((at) => then.units[at] ?? 0),
    );
  }
}

/** The first with the first by line, and so on; what one side has more of is left over. */
function pairInLine(
  now: Side,
  here: Uint32Array,
  then: Side,
  before: Uint32Array,
  pair: (unit: number, before: number) => void,
): void {
  const others = byLine(then, before);
  for (const [nth, unit] of byLine(now, here).entries()) {
    const other = others[nth];
    if (other !== undefined) pair(unit, other);
  }
}

function byLine({ rows, units }: Side, list: Uint32Array): Uint32Array {
  const lineOf = (unit: number): number => rows.line(rowsOf(units, unit)[0] ?? 0);
  return list.toSorted((a, b) => lineOf(a) - lineOf(b) || a - b);
}

/** Rule, path and text of the line; -1 where there is no such text. Members of the key's own tuple: see `keysOf`. */
function movedKey({ rows, units }: Side, unit: number, keys: Keys, start: number, into: Tuples): number {
  const row = rowsOf(units, unit)[0] ?? 0;
  const upper = rows.textHashUpper(row);
  const lower = rows.textHashLower(row);
  if (upper === 0 && lower === 0) return -1;
  const kind = KINDS.indexOf(rows.kind(row));
  const key = keys.of[start + row] ?? 0;
  if (rows.kind(row) === 'secret') return into.numberOf(kind, keys.tuples.at(key, 1), upper, lower);
  if (isNamedAlone(rows, row)) return -1;
  const own = (member: number): number => keys.tuples.at(key, member);
  return into.numberOf(kind, own(1), own(2), own(3), upper, lower);
}

/** The same without the path: rule and GitHub's hash of the line; of a dependency in a file, advisory and package. */
function renamedKey({ rows, units }: Side, unit: number, keys: Keys, start: number, into: Tuples): number {
  const row = rowsOf(units, unit)[0] ?? 0;
  const kind = KINDS.indexOf(rows.kind(row));
  const own = (member: number): number => keys.tuples.at(keys.of[start + row] ?? 0, member);
  if (isNamedAlone(rows, row)) {
    // An image has no place in the checkout: that it is not there says nothing.
    if (rows.path(row) !== rows.target(row)) return -1;
    return isDependency(rows, row) ? into.numberOf(kind, own(1), own(3), own(4)) : into.numberOf(kind, own(1), own(3));
  }
  const upper = rows.lineHashUpper(row);
  const lower = rows.lineHashLower(row);
  if (upper === 0 && lower === 0) return -1;
  if (rows.kind(row) === 'secret') return into.numberOf(kind, 0, 0, upper, lower);
  return into.numberOf(kind, own(1), own(2), upper, lower);
}

function isNamedAlone(rows: Rows, row: number): boolean {
  return isDependency(rows, row) || (rows.kind(row) === 'license' && rows.package(row) !== 0);
}

function pathsOf(rows: Rows): ReadonlySet<number> {
  const paths = new Set<number>();
  for (let row = 0; row < rows.length; row += 1) paths.add(rows.path(row));
  return paths;
}
