import { type Program, ruleOf, windowAt } from './program.ts';

/** How many findings have each state. */
export interface Counts {
  readonly unchanged: number;
  readonly updated: number;
  readonly new: number;
  readonly fixed: number;
}

interface Line {
  readonly path: string;
  readonly rule: string;
  readonly text: string;
  readonly window: string;
}

/** The slow and plain reading of the same rules, by crossing out lines one by one, over the texts themselves. */
export function expectedCounts(before: Program, now: Program): Counts {
  const old = linesOf(before);
  const fresh = linesOf(now);
  const paired = (alike: (one: Line, other: Line) => boolean): number => {
    let pairs = 0;
    for (const line of [...fresh]) {
      const other = old.findIndex((one) => alike(one, line));
      if (other < 0) continue;
      old.splice(other, 1);
      fresh.splice(fresh.indexOf(line), 1);
      pairs += 1;
    }
    return pairs;
  };
  const unchanged = paired(
    (one, other) => one.path === other.path && one.rule === other.rule && one.window === other.window,
  );
  const moved = paired((one, other) => one.path === other.path && one.rule === other.rule && one.text === other.text);
  const hadFindings = new Set(linesOf(before).map(({ path }) => path));
  const candidates = (list: readonly Line[], line: Line, may: (path: string) => boolean): ReadonlySet<string> =>
    new Set(
      list
        .filter((one) => one.rule === line.rule && one.window === line.window && may(one.path))
        .map(({ path }) => path),
    );
  const oldLeft = [...old];
  const freshLeft = [...fresh];
  const isGone = (path: string): boolean => !now.has(path);
  const isFresh = (path: string): boolean => !hadFindings.has(path);
  const renamed = paired((one, other) => {
    if (one.rule !== other.rule || one.window !== other.window || !isGone(one.path) || !isFresh(other.path))
      return false;
    return candidates(oldLeft, one, isGone).size === 1 && candidates(freshLeft, other, isFresh).size === 1;
  });
  return { unchanged, updated: moved + renamed, new: fresh.length, fixed: old.length };
}

function linesOf(program: Program): Line[] {
  return [...program].flatMap(([path, lines]) =>
    lines.flatMap((text, at) => {
      const rule = ruleOf(text);
      return rule === undefined ? [] : [{ path, rule, text, window: windowAt(lines, at) }];
    }),
  );
}
