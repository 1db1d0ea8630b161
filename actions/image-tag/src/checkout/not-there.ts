import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Env, type Git, openGit } from '@actions-aws/git';
import { type Entry, SUBMODULE } from '../names/immutable.ts';

/**
 * What is in the content and not in the working tree: submodules that are not checked out, files that a sparse checkout leaves
 * out, and files of Git LFS of which only the pointer is there. Names are text, for messages. The build sees less than the name
 * says.
 */
export async function notThere(git: Git, entries: readonly Entry[], env: Env): Promise<readonly string[]> {
  const submodules = entries.filter(({ mode }) => mode === SUBMODULE).map(({ path }) => textOf(path));
  return [
    ...(await notCheckedOut(git.directory, submodules, env)),
    ...(await leftOut(git, entries)),
    ...(await pointersOnly(git, entries)),
  ];
}

/** Of submodules, and of those in them, which actions/checkout leaves out unless it is told `submodules: recursive`. */
async function notCheckedOut(folder: string, submodules: readonly string[], env: Env): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of submodules) {
    const directory = join(folder, path);
    if (!existsSync(join(directory, '.git'))) {
      found.push(path);
      continue;
    }
    const files = await linesOf(await openGit({ directory, env }), ['ls-files', '-z', '--stage']);
    const inner = files.filter((line) => line.startsWith(SUBMODULE)).map((line) => line.slice(line.indexOf('\t') + 1));
    const paths = await notCheckedOut(directory, inner.map(textOf), env);
    found.push(...paths.map((one) => `${path}/${one}`));
  }
  return found;
}

/** https://git-scm.com/docs/git-ls-files: `S` says that a file is left out of the working tree. */
async function leftOut(git: Git, entries: readonly Entry[]): Promise<readonly string[]> {
  if (!existsSync(join(git.folders.gitDir, 'info', 'sparse-checkout'))) return [];
  const lines = await linesOf(git, ['ls-files', '-z', '-t']);
  const left = new Set(lines.filter((line) => line.startsWith('S ')).map((line) => line.slice(2)));
  return entries.filter(({ path }) => left.has(path)).map(({ path }) => textOf(path));
}

/** actions/checkout leaves the pointers there, unless it is told `lfs: true`. */
async function pointersOnly(git: Git, entries: readonly Entry[]): Promise<readonly string[]> {
  const large = new Set(await linesOf(git, ['ls-files', '-z', '--', ':(top,attr:filter=lfs)']));
  const found: string[] = [];
  for (const { path } of entries) {
    if (large.has(path) && (await isPointer(Buffer.from(join(git.directory, '/')), path))) found.push(textOf(path));
  }
  return found;
}

/** How each begins: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer */
const POINTER = 'version https://git-lfs.github.com/spec/';

async function isPointer(folder: Buffer, path: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(Buffer.concat([folder, Buffer.from(path, 'latin1')]));
  } catch {
    // A file that is gone is told elsewhere.
    return false;
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(POINTER.length));
    return buffer.toString('latin1', 0, bytesRead) === POINTER;
  } finally {
    await file.close();
  }
}

/** What git lists, in bytes. */
async function linesOf(git: Git, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await git.run(args);
  return stdout
    .toString('latin1')
    .split('\0')
    .filter((line) => line !== '');
}

function textOf(path: string): string {
  return Buffer.from(path, 'latin1').toString();
}
