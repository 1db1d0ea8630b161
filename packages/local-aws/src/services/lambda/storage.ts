import { AwsError } from '../../kernel/errors.ts';
import type { LambdaState } from './state.ts';

/** Bytes of code that are kept. Recorded: each version counts with its own copy. */
export function codeSizeOf(state: LambdaState): number {
  const versions = [...state.functions.values()].flatMap((func) => [func.latest, ...func.versions.values()]);
  return versions.reduce((total, { settings }) => total + (settings.CodeSize ?? 0), 0);
}

/**
 * Refuses code for which there is no room (developer guide, gettingstarted-limits; the words are those of
 * serverless-nextjs/serverless-next.js#1801). Whether an update frees the code before at once is not documented: here both
 * count while it is accepted.
 */
export function assertStorable(state: LambdaState, bytes: number | undefined): void {
  if (codeSizeOf(state) + (bytes ?? 0) > state.limits.totalCodeSize) {
    throw new AwsError('CodeStorageExceededException', 400, 'Code storage limit exceeded.', { Type: 'User' });
  }
}
