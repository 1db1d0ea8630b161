import { createIdentities, guidOf, hexOf, PARTS, writeGuid } from '../identity/identity.ts';
import { type Keys, keysOf } from '../identity/keys.ts';
import { rowsOf, type Units, unitsOf } from '../identity/units.ts';
import type { Gathered } from '../store/gathered.ts';
import { type Rows, STATES, type State } from '../store/rows.ts';
import { type Baseline, type ScanToday, type Since, sinceThen } from './baseline.ts';
import { inOrder } from './in-order.ts';
import { type Pairs, pairsOf } from './pairs.ts';
import { carriedRows, stateGone, stateNow } from './states.ts';

/** What findings are listed from. */
export interface Reports {
  readonly rows: Rows;
  readonly scans: readonly ScanToday[];
  readonly baseline?: Baseline;
  /** Sets of ids that an aggregate among the scans carries. */
  readonly aliases?: readonly (readonly string[])[];
  /** Whether a path of the baseline is no longer in the checkout. */
  readonly gone?: (path: string) => boolean;
}

/**
 * Findings by number: those of today, and then those that the baseline alone has. Neighbours are those whose results are: what is known
 * of them is read in that order.
 */
export interface Listed {
  readonly length: number;
  /** All findings in an order that depends on their identities alone, so that no order of results changes it. */
  readonly byIdentity: Uint32Array;
  /** The place of a finding in that order. */
  rank(finding: number): number;
  readonly keys: Keys;
  /** The key of a finding. */
  key(finding: number): number;
  identity(finding: number): string;
  writeIdentity(finding: number, out: Gathered): void;
  /** The same of several, one behind the other. */
  writeIdentities(findings: Uint32Array, out: Gathered): void;
  writeGuid(finding: number, out: Gathered): void;
  /** Derived from its identity. */
  guid(finding: number): string;
  /** All identities that a dependency may have, by any id of its advisory; of the others just its own. */
  identities(finding: number): readonly string[];
  state(finding: number): State;
  /** By rows of today. */
  findingOf(row: number): number;
  /** Rows of today. */
  rows(finding: number): Uint32Array;
  /** How many they are, and each of them: for all findings that is several times faster than their lists. */
  count(finding: number): number;
  row(finding: number, nth: number): number;
  /** Rows of the baseline: of a finding of today those that go with it, otherwise its own. */
  before(finding: number): Uint32Array;
  /** Those of them that the new aggregate carries on; of a fixed one, which it drops, all. */
  past(finding: number): Uint32Array;
  /** Scans that have another format than in the baseline. */
  readonly reformatted: readonly string[];
}

const NO_ROWS = new Uint32Array(0);

