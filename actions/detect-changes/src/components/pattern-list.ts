import type { BytePath } from '@actions-aws/git';
import { type ChangedEnd, holds, type Pattern } from './pattern.ts';

/** Patterns in the order of their lines. */
export type PatternList = readonly Pattern[];

/** What a list says of a path: the pattern by which it is in, or that all are in which no line takes away. */
export type Decision = Pattern | typeof ALL_BUT | undefined;

/** A list of nothing but negations means everything except these. */
export const ALL_BUT = 'everything else';

/**
 * The last pattern that holds decides.
 *
 * @param purpose whether what is in the list is left out: then a submodule is in only as a whole.
 */
export function decide(list: PatternList, end: ChangedEnd, purpose: 'choose' | 'leave-out' = 'choose'): Decision {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const pattern = list[index] as Pattern;
    if (holds(pattern, end, pattern.isNegated === (purpose === 'leave-out')))
      return pattern.isNegated ? undefined : pattern;
  }
  return isAllBut(list) ? ALL_BUT : undefined;
}

/** Whether a list only takes away. */
export function isAllBut(list: PatternList): boolean {
  return list.length > 0 && list.every(({ isNegated }) => isNegated);
}

/** Whether a name that is no path, such as a tag's, is in a list. */
export function hasName(list: PatternList, name: BytePath): boolean {
  return decide(list, { path: name, statuses: [], isSubmodule: false, isThere: true }) !== undefined;
}
