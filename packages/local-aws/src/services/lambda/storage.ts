import { AwsError } from '../../kernel/errors.ts';
import type { LambdaState, Settings } from './state.ts';

/** Bytes of code that are kept. Recorded: each version counts with its own copy. */
export function codeSizeOf(state: LambdaState): number {
  const versions = [...state.functions.values()].flatMap((func) => [func.latest, ...func.versions.values()]);
  return versions.reduce((total, { settings }) => total + sizeOf(settings), 0);
}

/** "The code does not count": https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html */
function sizeOf({ CodeSize, ResolvedS3Object }: Settings): number {
  return ResolvedS3Object === undefined ? (CodeSize ?? 0) : 0;
}

/**
 * Refuses code for which there is no room, `copies` times (developer guide, gettingstarted-limits; the words are those of
 * serverless-nextjs/serverless-next.js#1801). Whether an update frees the code before at once is not documented: here both
 * count while it is accepted.
 */
export function assertStorable(state: LambdaState, code: Settings, copies = 1): void {
  if (codeSizeOf(state) + sizeOf(code) * copies > state.limits.totalCodeSize) {
    throw new AwsError('CodeStorageExceededException', 400, 'Code storage limit exceeded.', { Type: 'User' });
  }
}
