import type { Git } from './git.ts';
import { textOf } from './git.ts';

/** An entry of a tree, as GitHub shows it: https://docs.github.com/en/rest/git/trees#get-a-tree */
export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

/** Entries of the tree that a commit or tree has; with `recursive` of all trees below it, and these too. */
export async function treeEntries(git: Git, sha: string, recursive: boolean): Promise<readonly TreeEntry[]> {
  const listed = await git.run('ls-tree', '-z', ...(recursive ? ['-r', '-t'] : []), sha);
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', object = ''] = line.slice(0, tab).split(' ');
      return { path: textOf(line.slice(tab + 1)), mode, type, sha: object };
    });
}

/** How many of the entries one answer may have, by number and by bytes. */
export function fittingIn(entries: readonly TreeEntry[], most: { entries: number; bytes: number }): number {
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (index >= most.entries || bytes > most.bytes) return index;
  }
  return entries.length;
}