/** Brings results together to findings, and compares them with the baseline. Linear, and the same for every order of rows. */
export function listed({ rows, scans, baseline, aliases = [], gone = () => false }: Reports): Listed {
  const sides = baseline ? [rows, baseline.rows] : [rows];
  const keys = keysOf(sides, [...aliases, ...(baseline?.aliases ?? [])]);
  const now = unitsOf(rows, keys, 0);
  const then = baseline && unitsOf(baseline.rows, keys, rows.length);
  const since = baseline ? sinceThen(baseline.scans, scans) : [];
  const pairs = baseline && then && pairsOf({ rows, units: now }, { rows: baseline.rows, units: then }, keys, gone);

  const left = then && pairs ? unpaired(then, pairs) : [];
  const length = now.length + left.length;
  const unitsKey = (at: number): number => (at < now.length ? now.key[at] : then?.key[left[at - now.length] ?? 0]) ?? 0;
  const unitsNth = (at: number): number => (at < now.length ? now.nth[at] : then?.nth[left[at - now.length] ?? 0]) ?? 0;
  const parts = new Uint32Array(length * PARTS);
  const identities = createIdentities(keys);
  for (let at = 0; at < length; at += 1) identities.write(unitsKey(at), unitsNth(at), parts, at * PARTS);
  const order = inOrder(parts);
  const ranks = new Uint32Array(length);
  for (let rank = 0; rank < length; rank += 1) ranks[order[rank] ?? 0] = rank;

  /** The baseline's unit of a finding, or -1. */
  const unitBefore = (finding: number): number => {
    return (finding < now.length ? pairs?.past[finding] : left[finding - now.length]) ?? -1;
  };
  const before = (finding: number): Uint32Array => {
    const unit = unitBefore(finding);
    return then && unit >= 0 ? rowsOf(then, unit) : NO_ROWS;
  };
  const states = new Uint8Array(length);
  for (let finding = 0; finding < length; finding += 1) {
    const state =
      finding < now.length || !baseline || !then
        ? stateNow(rows, now, finding, pairs)
        : stateGone(baseline.rows, then, unitBefore(finding), since);
    states[finding] = STATES.indexOf(state);
  }
  const state = (finding: number): State => STATES[states[finding] ?? 0] ?? 'new';
  const identity = (finding: number): string => hexOf(parts, finding * PARTS);
  return {
    length,
    byIdentity: order,
    rank: (finding) => ranks[finding] ?? 0,
    keys,
    key: (finding) => unitsKey(finding),
    identity,
    writeIdentity: (finding, out) => out.hex(parts, finding * PARTS, (finding + 1) * PARTS),
    writeIdentities(findings, out) {
      // Fetched first, so that the processor waits for many of them at the same time: they are in no order of the memory.
      const own = new Uint32Array(findings.length * PARTS);
      for (let nth = 0; nth < findings.length; nth += 1) {
        const at = findings[nth]! * PARTS;
        for (let half = 0; half < PARTS; half += 1) own[nth * PARTS + half] = parts[at + half]!;
      }
      out.hex(own, 0, own.length);
    },
    writeGuid: (finding, out) => writeGuid(parts, finding * PARTS, out),
    guid: (finding) => guidOf(parts, finding * PARTS),
    identities: (finding) => [identity(finding), ...identities.others(unitsKey(finding))],
    state,
    findingOf: (row) => now.of[row] ?? 0,
    rows: (finding) => (finding < now.length ? rowsOf(now, finding) : NO_ROWS),
    count(finding) {
      return finding < now.length ? (now.begin[finding + 1] ?? 0) - (now.begin[finding] ?? 0) : 0;
    },
    row: (finding, nth) => now.rows[(now.begin[finding] ?? 0) + nth] ?? 0,
    before,
    past(finding) {
      const unit = unitBefore(finding);
      if (!baseline || !then || unit < 0) return NO_ROWS;
      if (state(finding) === 'fixed') return before(finding);
      if (finding >= now.length) return Uint32Array.from(carriedRows(baseline.rows, then, unit, since, undefined));
      // What has moved is known by where it is now.
      if (pairs?.updated[finding] === 1) return NO_ROWS;
      const names = namesOf(rows, rowsOf(now, finding), scans);
      const isReportedBy = (scan: number): boolean => names.has(baseline.scans[scan]?.name ?? '');
      return Uint32Array.from(carriedRows(baseline.rows, then, unit, since, isReportedBy));
    },
    reformatted: namesOfReformatted(baseline, since),
  };
}

function unpaired(then: Units, pairs: Pairs): readonly number[] {
  const left: number[] = [];
  for (let unit = 0; unit < then.length; unit += 1) if (pairs.found[unit] === 0) left.push(unit);
  return left;
}

function namesOf(rows: Rows, list: Uint32Array, scans: readonly ScanToday[]): ReadonlySet<string> {
  return new Set([...list].map((row) => scans[rows.scan(row)]?.name ?? ''));
}

function namesOfReformatted(baseline: Baseline | undefined, since: readonly Since[]): readonly string[] {
  return (baseline?.scans ?? [])
    .filter((_, scan) => since[scan] === 'reformatted')
    .map(({ name }) => name)
    .sort();
}
