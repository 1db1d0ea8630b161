/**
 * How many letters have to be put in, taken out, changed, or swapped with their neighbour, to make one text of the other:
 * https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance, as the optimal string alignment.
 */
export function wrongLetters(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = row[column - 1]! + (from[line - 1] === to[column - 1] ? 0 : 1);
      const swapped =
        line > 1 && column > 1 && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1]
          ? before[column - 2]! + 1
          : changed;
      next.push(Math.min(changed, swapped, next[column - 1]! + 1, row[column]! + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}
