import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Text files by their path from the repository's root, always with `/`. */
export type Tree = ReadonlyMap<string, string>;

const notOurs = new Set(['node_modules', 'dist', 'coverage']);

/** Everything that the house rules look at: the sources and package.json files of actions, packages and examples. */
export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
      const at = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !notOurs.has(entry.name)) await walk(at);
      if (entry.isFile()) tree.set(at, isRead(entry.name) ? await readFile(path.join(root, at), 'utf8') : '');
    }
  };
  const homes = await readdir(root);
  for (const home of ['actions', 'examples', 'packages']) if (homes.includes(home)) await walk(home);
  return tree;
}

/** TypeScript and JavaScript, which can import. */
export function isSource(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

function isRead(name: string): boolean {
  return isSource(name) || name === 'package.json';
}
