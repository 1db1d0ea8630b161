import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Text files by their path from the repository's root, always with `/`. */
export type Tree = ReadonlyMap<string, string>;

const notOurs = new Set(['node_modules', 'dist', 'coverage']);

/** Everything that the house rules look at: sources and package.json files of actions, packages and examples, and changesets. */
export async function readTree(root: string): Promise<Tree> {
  const isRead = (name: string) => isSource(name) || name === 'package.json';
  const sources = await readFolders(root, ['actions', 'examples', 'packages'], isRead);
  const changesets = await readFolders(root, ['.changeset'], (name) => name.endsWith('.md'));
  return new Map([...sources, ...changesets]);
}

/** Everything that people read: sources, documents, workflows and scripts, those at the root included. */
export async function readTexts(root: string): Promise<Tree> {
  const isRead = (name: string) => isSource(name) || /\.(md|ya?ml|sh|css|tf|txt)$/.test(name) || name === 'run';
  const homes = ['actions', 'examples', 'findings', 'packages', '.changeset', '.ci', '.github'];
  const tree = new Map(await readFolders(root, homes, isRead));
  for (const name of await readdir(root)) {
    if (/\.(md|mjs)$/.test(name)) tree.set(name, await readFile(path.join(root, name), 'utf8'));
  }
  return tree;
}

async function readFolders(root: string, homes: readonly string[], isRead: (name: string) => boolean): Promise<Tree> {
  const tree = new Map<string, string>();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
      const at = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !notOurs.has(entry.name)) await walk(at);
      if (entry.isFile()) tree.set(at, isRead(entry.name) ? await readFile(path.join(root, at), 'utf8') : '');
    }
  };
  const there = await readdir(root);
  for (const home of homes) if (there.includes(home)) await walk(home);
  return tree;
}

/** TypeScript and JavaScript, which can import. */
export function isSource(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}
