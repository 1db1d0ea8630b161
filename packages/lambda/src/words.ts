import { took } from '@actions-aws/action';
import type { Skipped } from './functions-input.ts';

/** For how long users could meet two versions of what belongs together, in words. */
export function cutoverInWords(windowMs: number): string {
  return `The aliases moved within ${took(windowMs)}. Lambda has no transaction over aliases: in that time users could meet two versions.`;
}

/** Functions that were passed over, in words. */
export function skippedInWords(skipped: readonly Skipped[]): string {
  return `Passed over: ${skipped.map(({ functionName, why }) => `${functionName}, ${why}`).join('; ')}.`;
}
