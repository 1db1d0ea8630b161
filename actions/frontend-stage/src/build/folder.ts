import { isUtf8 } from 'node:buffer';
import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { inParallel, UserError } from '@actions-aws/action';
import { type Problem, refuse } from './refusal.ts';

/** A file of a build, as it was when it was listed. */
export interface FoundFile {
  /** Below the directory, with `/` between folders. */
  readonly path: string;
  /** Where it is on this machine. */
  readonly at: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in nanoseconds: another time tells that it changed since. */
  readonly modified: bigint;
}

/** What a directory holds, without looking into it. */
export interface Folder {
  readonly files: readonly FoundFile[];
  /** What must not go up, unless a pattern leaves it out. */
  readonly problems: readonly Problem[];
}

/** How many folders and files are looked at at the same time. */
const AT_ONCE = 64;

/**
 * Lists a build, sorted by code units. The directory may itself be a link, as Nuxt's `dist` is; a link inside is a problem, since what
 * it leads to is none of the build's, or is in it twice.
 */
export async function listFolder(directory: string, signal: AbortSignal): Promise<Folder> {
  const root = await realpath(directory);
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  let folders: readonly string[] = [''];
  while (folders.length > 0) {
    const found = await inParallel(folders, { most: AT_ONCE, signal }, (folder) => entriesOf(root, folder));
    const entries = found.flat();
    folders = entries.flatMap(({ path, kind }) => (kind === 'folder' ? [path] : []));
    for (const { problem } of entries) if (problem) problems.push(problem);
    const listed = entries.filter(({ kind }) => kind === 'file');
    const read = await inParallel(listed, { most: AT_ONCE, signal }, ({ path }) => fileAt(root, path));
    for (const file of read) files.push(file);
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}

interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'neither';
  readonly problem?: Problem;
}

async function entriesOf(root: string, folder: string): Promise<readonly Entry[]> {
  const list = () => readdir(join(root, folder), { withFileTypes: true, encoding: 'buffer' });
  const entries = await reading(folder, list);
  return Promise.all(entries.map((entry) => entryOf(root, folder, entry)));
}

async function entryOf(root: string, folder: string, entry: Dirent<Buffer>): Promise<Entry> {
  const name = entry.name.toString('utf8');
  const path = folder === '' ? name : `${folder}/${name}`;
  const refused = (what: string, remedy: string): Entry => ({ path, kind: 'neither', problem: { path, what, remedy } });
  if (!isUtf8(entry.name)) return refused('has a name that is not UTF-8', 'Rename the file.');
  if (entry.isSymbolicLink()) {
    const target = await readlink(join(root, path)).catch(() => 'another place');
    return refused(
      `is a link to ${target}`,
      'Copy the file into the build in place of the link, or name it in `exclude`.',
    );
  }
  const secret = SECRETS.find(({ is }) => is.test(name));
  if (secret) return refused(secret.what, secret.remedy);
  if (entry.isDirectory()) return { path, kind: 'folder' };
  if (entry.isFile()) return { path, kind: 'file' };
  return refused('is neither a file nor a directory', 'Remove it, or give the directory that the build writes.');
}

const GIVE = 'Give the directory that the build writes, such as `dist`; or name it in `exclude`.';

/** What stands in a folder of sources, and tells every visitor more than a site should. */
const SECRETS: readonly { readonly is: RegExp; readonly what: string; readonly remedy: string }[] = [
  { is: /^\.(?:git|hg|svn)$/, what: 'is a history of sources, and a build has none', remedy: GIVE },
  { is: /^node_modules$/, what: 'holds packages that a build needs, and a site does not', remedy: GIVE },
  { is: /^\.env(?:\..+)?$/, what: 'is a file for secrets, which every visitor could read', remedy: GIVE },
  {
    is: /^\.(?:npmrc|netrc|pypirc|aws|ssh)$/,
    what: 'is a place for credentials, which every visitor could read',
    remedy: GIVE,
  },
];

async function fileAt(root: string, path: string): Promise<FoundFile> {
  const at = join(root, path);
  const { size, mtimeNs }: BigIntStats = await reading(path, () => lstat(at, { bigint: true }));
  return { path, at, size: Number(size), modified: mtimeNs };
}

/** Reads, and says what cannot be read. */
export async function reading<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    refuse([
      code === 'ENOENT'
        ? changed(path)
        : {
            path: path || '.',
            what: `cannot be read (${code})`,
            remedy: 'Let the user who runs this step read all files of the directory.',
          },
    ]);
    throw error;
  }
}

/** A build that still runs would be staged half. */
export function changed(path: string): Problem {
  return {
    path: path || '.',
    what: 'changed while it was read',
    remedy: 'Let the build end before this step: something still writes there.',
  };
}
