import type { Rule, Subject } from '../../result.ts';
import type { Level } from '../../severity/severity.ts';
import type { Kind, Severity } from '../../words.ts';

/**
 * A result that has a rule, a level, a message, one place in the checkout and hashes of its line, and nothing else that is passed on:
 * most results of tools for code. It is never made an object of its own. Good until the next is read.
 */
export interface PlainResult {
  /** What it shares with the others of its rule and level: the same object for the same. */
  readonly sort: PlainSort;
  /** The same object for the same file. */
  readonly file: PlainFile;
  /** From 1. */
  readonly line: number;
  /** 0: not given. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What the rest stands in. */
  readonly bytes: Buffer;
  /** The message, as JSON has it written by `JSON.stringify`, quotes included. */
  readonly messageStart: number;
  readonly messageEnd: number;
  /** `partialFingerprints`, braces included, in the same way; both 0 where there are none. */
  readonly hashesStart: number;
  readonly hashesEnd: number;
}

/** What plain results of a rule and level are. */
export interface PlainSort {
  readonly tool: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly rule: Rule;
  readonly level: Level;
}

/** A file of the checkout. */
export interface PlainFile {
  readonly path: string;
  readonly uri: string;
}
