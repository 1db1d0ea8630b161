import type { History, Tree } from '@actions-aws/testing/git';

/** A number from 0 up to, without, 1. */
export type Random = () => number;

/** Commits with their parents, oldest first. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** One of some. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to draw from.');
  return item;
}

const CONTENTS = ['one', 'two', 'three'];
const PATHS = ['a/x.ts', 'a/y.ts', 'b/x.ts', 'b', 'c', 'd/e/f.md', '\xff', 'lib'];

/** Makes a history of some commits, each of one to three parents, now and then without one. */
export function randomHistory(origin: History, random: Random, size: number): Graph {
  const graph = new Map<string, readonly string[]>();
  for (let index = 0; index < size; index += 1) {
    const known = [...graph.keys()].slice(-6);
    const count = index === 0 || random() < 0.08 ? 0 : random() < 0.65 ? 1 : random() < 0.9 ? 2 : 3;
    const parents = new Set<string>();
    while (parents.size < Math.min(count, known.length)) parents.add(oneOf(random, known));
    const options = { parents: [...parents], message: `Commit ${index}` };
    graph.set(origin.commit(`topic-${index}`, randomTree(random), options), options.parents);
  }
  return graph;
}

function randomTree(random: Random): Tree {
  return Object.fromEntries(
    PATHS.filter(() => random() < 0.35).map((path) => {
      const draw = random();
      if (draw < 0.2) return [path, undefined];
      const content = oneOf(random, CONTENTS);
      if (draw < 0.3) return [path, { content: oneOf(random, ['1', '2']).repeat(40), mode: '160000' }];
      return [path, { content, mode: draw < 0.4 ? '100755' : draw < 0.5 ? '120000' : '100644' }];
    }),
  );
}
