import { showTime } from '@actions-aws/action';
import type { Mark } from './mark.ts';

/** The run that wrote a mark, in words, such as `run 812 (lambda-rollback)`. */
export function runOf({ by, owner }: Mark): string {
  return `${owner ? `run ${owner.run}` : 'an earlier run'} (${by})`;
}

/** When a mark says that its writer took back what was live, in words with a space before; empty where it does not say. */
export function whenOf({ at }: Mark): string {
  return at === undefined ? '' : ` at ${showTime(at)}`;
}
