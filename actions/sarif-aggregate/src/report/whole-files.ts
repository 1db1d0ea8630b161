import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { UserError } from '@actions-aws/action';

/** What a file is to hold, in pieces. */
export type Pieces = Iterable<string | Uint8Array>;

const BUFFER = 256 * 1024;

/**
 * Writes files into a folder, all of them or none: each under a name of its own first, and when all are there, under the name that
 * it is known by. A run that is killed leaves a file whose name ends in `.part`, and never half of one that has its name.
 *
 * @returns the paths, by the names.
 */
export async function writeWhole<Name extends string>(
  folder: string,
  files: Readonly<Record<Name, Pieces>>,
  signal: AbortSignal,
): Promise<Readonly<Record<Name, string>>> {
  makeFolder(folder);
  const mark = randomBytes(6).toString('hex');
  const entries = Object.entries<Pieces>(files).map(([name, pieces]) => {
    const whole = path.join(folder, name);
    return { name, pieces, whole, part: path.join(folder, `.${name}.${mark}.part`) };
  });
  try {
    for (const { part, pieces } of entries) {
      await write(part, pieces, signal);
      signal.throwIfAborted();
    }
    const taken = entries.find(({ whole }) => lstatSync(whole, { throwIfNoEntry: false })?.isDirectory());
    if (taken) throw new UserError(`\`${taken.whole}\` is a folder.`, { hint: HINT });
    for (const { part, whole } of entries) renameSync(part, whole);
  } catch (error) {
    throw inWords(error, folder);
  } finally {
    // Those that have their name are not there any more.
    for (const { part } of entries) rmSync(part, { force: true });
  }
  return Object.fromEntries(entries.map(({ name, whole }) => [name, whole])) as Record<Name, string>;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw inWords(error, folder);
  }
}

const HINT = 'Give another `output-folder`, which this step can write to and which has room.';

/** What the machine refuses is the author's to change. */
function inWords(cause: unknown, folder: string): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const why = code === undefined ? undefined : WHY.get(code);
  if (why === undefined) return cause;
  return new UserError(`Nothing can be written to \`${folder}\`: ${why}. No file of this run is there.`, {
    hint: HINT,
    cause,
  });
}

const WHY = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'the file is too large'],
  ['EROFS', 'it cannot be changed'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['ENOTDIR', 'a file has its name'],
  ['EEXIST', 'a file has its name'],
]);

/** Only a turn of the event loop shows a signal of the process. */
async function write(file: string, pieces: Pieces, signal: AbortSignal): Promise<void> {
  // Never over a file that is there, and never through a link.
  const descriptor = openSync(file, 'wx');
  try {
    let waiting: Uint8Array[] = [];
    let size = 0;
    const flush = () => {
      const bytes = Buffer.concat(waiting);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      waiting = [];
      size = 0;
    };
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      waiting.push(bytes);
      size += bytes.length;
      if (size < BUFFER) continue;
      flush();
      await turn();
      signal.throwIfAborted();
    }
    flush();
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
