import { createIdentities, guidOf, hexOf, PARTS } from '../identity/identity.ts';
import { type Keys, keysOf } from '../identity/keys.ts';
import { rowsOf, type Units, unitsOf } from '../identity/units.ts';
import { sharedNumbers } from '../store/columns.ts';
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
  /** All identities in numbers, as `createIdentities` writes them, in memory that other threads may read. */
  readonly numbers: Uint32Array;
  /** Writes those of several, one behind the other. */
  writeIdentities(findings: Uint32Array, out: Gathered): void;
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
  const keyOf = (at: number): number => (at < now.length ? now.key[at] : then?.key[left[at - now.length] ?? 0]) ?? 0;
  const nthOf = (at: number): number => (at < now.length ? now.nth[at] : then?.nth[left[at - now.length] ?? 0]) ?? 0;
  const numbers = sharedNumbers(length * PARTS);
  const identities = createIdentities(keys);
  for (let at = 0; at < length; at += 1) identities.write(keyOf(at), nthOf(at), numbers, at * PARTS);
  const past = baseline && then && pairs && { baseline, then, since, pairs, left };
  return {
    ...findingsOf({ rows, scans, now, numbers, past }),
    keys,
    key: keyOf,
    identities: (finding) => [hexOf(numbers, finding * PARTS), ...identities.others(keyOf(finding))],
    reformatted: namesOfReformatted(baseline, since),
  };
}

/** What findings are told from. */
interface Known {
  readonly rows: Rows;
  readonly scans: readonly ScanToday[];
  readonly now: Pick<Units, 'length' | 'of' | 'rows' | 'begin'>;
  /** Their identities. */
  readonly numbers: Uint32Array;
  readonly past:
    | {
        readonly baseline: Baseline;
        readonly then: Units;
        readonly since: readonly Since[];
        readonly pairs: Pairs;
        /** Units of the baseline that no unit of today is. */
        readonly left: readonly number[];
      }
    | undefined;
}

/** A function of its own, so that what is told until a run ends does not hold on to the keys, which are much and soon done with. */
function findingsOf({
  rows,
  scans,
  now: { length: today, of, rows: members, begin },
  numbers,
  past,
}: Known): Omit<Listed, 'keys' | 'key' | 'identities' | 'reformatted'> {
  const length = numbers.length / PARTS;
  const order = inOrder(numbers);
  const ranks = new Uint32Array(length);
  for (let rank = 0; rank < length; rank += 1) ranks[order[rank] ?? 0] = rank;
  /** The baseline's unit of a finding, or -1. */
  const unitBefore = (finding: number): number => {
    return (finding < today ? past?.pairs.past[finding] : past?.left[finding - today]) ?? -1;
  };
  const before = (finding: number): Uint32Array => {
    const unit = unitBefore(finding);
    return past && unit >= 0 ? rowsOf(past.then, unit) : NO_ROWS;
  };
  const states = new Uint8Array(length);
  for (let finding = 0; finding < length; finding += 1) {
    const state =
      finding < today || !past
        ? stateNow(rows, { rows: members, begin }, finding, past?.pairs)
        : stateGone(past.baseline.rows, past.then, unitBefore(finding), past.since);
    states[finding] = STATES.indexOf(state);
  }
  const state = (finding: number): State => STATES[states[finding] ?? 0] ?? 'new';
  const rowsNow = (finding: number): Uint32Array =>
    finding < today ? rowsOf({ rows: members, begin }, finding) : NO_ROWS;
  return {
    length,
    byIdentity: order,
    rank: (finding) => ranks[finding] ?? 0,
    identity: (finding) => hexOf(numbers, finding * PARTS),
    numbers,
    writeIdentities(findings, out) {
      // Fetched first, so that the processor waits for many of them at the same time: they are in no order of the memory.
      const own = new Uint32Array(findings.length * PARTS);
      for (let nth = 0; nth < findings.length; nth += 1) {
        const at = findings[nth]! * PARTS;
        for (let half = 0; half < PARTS; half += 1) own[nth * PARTS + half] = numbers[at + half]!;
      }
      out.hex(own, 0, own.length);
    },
    guid: (finding) => guidOf(numbers, finding * PARTS),
    state,
    findingOf: (row) => of[row] ?? 0,
    rows: rowsNow,
    count(finding) {
      return finding < today ? (begin[finding + 1] ?? 0) - (begin[finding] ?? 0) : 0;
    },
    row: (finding, nth) => members[(begin[finding] ?? 0) + nth] ?? 0,
    before,
    past(finding) {
      const unit = unitBefore(finding);
      if (!past || unit < 0) return NO_ROWS;
      if (state(finding) === 'fixed') return before(finding);
      const { baseline, then, since, pairs } = past;
      if (finding >= today) return Uint32Array.from(carriedRows(baseline.rows, then, unit, since, undefined));
      // What has moved is known by where it is now.
      if (pairs.updated[finding] === 1) return NO_ROWS;
      const names = namesOf(rows, rowsNow(finding), scans);
      const isReportedBy = (scan: number): boolean => names.has(baseline.scans[scan]?.name ?? '');
      return Uint32Array.from(carriedRows(baseline.rows, then, unit, since, isReportedBy));
    },
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
