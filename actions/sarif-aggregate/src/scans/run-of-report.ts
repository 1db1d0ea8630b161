import type { Failure, NormalResult, PlainResult, ResultMark } from '@actions-aws/findings';

/** One run of a report, in the words of all formats. */
export interface RunOfReport {
  /** As the report names it. */
  readonly tool: string;
  readonly version?: string;
  /** What it is read as, such as `bandit’s JSON`: another form of a tool is another baseline. */
  readonly form?: string;
  /** What it says besides its results. */
  readonly failures: readonly Failure[];
  /** In its order; a failure that the tool writes as an ordinary result is one. Throws UnreadableReport where one cannot be read. */
  results(): Iterable<ResultOfRun | PlainOfRun | Failure>;
  /** Of an aggregate, the scan that the run is. */
  readonly scan?: ScanOfAggregate;
}

/** A result, and what an aggregate has of it beside. */
export interface ResultOfRun {
  readonly result: NormalResult;
  readonly kept?: KeptResult;
}

/** A result that was not made an object: good until the next. */
export interface PlainOfRun {
  readonly plain: PlainResult;
}

/** What an aggregate decided of a result, and why. */
export type KeptResult = Pick<ResultMark, 'state' | 'fate' | 'reason' | 'lineHash' | 'textHash'>;

/** What an aggregate says of a scan. */
export interface ScanOfAggregate {
  readonly name: string;
  readonly complete: boolean;
  /** Whether it is optional, and there is none. */
  readonly left: boolean;
}

/** Whether it is a failure, and no result. */
export function isFailure(one: ResultOfRun | PlainOfRun | Failure): one is Failure {
  return 'message' in one;
}

/** Whether it is read, and no object. */
export function isPlain(one: ResultOfRun | PlainOfRun): one is PlainOfRun {
  return 'plain' in one;
}
