import type { Kind, Package, Severity, SeveritySource, SeverityWord } from '@actions-aws/findings';

/** How a finding stands to the baseline. `absent`: a scan that reported it did not run whole, so that none can say it is fixed. */
export const STATES = ['new', 'unchanged', 'updated', 'absent', 'fixed'] as const;
export type State = (typeof STATES)[number];

/** What became of a result: each has exactly one. */
export const FATES = ['open', 'suppressed', 'accepted', 'excluded'] as const;
export type Fate = (typeof FATES)[number];

/** The number of a text in `Words`: equal texts have equal numbers, and 0 is the empty text, that is none. */
export type Word = number;

/** Every text that rows name, once. The rows of a baseline and those of today share one, so that their words compare as numbers. */
export interface Words {
  readonly length: number;
  text(word: Word): string;
}

/**
 * One result, as it is added to the rows: of it all that identity, baseline and gate read. The message and the rest stay in the
 * spilled bytes. A field that is absent is none.
 */
export interface Row {
  /** Which scan, by its place in the list of scans. */
  readonly scan: number;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly tool: string;
  readonly rule: string;
  /** The place in the checkout. */
  readonly path?: string;
  readonly line?: number;
  /** GitHub's hash of the line, without the occurrence number: 1 to 16 hex digits. Absent where the file is not in the checkout. */
  readonly lineHash?: string;
  /** The hash of the line's text alone: 1 to 16 hex digits; no secret can be found from it that the checkout does not have. */
  readonly textHash?: string;
  /** Of a dependency: all ids that this result names, sorted. */
  readonly advisories?: readonly string[];
  /** Of a dependency or license. */
  readonly package?: Package;
  /** Of a dependency or license: manifest, lockfile or image. */
  readonly target?: string;
  /** Of a configuration its resource; of a secret the commit, if its value is not on that line now; of a license its name. */
  readonly detail?: string;
  /** The tool's own reason, empty if it gives none; absent: the tool does not suppress it. */
  readonly suppressed?: string;
  /** What an aggregate that is read says of the result; absent for a tool's own report. */
  readonly told?: { readonly state: State; readonly fate: Fate };
}

/**
 * Results by number, 0 to `length` - 1, as columns: there may be a million of them. Nothing depends on their order but the numbers
 * themselves.
 */
export interface Rows {
  readonly length: number;
  readonly words: Words;
  scan(row: number): number;
  kind(row: number): Kind;
  severity(row: number): SeverityWord;
  severitySource(row: number): SeveritySource;
  /** The severity as the tool wrote it. */
  said(row: number): Word;
  tool(row: number): Word;
  rule(row: number): Word;
  path(row: number): Word;
  /** 1-based; 0: none. */
  line(row: number): number;
  /** The upper and lower 32 bits, unsigned; both 0: none. */
  lineHashUpper(row: number): number;
  lineHashLower(row: number): number;
  textHashUpper(row: number): number;
  textHashLower(row: number): number;
  /** The ids joined by one space, sorted, so that equal sets are one word. */
  advisories(row: number): Word;
  /** The number of the package in `packages`; 0: none. */
  package(row: number): number;
  target(row: number): Word;
  detail(row: number): Word;
  suppressed(row: number): boolean;
  /** The tool's reason for suppressing it. */
  reason(row: number): Word;
  /** Absent for a result of a tool's own report. */
  toldState(row: number): State | undefined;
  toldFate(row: number): Fate | undefined;
  /** Each package once; at 0 there is none. A baseline and today share it, as they share the words. */
  readonly packages: readonly (Package | undefined)[];
}
