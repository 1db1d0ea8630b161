import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { UserError } from '@actions-aws/action';
import { refusedByDisk } from '../../disk.ts';

/** The next piece of one of the files. Bytes are good until the next piece is asked for. */
export type Piece<Name extends string> = readonly [name: Name, piece: string | Uint8Array];

/** What is written at once. */
const PORTION = 256 * 1024;

/**
 * Writes files into a folder, all of them or none: each under a name of its own first, and when all are there, under the name that
 * it is known by. A run that is killed leaves files whose names end in `.part`, and never half of one that has its name.
 *
 * They are not flushed to the disk: what reads them is the rest of the job, and a job does not outlive its machine.
 *
 * @param pieces of all files, in any order of files.
 * @returns the paths, by the names.
 */
export async function writeWhole<Name extends string>(
  folder: string,
  names: readonly Name[],
  pieces: Iterable<Piece<Name>>,
  signal: AbortSignal,
): Promise<Readonly<Record<Name, string>>> {
  makeFolder(folder);
  const mark = randomBytes(6).toString('hex');
  const drafts = new Map<Name, Draft>();
  try {
    for (const name of names) drafts.set(name, newDraft(folder, name, mark));
    await fill(drafts, pieces, signal);
    for (const draft of drafts.values()) draft.close();
    const taken = [...drafts.values()].find(({ whole }) => lstatSync(whole, { throwIfNoEntry: false })?.isDirectory());
    if (taken) throw new UserError(`\`${taken.whole}\` is a folder.`, { hint: HINT });
    for (const { file, whole } of drafts.values()) renameSync(file, whole);
  } catch (error) {
    throw inWords(error, folder);
  } finally {
    // Those that have their name are not there any more.
    for (const draft of drafts.values()) draft.remove();
  }
  return Object.fromEntries([...drafts].map(([name, { whole }]) => [name, whole])) as Record<Name, string>;
}

/** Only a turn of the event loop shows a signal of the process. */
async function fill<Name extends string>(
  drafts: ReadonlyMap<Name, Draft>,
  pieces: Iterable<Piece<Name>>,
  signal: AbortSignal,
): Promise<void> {
  let length = 0;
  for (const [name, piece] of pieces) {
    drafts.get(name)?.add(piece);
    length += piece.length;
    if (length < PORTION) continue;
    length = 0;
    await turn();
    signal.throwIfAborted();
  }
  signal.throwIfAborted();
}

/** A file that is written, and the name that it gets. */
interface Draft {
  readonly file: string;
  readonly whole: string;
  add(piece: string | Uint8Array): void;
  /** Writes what is left. What a network's disk refuses it may only say now. */
  close(): void;
  /** Closes and removes the file, if it is there. */
  remove(): void;
}

function newDraft(folder: string, name: string, mark: string): Draft {
  const file = path.join(folder, `.${name}.${mark}.part`);
  // Never over a file that is there, and never through a link.
  let descriptor: number | undefined = openSync(file, 'wx');
  const waiting = Buffer.allocUnsafeSlow(2 * PORTION);
  let length = 0;
  const put = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor!, bytes, at);
  };
  const flush = (): void => {
    put(waiting.subarray(0, length));
    length = 0;
  };
  const close = (): void => {
    const open = descriptor;
    descriptor = undefined;
    if (open !== undefined) closeSync(open);
  };
  return {
    file,
    whole: path.join(folder, name),
    add(piece) {
      // A unit of UTF-16 has at most three bytes in UTF-8.
      const most = typeof piece === 'string' ? 3 * piece.length : piece.length;
      if (most > waiting.length - length) flush();
      if (most > waiting.length) put(typeof piece === 'string' ? Buffer.from(piece) : piece);
      else if (typeof piece === 'string') length += waiting.write(piece, length);
      else {
        waiting.set(piece, length);
        length += piece.length;
      }
    },
    close() {
      flush();
      close();
    },
    remove() {
      close();
      rmSync(file, { force: true });
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw inWords(error, folder);
  }
}

const HINT = 'Give another `output-folder`, which this step can write to and which has room.';

function inWords(cause: unknown, folder: string): unknown {
  return refusedByDisk(cause, { folder, rest: 'No file of this run is there.', hint: HINT });
}
