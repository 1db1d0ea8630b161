import type { Failure, Kind, SeveritySource, SeverityWord } from '@actions-aws/findings';
import type { Gathered } from '../store/gathered.ts';
import type { Fate, State, Word } from '../store/rows.ts';
import type { Spot } from '../store/window.ts';

/** The version of the JSON document of findings: another number where a field is gone or says something else. */
export const DOCUMENT_VERSION = 1;

/** How a run ends: green; red because findings decide; red because a scan is missing, unreadable or partial. */
export type Verdict = 'pass' | 'block' | 'incomplete';

/** Why a finding blocks. */
export type Blocking = 'secret' | 'fail-on' | 'fail-on-new';

/** What a run found out, as all reports tell it. */
export interface Findings {
  readonly verdict: Verdict;
  /** Whether findings block, also where the verdict is `incomplete`. */
  readonly block: boolean;
  readonly settings: Settings;
  /** Whether an earlier aggregate told what was there before; without one everything is new. */
  readonly baseline: boolean;
  readonly scans: readonly ScanReport[];
  readonly counts: Counts;
  readonly acceptance: Acceptance;
  /** Each finding, the worst first; read anew by each call, since there may be more of them than memory has room for. */
  findings(): Iterable<Told>;
}

/** A finding as its turn comes: good until the next is asked for. */
export interface Told {
  /** All that reports say of it, put together when it is first asked for. */
  finding(): Finding;
  /** Of most findings: what is told of them in pieces, which is several times faster. */
  readonly plain: Plain | undefined;
}

/** A finding that is open and has one result, of no dependency. */
export interface Plain {
  /** Equal where findings are equal in all but identity, message, path and line; a small number. */
  readonly like: number;
  readonly state: State;
  readonly blocks: Blocking | undefined;
  /** Where the message is, as JSON. */
  readonly message: Spot;
  /** 0: none. */
  readonly path: Word;
  /** 0: none. */
  readonly line: number;
  messageText(): string;
  pathText(): string;
  writeIdentity(out: Gathered): void;
}

/** What the workflow set. */
export interface Settings {
  readonly failOn: string;
  readonly failOnNew: string;
  readonly unknownAs?: string;
  readonly kinds: readonly Kind[];
}

/** One scan, and whether it ran whole. */
export interface ScanReport {
  readonly name: string;
  /** As its report names it; empty where there is no report that says so. */
  readonly tool: string;
  readonly version?: string;
  /** Every result that was read. */
  readonly results: number;
  readonly findings: number;
  readonly complete: boolean;
  /** What makes it incomplete, and with `partial: warn` what would. */
  readonly failures: readonly Failure[];
  /** Whether the workflow called the scan optional, and there is none. */
  readonly left?: boolean;
}

/** How many findings there are. One that no scan reports any more is in `fixed` or `absent` alone. */
export interface Counts {
  readonly results: number;
  /** Those with an open result. */
  readonly open: number;
  readonly suppressed: number;
  readonly accepted: number;
  readonly excluded: number;
  readonly blocking: number;
  /** Open and new. */
  readonly new: number;
  readonly fixed: number;
  readonly absent: number;
  /** Open findings by severity. */
  readonly severities: Readonly<Record<SeverityWord, number>>;
  /** Open findings by kind, and of each kind by severity. */
  readonly kinds: Readonly<Record<Kind, Readonly<Record<SeverityWord, number>>>>;
}

/** What came of the entries of `accept`. */
export interface Acceptance {
  /** In words, with their owners. */
  readonly expired: readonly string[];
  readonly unused: readonly string[];
}

/** All results that say the same. */
export interface Finding {
  /** Hexadecimal; the same as long as the finding is the same. `accept` takes it. */
  readonly identity: string;
  readonly kind: Kind;
  /** The highest of its results. */
  readonly severity: SeverityWord;
  readonly state: State;
  /** Open where one of its results is. */
  readonly fate: Fate;
  /** Why it is not open; empty where it is. */
  readonly reason: string;
  /** Whether this run is the first in which it is not open, though it was before. */
  readonly newlyClosed: boolean;
  readonly blocks?: Blocking;
  readonly rule: string;
  readonly message: string;
  readonly help?: string;
  readonly path?: string;
  readonly line?: number;
  readonly dependency?: {
    readonly package: string;
    readonly version?: string;
    readonly fixed?: string;
    readonly advisories: readonly string[];
    readonly target: string;
  };
  readonly results: readonly ResultOfFinding[];
}

/** What one tool reported. */
export interface ResultOfFinding {
  readonly scan: string;
  readonly tool: string;
  readonly rule: string;
  readonly severity: SeverityWord;
  readonly source: SeveritySource;
  /** The severity as the tool wrote it. */
  readonly said?: string;
  readonly fate: Fate;
  readonly reason: string;
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
}
