import type { Comparison, Measured, NotMeasured } from '../figure.ts';
import { fastest, median } from '../samples.ts';

/** What one way took, run by run, in milliseconds; or why it was not measured. */
export interface UploadRuns {
  /** Into an empty bucket. */
  readonly first: readonly number[];
  /** The same bytes again, with new times of their files. */
  readonly unchanged: readonly number[];
  /** How many requests that took. */
  readonly unchangedRequests: readonly number[];
}

/** All ways with the same build. */
export interface SyncRuns {
  /** Such as `5000 files`. */
  readonly name: string;
  readonly ours: UploadRuns;
  readonly aws: UploadRuns | NotMeasured;
  readonly rclone: UploadRuns | NotMeasured;
  /** How the figures call rclone. */
  readonly rcloneName: string;
}

const AWS = 'aws s3 sync';
/** Of the AWS CLI's time: of a first upload, and of one in which nothing has changed. */
const EXPECTED_OF_AWS = { first: 0.3, unchanged: 0.1 };
const EXPECTED_OF_RCLONE = 1.5;
/** What a step should get by with for a build of any size, in bytes. */
const MOST_MEMORY = 300e6;

/** What is said of one build. */
export function syncComparisons({ name, ours, aws, rclone, rcloneName }: SyncRuns): readonly Comparison[] {
  const against = (
    what: keyof UploadRuns,
    words: string,
    read: (values: readonly number[]) => number,
    [peer, theirs, expected]: readonly [string, UploadRuns | NotMeasured, number?],
  ): Comparison => ({
    figure: `${name}: ${words}`,
    unit: what === 'unchangedRequests' ? 'calls' : 'ms',
    ours: read(ours[what]),
    peer,
    theirs: 'why' in theirs ? theirs : read(theirs[what]),
    ...(expected !== undefined && { expected }),
  });
  return [
    against('first', 'first upload, median', median, [AWS, aws, EXPECTED_OF_AWS.first]),
    against('first', 'first upload, fastest', fastest, [AWS, aws, EXPECTED_OF_AWS.first]),
    against('first', 'first upload, median', median, [rcloneName, rclone, EXPECTED_OF_RCLONE]),
    against('first', 'first upload, fastest', fastest, [rcloneName, rclone, EXPECTED_OF_RCLONE]),
    against('unchanged', 'unchanged, with new times, median', median, [AWS, aws, EXPECTED_OF_AWS.unchanged]),
    against('unchanged', 'unchanged, with new times, fastest', fastest, [AWS, aws, EXPECTED_OF_AWS.unchanged]),
    against('unchanged', 'unchanged, with new times, median', median, [rcloneName, rclone]),
    against('unchangedRequests', 'unchanged, requests', median, [AWS, aws]),
  ];
}

/** What is said of memory. */
export function memoryComparison(name: string, peakBytes: Measured): Comparison {
  return {
    figure: `${name}: peak memory`,
    unit: 'MB',
    ours: typeof peakBytes === 'number' ? peakBytes / 1e6 : peakBytes,
    peer: 'what a step should get by with',
    theirs: MOST_MEMORY / 1e6,
    expected: 1,
  };
}
