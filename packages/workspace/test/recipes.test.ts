import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTree } from '../src/house/tree.ts';
import { root } from '../src/root.ts';

// A recipe is only worth following while the room that it is about looks so.

/** The files that a recipe of CONTRIBUTING names in the first column of its table; of those rows only that hold `holds`. */
async function filesOf(recipe: string, holds?: string): Promise<readonly string[]> {
  const text = await readFile(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const section = text.split(`### ${recipe}\n`)[1]?.split('\n#')[0] ?? '';
  const rows = [...section.matchAll(/^\| (`[^|]*) \| ([^|]*) \|/gm)]
    .filter(([, , held]) => holds === undefined || held === holds)
    .map(([, cell = '']) => cell);
  return rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file));
}

test('the recipe for a room that moves a pointer names every file of lambda-rollback, and no other', async () => {
  const folder = 'actions/lambda-rollback/';
  const there = [...(await readTree(root)).keys()].filter((file) => file.startsWith(folder));
  const named = await filesOf('A room that moves a pointer');
  expect([...named].sort()).toEqual(there.map((file) => file.slice(folder.length)).sort());
});

test('the recipe for a room that reads names every file or shelf of image-tag, and no other', async () => {
  const folder = 'actions/image-tag/';
  const there = [...(await readTree(root)).keys()]
    .filter((file) => file.startsWith(folder))
    .map((file) => file.slice(folder.length));
  const named = await filesOf('A room that reads');
  const covers = (name: string) => (file: string) => (name.endsWith('/') ? file.startsWith(name) : file === name);
  expect(there.filter((file) => !named.some((name) => covers(name)(file)))).toEqual([]);
  expect(named.filter((name) => !there.some(covers(name)))).toEqual([]);
});

test('what a room that reads has as one that moves a pointer, detect-changes has, too', async () => {
  const there = new Set((await readTree(root)).keys());
  const named = await filesOf('A room that reads', 'as above');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !there.has(`actions/detect-changes/${file}`))).toEqual([]);
});
