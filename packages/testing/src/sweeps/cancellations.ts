import type { CrashPoint } from './crash-points.ts';
import type { Sampling } from './sample.ts';

/** Which cancellations are tried. */
export interface CancelSweep extends Sampling {
  /** Leaves some points out; all are tried unless given. */
  choose?(points: readonly CrashPoint[]): readonly CrashPoint[];
  /**
   * How many writes the run may make after it was cancelled: to take back what it wrote, and those that waited for their turn
   * under the rate limit already. 1 unless given, as for one pointer.
   */
  readonly writesAfter?: number;
}

/** SIGTERM follows SIGINT after 7.5 s: https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs */
export const IN_TIME_MS = 7_500;
