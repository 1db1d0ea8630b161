import type { Link } from './glob.ts';
import type { Pattern } from './pattern.ts';
import { isAllBut, type PatternList } from './pattern-list.ts';
import { GLOBSTAR } from './segment.ts';
import { matchesRow } from './wildcard.ts';

/** A pattern that can never decide anything, by its place in its list, and why. */
export interface Dead {
  readonly index: number;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Patterns of a list that can never decide anything, as far as it can be told from the patterns alone: those that a later one
 * undoes whole, those that take away where nothing was given yet, and those that `ignore` covers.
 */
export function deadIn(list: PatternList, ignore: PatternList = []): readonly Dead[] {
  return list.flatMap((pattern, index) => deadAt(list, pattern, index) ?? ignored(pattern, index, ignore) ?? []);
}

function deadAt(list: PatternList, pattern: Pattern, index: number): Dead | undefined {
  const { isNegated } = pattern;
  if (isNegated && !isAllBut(list) && list.slice(0, index).every((before) => before.isNegated)) {
    return {
      index,
      message: 'takes nothing away: no line before it gives anything',
      remedy: 'Put it after the patterns that it makes an exception of, since the last line that matches decides.',
    };
  }
  const later = list.slice(index + 1).find((one) => one.isNegated !== isNegated && covers(one, pattern));
  if (!later) return undefined;
  return {
    index,
    message: `can never decide: \`${later.text}\` comes later and covers all of it`,
    remedy: 'Put the wider pattern first, since the last line that matches decides, or take one of them out.',
  };
}

function ignored(pattern: Pattern, index: number, ignore: PatternList): Dead | undefined {
  if (pattern.isNegated) return undefined;
  const last = ignore.findLastIndex(({ isNegated }) => isNegated);
  const covering = ignore.slice(last + 1).find((one) => covers(one, pattern));
  if (!covering) return undefined;
  return {
    index,
    message: `can never match: \`ignore\` has \`${covering.text}\`, which covers all of it`,
    remedy: 'Take it out, or make an exception of it in `ignore` by a later line that begins with `!`.',
  };
}

/** Whether every path that one matches is surely matched by the other. Some coverings are not seen; none is invented. */
function covers(wide: Pattern, narrow: Pattern): boolean {
  const { statuses } = wide;
  if (statuses && !narrow.statuses?.every((status) => statuses.includes(status))) return false;
  return narrow.glob.alternatives.every((one) =>
    wide.glob.alternatives.some((other) => matchesRow(other, GLOBSTAR, one, coversLink)),
  );
}

function coversLink(wide: Exclude<Link, typeof GLOBSTAR>, narrow: Link): boolean {
  if (narrow === GLOBSTAR) return false;
  if (wide.isAny || wide.text === narrow.text) return true;
  return narrow.literal !== undefined && wide.fits(narrow.literal);
}
