import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '@actions-aws/git';
import { type Entry, SUBMODULE } from '../names/immutable.ts';

/**
 * What is in the content and not in the working tree: submodules that are not checked out, and files that a sparse checkout
 * leaves out. Names are text, for messages. The build sees less than the name says.
 */
export async function notThere(git: Git, entries: readonly Entry[]): Promise<readonly string[]> {
  const submodules = entries
    .filter(({ mode }) => mode === SUBMODULE)
    .map(({ path }) => textOf(path))
    .filter((path) => !existsSync(join(git.directory, path, '.git')));
  return [...submodules, ...(await leftOut(git, entries))];
}

/** https://git-scm.com/docs/git-ls-files: `S` says that a file is left out of the working tree. */
async function leftOut(git: Git, entries: readonly Entry[]): Promise<readonly string[]> {
  if (!existsSync(join(git.folders.gitDir, 'info', 'sparse-checkout'))) return [];
  const { stdout } = await git.run(['ls-files', '-z', '-t']);
  const left = new Set(
    stdout
      .toString('latin1')
      .split('\0')
      .filter((line) => line.startsWith('S '))
      .map((line) => line.slice(2)),
  );
  return entries.filter(({ path }) => left.has(path)).map(({ path }) => textOf(path));
}

function textOf(path: string): string {
  return Buffer.from(path, 'latin1').toString();
}
