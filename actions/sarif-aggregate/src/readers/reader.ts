import { type Failure, factsOf, isFailing, type KnownTool, type Reported, withoutUsers } from '@actions-aws/findings';

/** Reads one tool's own format, all the forms that it has had. */
export interface Reader {
  /** Our name for the tool. */
  readonly tool: KnownTool;
  /** In words, such as `bandit’s JSON`. */
  readonly form: string;
  /** Whether a document is this tool's by what is in it. At most one reader says so of any document. */
  recognises(document: unknown): boolean;
  /**
   * Whether a document that does not say whose it is could be this tool's, such as a form that two tools share. Believed only where
   * the scan's name says so. What is empty is not asked for here: the table of tools says who writes it.
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

/** A failure that the tool itself tells, as one line of no more than 500 characters, without passwords of addresses. */
export function partial(message: string): Failure {
  const line = withoutUsers(message.replace(/\s+/g, ' ').trim());
  return { kind: 'partial', message: line.length > 500 ? `${line.slice(0, 499)}…` : line };
}

/** Whether an entry is no result, but says that the tool did not see everything. */
export function isFailure(tool: KnownTool, rule: string, message: string): boolean {
  return isFailing(tool, factsOf(tool).drivers[0] ?? tool, rule, message);
}
