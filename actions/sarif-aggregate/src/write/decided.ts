import type { Fate, State } from '../store/rows.ts';

/** What is decided of results, as the writer asks it: a part of the judgement. */
export interface Decided {
  /** Findings are numbered in the order of their identities. */
  findingOf(row: number): number;
  /** Hexadecimal. */
  identity(finding: number): string;
  /** As a GUID. */
  guid(finding: number): string;
  /** Of a row of today. */
  state(row: number): State;
  fate(row: number): Fate;
  /** Why it is not open; empty where it is. */
  reason(row: number): string;
  /** Rows of the baseline that are carried on as absent, each with its finding. */
  carried(): Iterable<readonly [finding: number, row: number]>;
}
