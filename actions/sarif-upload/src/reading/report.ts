import type { Failure } from '@actions-aws/findings';
import type { Run } from 'sarif';
import type { Named } from '../plan/category.ts';
import type { Candidate } from '../plan/state.ts';

/** A run of a report, whose results are read as often as they are asked for. */
export interface ReportedRun extends Named {
  /** The run without its results. */
  readonly skeleton: Pick<Run, 'tool'>;
  /** Whether it stands for a scan that did not run, as an optional one: nothing is known of its alerts. */
  readonly isLeft: boolean;
  /** Why it does not show all that there is, as far as the run itself says. */
  readonly failures: readonly Failure[];
  /**
   * Its results, each with its place among them, and what stands among them that is none, but says what the tool did not see.
   *
   * @param only the places of those that are wanted; all unless given.
   */
  candidates(only?: ReadonlySet<number>): Iterable<readonly [index: number, found: Candidate | Failure]>;
}

/** A report of which nothing can be read. */
export interface UnreadableFile {
  readonly file: string;
  readonly failures: readonly Failure[];
}

/** All reports of a run of the action. */
export interface Reports {
  readonly runs: readonly ReportedRun[];
  readonly unreadable: readonly UnreadableFile[];
  close(): void;
}
