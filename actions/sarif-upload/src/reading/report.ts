import type { Failure } from '@actions-aws/findings';
import type { Run } from 'sarif';
import type { Named } from '../plan/category.ts';
import type { Candidate } from '../plan/state.ts';

/** A run of a report, whose results are read as often as they are asked for. */
export interface ReportedRun extends Named {
  /** The run without its results. */
  readonly skeleton: Pick<Run, 'tool'>;
  /** Why it does not show all that there is; none where it does. */
  readonly failures: readonly Failure[];
  /** @throws UserError at a result that cannot be read. */
  candidates(): Iterable<Candidate>;
}
