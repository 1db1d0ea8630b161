import { isUtf8 } from 'node:buffer';
import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { UserError } from '@actions-aws/action';
import { historyIn, type Origin, refuseContents, unusable, withBackslash } from './contents.ts';
import { MOST_FILES, type ZippedFile } from './zip.ts';

/**
 * The files of a folder as they are to be zipped: sorted by name, without times, and with no permission but whether a file
 * may be executed. Folders without files are left out, as git leaves them out. A link within the folder counts as what it
 * leads to. What cannot be packed so that it is the same everywhere is refused, and so is a folder that changes meanwhile.
 */
export async function filesIn(folder: string, origin: Origin): Promise<readonly ZippedFile[]> {
  const root = await realpath(folder);
  const stats = await reading(origin, '.', () => stat(root, { bigint: true }));
  const seen: Walk = { origin, root, folders: [], files: [] };
  await walk({ name: '', path: root, stats }, [], seen);
  const { folders, files } = seen;
  if (files.length === 0) {
    throw unusable(
      origin,
      'the directory is empty',
      'Build the function before this step, and give the directory that the build writes.',
    );
  }
  // Sizes are known before anything is read.
  refuseContents(
    files.map((file) => ({ name: file.name, size: Number(file.stats.size) })),
    origin,
  );
  // By code unit, not by the machine's locale.
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const read: ZippedFile[] = [];
  for (const { name, path, stats } of files) {
    const bytes = await reading(origin, name, () => readFile(path));
    read.push({ name, bytes, executable: (stats.mode & 0o100n) !== 0n });
  }
  await Promise.all([...folders, ...files].map((one) => assertSame(one, origin)));
  return read;
}

/** A file or folder, as it was when it was listed. */
interface Seen {
  /** Its path in the zip, with forward slashes; empty for the root. */
  readonly name: string;
  /** Where it really is, with no link on the way. */
  readonly path: string;
  readonly stats: BigIntStats;
}

/** What a walk through the folder has come by. */
interface Walk {
  readonly origin: Origin;
  readonly root: string;
  readonly folders: Seen[];
  readonly files: Seen[];
}

/** Goes through a folder and those in it; `above` are the real paths of the folders that it is in. */
async function walk(folder: Seen, above: readonly string[], seen: Walk): Promise<void> {
  const { origin, root, files } = seen;
  const within = [...above, folder.path];
  seen.folders.push(folder);
  const list = () => readdir(folder.path, { withFileTypes: true, encoding: 'buffer' });
  const entries = await reading(origin, folder.name || '.', list);
  // All names first: that this is a checkout tells more than what else is wrong in it.
  const named: { entry: Dirent<Buffer>; name: string }[] = [];
  for (const entry of entries) named.push({ entry, name: await nameOf(entry, folder, origin, root) });
  const found = await Promise.all(
    named.map(async ({ entry, name }) => {
      const path = await pathOf(entry, folder, name, origin);
      if (within.includes(path)) throw link(origin, name, 'to a directory that it is in', UNLINK);
      if (!path.startsWith(root + sep)) throw link(origin, name, `to ${path}, outside of the directory`, COPY);
      return { name, path, stats: await reading(origin, name, () => stat(path, { bigint: true })) };
    }),
  );
  for (const one of found) {
    if (one.stats.isDirectory()) await walk(one, within, seen);
    else if (one.stats.isFile()) files.push(one);
    else throw special(origin, one.name);
    if (files.length > MOST_FILES) throw tooMany(origin);
  }
}

/** The path of an entry in the zip. */
async function nameOf(entry: Dirent<Buffer>, folder: Seen, origin: Origin, root: string): Promise<string> {
  const own = entry.name.toString('utf8');
  const name = folder.name === '' ? own : `${folder.name}/${own}`;
  if (!isUtf8(entry.name)) {
    throw unusable(
      origin,
      `the name of ${name} is not UTF-8`,
      'Rename the file: what its name is depends on the reader.',
    );
  }
  if (own.includes('\\')) throw withBackslash(origin, name);
  if (historyIn(own) !== undefined) throw await checkout(origin, name, root);
  return name;
}

/** Where an entry really is. */
async function pathOf(entry: Dirent<Buffer>, folder: Seen, name: string, origin: Origin): Promise<string> {
  const path = join(folder.path, entry.name.toString('utf8'));
  if (!entry.isSymbolicLink()) return path;
  try {
    return await realpath(path);
  } catch (error) {
    // ELOOP: the link leads to itself.
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error))) throw link(origin, name, 'nowhere', UNLINK);
    throw unreadable(error, name, origin);
  }
}

function special(origin: Origin, name: string): UserError {
  return unusable(
    origin,
    `${name} is neither a file nor a directory but a socket, a pipe or a device`,
    'Remove it, or give the folder that the build writes.',
  );
}

function tooMany(origin: Origin): UserError {
  return unusable(
    origin,
    'it has more than 65,535 files, which is all that a zip can hold',
    'Bundle the function, or leave out what it does not need, such as the dependencies of the build.',
  );
}

const COPY = 'Copy the file into the directory; what a link points to outside of it is not packed.';
const UNLINK = 'Remove the link, or install without links: npm, or pnpm deploy.';

function link(origin: Origin, name: string, where: string, hint: string): UserError {
  return unusable(origin, `${name} is a link ${where}, so it cannot be packed`, hint);
}

/** Where builds usually go. */
const OUTPUTS = ['dist', 'build', 'out', '.output', 'publish', 'target'];

/**
 * The refusal of a checkout, or of one further down, as package managers leave behind. The remedy for the first names the
 * folder that the build has written, if it is one of the usual.
 */
async function checkout(origin: Origin, history: string, root: string): Promise<UserError> {
  const isRoot = !history.includes('/');
  const what = isRoot ? 'this is a checkout and not a build' : 'a part of this is a checkout';
  const why = `${history} is in it: ${what}, and its history, and maybe credentials, would be in the function`;
  if (!isRoot) return unusable(origin, why, 'Remove it before this step, or leave it out of the build.');
  const beside = await readdir(root, { withFileTypes: true });
  const output = OUTPUTS.find((name) => beside.some((entry) => entry.name === name && entry.isDirectory()));
  const inside = output === undefined || origin.source === '.' ? (output ?? 'dist') : `${origin.source}/${output}`;
  return unusable(
    origin,
    why,
    `Give the folder that the build writes, such as \`${inside}\`; or pack what the function needs into a folder of its own.`,
  );
}

/** What was packed is what was listed: a build that still runs would give a mixture of two. */
async function assertSame({ name, path, stats }: Seen, origin: Origin): Promise<void> {
  const now = await reading(origin, name, () => stat(path, { bigint: true }));
  if (now.mtimeNs !== stats.mtimeNs || now.size !== stats.size || now.mode !== stats.mode) {
    throw changed(origin, name || '.');
  }
}

function changed(origin: Origin, name: string): UserError {
  return unusable(
    origin,
    `${name} changed while it was read`,
    'Let the build end before this step: something still writes there.',
  );
}

async function reading<Value>(origin: Origin, name: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw unreadable(error, name, origin);
  }
}

function unreadable(error: unknown, name: string, origin: Origin): UserError {
  const code = codeOf(error);
  if (code === 'ENOENT') return changed(origin, name);
  return unusable(
    origin,
    `${name} cannot be read (${code})`,
    'Let the user who runs this step read all files of the directory: chmod -R a+rX.',
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
