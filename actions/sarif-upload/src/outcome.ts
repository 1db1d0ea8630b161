/**
 * How an upload ended.
 *
 * - `uploaded`: GitHub has processed all that had to be sent
 * - `planned`: a dry run; the files are prepared, and nothing was asked of GitHub
 * - `skipped`: the token may not upload, or code scanning is off and the workflow allows for that; the files are prepared
 * - `superseded`: the ref has another commit by now
 * - `rejected`: a report was not sent, since its scan is incomplete, or GitHub refused it; all others are there
 * - `unknown`: something was sent, and it is not known what became of it
 * - `failed`: an error; nothing was sent that is not there
 */
export type Outcome = 'uploaded' | 'planned' | 'skipped' | 'superseded' | 'rejected' | 'unknown' | 'failed';

const GREEN: readonly Outcome[] = ['uploaded', 'planned', 'skipped'];

/** Whether a step of a workflow that ended so is green. */
export function isGreen(outcome: Outcome): boolean {
  return GREEN.includes(outcome);
}

/** Why a run did not come to the end that was asked for. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** Why a run is red or skipped, by the `code` in the output `report`. */
export const failures = {
  incomplete:
    'A scan did not see everything, so that its report was not sent: alerts would close that are still there.',
  refused: 'GitHub refused a report; the message has its words.',
  'newer-commit': 'The ref has another commit than the one that was scanned.',
  'not-processed': 'GitHub had not processed what was sent when `timeout` was used up.',
  'not-allowed': 'The token may not do something; the message names the permission.',
  'no-upload': 'The token of a fork or of Dependabot may not upload.',
  'not-enabled': 'Code scanning is off in the repository, or not in its licence.',
  'credentials-invalid': 'GitHub does not take the token.',
  'rate-limited': 'GitHub asked to wait for longer than there was time.',
  unavailable: 'GitHub kept failing.',
  cancelled: 'The workflow was cancelled.',
  'timed-out': '`timeout` was used up before all was sent.',
  error: 'Anything else; the message says what.',
} as const;

/** The stable name of a failure. */
export type FailureCode = keyof typeof failures;

/** Whether something is the name of a failure. */
export function isFailureCode(code: string | undefined): code is FailureCode {
  return code !== undefined && Object.hasOwn(failures, code);
}
