/**
 * Whether a row of items is what a pattern stands for, in which a wildcard stands for any number of them.
 *
 * Goes back to the last wildcard only, which is enough: an earlier one can do nothing that the last one cannot. So the time is at
 * most the product of both lengths, for any pattern and any row.
 */
export function matchesRow<One, Wildcard extends string, Item>(
  pattern: readonly (One | Wildcard)[],
  wildcard: Wildcard,
  row: readonly Item[],
  fits: (one: One, item: Item) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  let afterWildcard = -1;
  let wildcardEnds = 0;
  while (at < row.length) {
    const one = pattern[next];
    if (one === wildcard) {
      next += 1;
      afterWildcard = next;
      wildcardEnds = at;
    } else if (next < pattern.length && fits(one as One, row[at] as Item)) {
      next += 1;
      at += 1;
    } else if (afterWildcard < 0) return false;
    else {
      wildcardEnds += 1;
      at = wildcardEnds;
      next = afterWildcard;
    }
  }
  while (pattern[next] === wildcard) next += 1;
  return next === pattern.length;
}
