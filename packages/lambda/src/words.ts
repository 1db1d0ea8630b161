import { took } from '@actions-aws/action';
import type { Mark } from '@actions-aws/promotion';
import type { Skipped } from './functions-input.ts';

/** For how long users could meet two versions of what belongs together, in words. */
export function cutoverInWords(windowMs: number): string {
  return `The aliases moved within ${took(windowMs)}. Lambda has no transaction over aliases: in that time users could meet two versions.`;
}

/** Functions that were passed over, in words. */
export function skippedInWords(skipped: readonly Skipped[]): string {
  return `Passed over: ${skipped.map(({ functionName, why }) => `${functionName}, ${why}`).join('; ')}.`;
}

/** The run that wrote a mark, in words, such as `run 812 (lambda-rollback)`. */
export function runOf({ by, owner }: Mark): string {
  return `${owner ? `run ${owner.run}` : 'an earlier run'} (${by})`;
}

/** When a mark says that its writer took back what was live, in words with a space before; empty where it does not say. */
export function whenOf({ at }: Mark): string {
  return at === undefined ? '' : ` at ${new Date(at).toISOString().slice(0, 19)}Z`;
}
