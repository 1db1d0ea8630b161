import type { Kind, SeverityWord } from '@actions-aws/findings';
import type { Gathered } from '../store/gathered.ts';
import type { Fate, State } from '../store/rows.ts';
import type { Acceptance } from './acceptance.ts';
import type { Verdict } from './decision.ts';
import type { Exclusion } from './exclusion.ts';
import type { Cause } from './settings.ts';

/** All findings by number. Neighbours are those whose results are. */
export interface Findings {
  readonly length: number;
  /** In an order that depends on their identities alone, so that no order of inputs changes it. */
  readonly byIdentity: Uint32Array;
  /** The place of a finding in that order. */
  rank(finding: number): number;
  /** 48 hex digits. */
  identity(finding: number): string;
  /** Derived from its identity, in the form of SARIF's `correlationGuid`. */
  guid(finding: number): string;
  kind(finding: number): Kind;
  state(finding: number): State;
  /** The maximum of its results, with `unknown-as` taken. */
  severity(finding: number): SeverityWord;
  /** Open if one result of it is. */
  fate(finding: number): Fate;
  /** Absent: it does not block. */
  cause(finding: number): Cause | undefined;
  /** Rows of today. */
  rows(finding: number): Uint32Array;
  /** How many they are, and each of them: for all findings that is several times faster than their lists. */
  count(finding: number): number;
  row(finding: number, nth: number): number;
  /** All identities in numbers, as `createIdentities` writes them, in memory that other threads may read. */
  readonly identities: Uint32Array;
  /** Writes the 48 digits of the identities of several, one behind the other, which is several times faster than their texts. */
  writeIdentities(findings: Uint32Array, out: Gathered): void;
  /** Rows of the baseline that the new aggregate carries on; of a fixed one, which it drops, those that it had. */
  past(finding: number): Uint32Array;
}

/** Why a result is not open. */
export type Reason =
  | { readonly fate: 'suppressed'; readonly reason: string }
  | { readonly fate: 'accepted'; readonly entry: Acceptance }
  | { readonly fate: 'excluded'; readonly exclusion: Exclusion };

/** Which findings are counted: those that are all that is given. */
export interface Counted {
  readonly kind?: Kind;
  readonly severity?: SeverityWord;
  readonly state?: State;
  readonly fate?: Fate;
}

/** An entry of `accept`, with the number of findings that it names. */
export interface Named {
  readonly entry: Acceptance;
  readonly findings: number;
}

/** What was decided, with all that reports tell of it. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the step succeeds. */
  readonly green: boolean;
  readonly findings: Findings;
  /** The finding of a row of today. */
  findingOf(row: number): number;
  /** What became of a row of today. */
  fate(row: number): Fate;
  /** Absent for an open one, and for one that only an aggregate tells of. */
  reason(row: number): Reason | undefined;
  count(which: Counted): number;
  /** By the rule that decided, the first that holds for a finding; the worst findings first. Rules that decided nothing are not in it. */
  readonly deciding: readonly { readonly cause: Cause; readonly findings: Uint32Array }[];
  /** How many findings block. */
  readonly blocking: number;
  /** Whether there is a baseline; without one everything is new. */
  readonly compared: boolean;
  /** Findings that were open or not there in the baseline, and are not open now. Empty without a baseline. */
  readonly newly: Readonly<Record<Exclude<Fate, 'open'>, Uint32Array>>;
  /** Entries whose last day is over: they accept nothing. */
  readonly expired: readonly Named[];
  /** Entries that hold and name no finding. */
  readonly unused: readonly Acceptance[];
  /** Scans whose report has another format than in the baseline: what of theirs is new may be old, and nothing of theirs is fixed. */
  readonly reformatted: readonly string[];
  /** Sets of ids that were named together, for the new aggregate and its baseline. */
  readonly aliases: readonly (readonly string[])[];
}
