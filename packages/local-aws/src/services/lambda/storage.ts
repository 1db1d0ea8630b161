import { AwsError } from '../../kernel/errors.ts';
import type { LambdaState, Settings } from './state.ts';

/** Bytes of code that are kept, of functions and of layers (Lambda quotas). Recorded: each version counts with its own copy. */
export function codeSizeOf(state: LambdaState): number {
  const versions = [...state.functions.values()].flatMap((func) => [func.latest, ...func.versions.values()]);
  const functions = versions.reduce((total, { settings }) => total + sizeOf(settings), 0);
  const layers = [...state.layers.versions.values()].filter(({ deleted, codeSha256 }) => !deleted && codeSha256);
  return layers.reduce((total, { codeSize }) => total + codeSize, functions);
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
  assertRoom(state, sizeOf(code) * copies);
}

/** The same of bytes that are no function's. */
export function assertRoom(state: LambdaState, size: number): void {
  if (codeSizeOf(state) + size > state.limits.totalCodeSize) {
    throw new AwsError('CodeStorageExceededException', 400, 'Code storage limit exceeded.', { Type: 'User' });
  }
}
