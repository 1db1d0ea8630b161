import type { Failure, Reported } from '@actions-aws/findings';

/** Reads one tool's own format, all the forms that it has had. */
export interface Reader {
  /** Our name for the tool. */
  readonly tool: string;
  /** In words, such as `bandit’s JSON`. */
  readonly form: string;
  /** Whether a document is this tool's by what is in it. At most one reader says so of any document. */
  recognises(document: unknown): boolean;
  /**
   * Whether a document that does not say whose it is could be this tool's: `[]`, or a form that two tools share. Believed only where
   * the scan's name says so.
   */
  couldBe?(document: unknown): boolean;
  /** All or nothing: throws UnreadableReport where any entry is not as the tool writes it. */
  read(document: unknown, scan: ScanOf): Reading;
}

/** What a reader must know of the scan. */
export interface ScanOf {
  /** The manifest or image that dependencies without one of their own belong to, by the scan. */
  readonly target?: string;
}

/** What a report says. */
export interface Reading {
  /** One for each result that the tool reports, in its order. */
  readonly results: readonly Reported[];
  /** What the tool says that it did not see. */
  readonly failures: readonly Failure[];
  /** The tool's version, where the report has it. */
  readonly version?: string;
}

/** A failure that the tool itself tells. */
export function partial(message: string): Failure {
  return { kind: 'partial', message };
}

/** `[]`, which many tools write where they found nothing. */
export function isEmptyList(document: unknown): boolean {
  return Array.isArray(document) && document.length === 0;
}
