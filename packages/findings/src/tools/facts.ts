import type { Kind } from '../words.ts';

/** What we know of a tool. */
export interface ToolFacts {
  /** As SARIF's `driver.name` has it, without regard to capitals; the first is its name for people. */
  readonly drivers: readonly [string, ...string[]];
  /** First segments of a scan's name that say that the scan is this tool's, such as `trivy` in `trivy/backend`. */
  readonly names: readonly string[];
  /** What its results are about, where the rule does not say something else. */
  readonly kind: Kind;
  /** Results that say that the tool did not see everything. */
  readonly failing?: readonly Failing[];
  /** A document that is this tool's clean report where the scan's name says whose it is: no byte at all, or `[]`. */
  readonly nothing?: 'no bytes' | '[]';
  /** What its SARIF has in place of an empty list of results, so that it is a clean report. Of all other tools it is none. */
  readonly noResults?: 'null' | 'absent';
  /** Whether it scans images, whose tags and digests then stand in its paths. */
  readonly scansImages?: true;
  /** What its report does not show, for the README: a failure that looks like a clean report. */
  readonly blind?: string;
  /** The form to give us, where the tool has several. */
  readonly prefer?: 'JSON' | 'SARIF';
}

/** A failure that a tool writes as an ordinary result: it matches where all that is given does. */
export interface Failing {
  /** The rule's id, whole, or up to a `[` as ansible-lint writes it. */
  readonly rule?: string;
  /** What the rule's id begins with. */
  readonly rulePrefix?: string;
  /** What the message begins with. */
  readonly message?: string;
  /** The name of the run's driver in lower case, where each result of that run is a failure. */
  readonly driver?: string;
}
