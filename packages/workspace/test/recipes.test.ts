import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTree } from '../src/house/tree.ts';
import { root } from '../src/root.ts';

// A recipe is only worth following while the room that it is about looks so.

/** The files that a recipe of CONTRIBUTING names in the first column of its table. */
async function filesOf(recipe: string): Promise<readonly string[]> {
  const text = await readFile(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const section = text.split(`### ${recipe}\n`)[1]?.split('\n#')[0] ?? '';
  const rows = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell);
  return rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file));
}

test('the recipe for a room that moves a pointer names every file of lambda-rollback, and no other', async () => {
  const folder = 'actions/lambda-rollback/';
  const there = [...(await readTree(root)).keys()].filter((file) => file.startsWith(folder));
  const named = await filesOf('A room that moves a pointer');
  expect([...named].sort()).toEqual(there.map((file) => file.slice(folder.length)).sort());
});

test('what a room that reads has, that of a pointer has too, but for its verb and its verdict', async () => {
  // A room that reads is small enough to have no shelves.
  const pointer = new Set((await filesOf('A room that moves a pointer')).map(withoutShelf));
  const other = (await filesOf('A room that reads')).filter((file) => !pointer.has(file));
  expect(other).toEqual(['src/<verb>.ts', 'test/<verb>.test.ts', 'src/<verdict>.ts', 'test/<verdict>.test.ts']);
});

/** `src/plan/plan.ts` is `src/plan.ts` where there are no shelves. */
function withoutShelf(file: string): string {
  return file.replace(/^src\/[^/]+\//, 'src/');
}
