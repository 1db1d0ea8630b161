import type { Decisions } from '../gate/decisions.ts';
import { PARTS } from '../identity/identity.ts';
import { numberAt, sharedNumbers } from '../store/columns.ts';
import { ranksOf } from '../store/sort.ts';
import type { Store } from '../store/store.ts';
import type { Table, TablePart } from '../store/table.ts';
import type { KnownDecisions } from './decision.ts';

/** Results that are written: rows of today, and behind them those of the baseline that are carried on. */
export interface Entries {
  readonly length: number;
  /** The place of its scan in the order of their names. */
  run(entry: number): number;
  /** The places of its path and rule in the order of all texts. */
  path(entry: number): number;
  rule(entry: number): number;
  line(entry: number): number;
  finding(entry: number): number;
  /** The place of its finding in an order that depends on identities alone. */
  rank(entry: number): number;
  /** Number in the spill. */
  spilled(entry: number): number;
  /** Number of what was decided. */
  decision(entry: number): number;
}

/** Entries as another thread can read them. Columns are in memory that threads share: there may be half a million rows. */
export interface LentEntries {
  readonly today: LentTable;
  readonly before: LentTable;
  /** Rows of the baseline that are carried on. */
  readonly carried: Uint32Array;
  /** By entry, its finding and what was decided. */
  readonly findings: Uint32Array;
  readonly decisions: Uint32Array;
  /** By finding, its place. */
  readonly ranks: Uint32Array;
  /** By word, its place. */
  readonly places: Uint32Array;
}

/** A table, and by the numbers of its sorts the place of the run and that of the rule. */
interface LentTable {
  readonly table: TablePart;
  readonly runs: Uint32Array;
  readonly rules: Uint32Array;
}

/** By the number of a scan, of today and of the baseline, its run's place. */
export interface RunsByScan {
  readonly today: readonly number[];
  readonly before: readonly number[];
}

/** Rows of the baseline that are carried on, each with its finding. */
export type Carried = readonly (readonly [finding: number, row: number])[];

/** All results that are written, with what was decided of them. */
export function entriesOf(
  { today, before, words }: Store,
  decided: Decisions,
  carried: Carried,
  runs: RunsByScan,
  decisions: KnownDecisions,
): LentEntries {
  const places = ranksOf(words.length, (word) => words.text(word));
  const lent = (table: Table, runs: readonly number[]): LentTable => ({
    table: table.part(),
    runs: Uint32Array.from(table.sorts(), ({ scan }) => runs[scan]!),
    rules: Uint32Array.from(table.sorts(), ({ rule }) => places[rule]!),
  });
  const findings = sharedNumbers(today.length + carried.length);
  const numbers = sharedNumbers(findings.length);
  for (let row = 0; row < today.length; row += 1) {
    findings[row] = decided.findingOf(row);
    const [state, fate] = [decided.state(row), decided.fate(row)];
    numbers[row] =
      fate === 'open' ? decisions.open(state, decided.cause(row)) : decisions.closed(state, fate, decided.reason(row));
  }
  for (const [nth, [finding, row]] of carried.entries()) {
    findings[today.length + nth] = finding;
    const fate = before.toldFate(row) ?? 'open';
    numbers[today.length + nth] =
      fate === 'open'
        ? decisions.open('absent', undefined)
        : decisions.closed('absent', fate, words.text(before.toldReason(row)));
  }
  const ranks = sharedNumbers(decided.identities.length / PARTS);
  for (let finding = 0; finding < ranks.length; finding += 1) ranks[finding] = decided.rank(finding);
  return {
    today: lent(today, runs.today),
    before: lent(before, runs.before),
    carried: Uint32Array.from(carried, ([, row]) => row),
    findings,
    decisions: numbers,
    ranks,
    places,
  };
}

/** Reads what was lent. */
export function readingOf({ today, before, carried, findings, decisions, ranks, places }: LentEntries): Entries {
  const { length } = today.table;
  /** Asks the table that has an entry. */
  const by =
    (ask: (of: LentTable, row: number) => number) =>
    (entry: number): number =>
      entry < length ? ask(today, entry) : ask(before, carried[entry - length]!);
  return {
    length: length + carried.length,
    run: by(({ table, runs }, row) => runs[numberAt(table.chunks.sorts, row)]!),
    path: by(({ table }, row) => places[numberAt(table.chunks.paths, row)]!),
    rule: by(({ table, rules }, row) => rules[numberAt(table.chunks.sorts, row)]!),
    line: by(({ table }, row) => numberAt(table.chunks.lines, row)),
    spilled: by(({ table }, row) => numberAt(table.chunks.spilled, row)),
    finding: (entry) => findings[entry]!,
    rank: (entry) => ranks[findings[entry]!]!,
    decision: (entry) => decisions[entry]!,
  };
}
