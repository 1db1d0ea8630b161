import type { Row } from '../../src/store/rows.ts';
import { code, hashOf } from './results.ts';

/** Files of a small program by path; every line that begins with `eval` is a result of one rule, `exec` of another. */
export type Program = ReadonlyMap<string, readonly string[]>;

/** A number from 0 to below. */
export type Random = (below: number) => number;

/** The same numbers for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator, as Numerical Recipes have it. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PLAIN = ['a = 1', 'b = 2', 'log(a)', '}', '', 'return b'];
const FOUND = ['eval(a)', 'eval(b)', 'exec(a)', 'exec(c)'];

/** A line, one in three of which is found. */
export function randomLine(random: Random, found = random(3) === 0): string {
  const lines = found ? FOUND : PLAIN;
  return lines[random(lines.length)] ?? '';
}

export function randomProgram(random: Random): Program {
  const files = 1 + random(4);
  return new Map(
    Array.from({ length: files }, (_, at) => [
      `src/${at}.js`,
      Array.from({ length: random(14) }, () => randomLine(random)),
    ]),
  );
}

/** What a scanner reports of a program. The hash of a line is that of it and the two that follow, as GitHub's is of what follows. */
export function resultsOf(program: Program): readonly Row[] {
  return [...program].flatMap(([path, lines]) =>
    lines.flatMap((line, at) => {
      const rule = ruleOf(line);
      if (rule === undefined) return [];
      const [lineHash, textHash] = [hashOf(windowAt(lines, at)), hashOf(`text ${line}`)];
      return [code({ rule, path, line: at + 1, lineHash, textHash })];
    }),
  );
}

export function ruleOf(line: string): string | undefined {
  return /^(eval|exec)/.exec(line)?.[0];
}

/** What GitHub's hash would see. */
export function windowAt(lines: readonly string[], at: number): string {
  return lines.slice(at, at + 3).join('\n');
}

export type Edit = 'insert' | 'insert-found' | 'delete' | 'move' | 'rename';

/** The program after one edit by chance. */
export function edited(program: Program, edit: Edit, random: Random): Program {
  const paths = [...program.keys()];
  const path = paths[random(paths.length)] ?? '';
  const lines = [...(program.get(path) ?? [])];
  const next = new Map(program);
  if (edit === 'rename') {
    next.delete(path);
    next.set(`renamed/${random(1_000_000)}.js`, lines);
    return next;
  }
  if (edit === 'insert' || edit === 'insert-found') {
    lines.splice(random(lines.length + 1), 0, randomLine(random, edit === 'insert-found'));
  } else {
    const [line] = lines.splice(random(Math.max(1, lines.length)), 1);
    if (edit === 'move' && line !== undefined) lines.splice(random(lines.length + 1), 0, line);
  }
  return next.set(path, lines);
}
