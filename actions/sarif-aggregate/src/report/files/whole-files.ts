import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, write } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { UserError } from '@actions-aws/action';
import { refusedByDisk } from '../../disk.ts';

/** The next piece of one of the files. Bytes are good until the next piece is asked for. */
export type Piece<Name extends string> = readonly [name: Name, piece: string | Uint8Array];

/** Fills a file beside the others, by itself. */
export interface Filling {
  /** Rejects where it fails. */
  readonly result: Promise<unknown>;
  /** Ends it, wherever it is: nothing is written after. */
  end(): Promise<void>;
}

/** What is written at once. */
const PORTION = 256 * 1024;

/**
 * Writes files into a folder, all of them or none: each under a name of its own first, and when all are there, under the name that
 * it is known by. A run that is killed leaves files whose names end in `.part`, and never half of one that has its name.
 *
 * They are not flushed to the disk: what reads them is the rest of the job, and a job does not outlive its machine.
 *
 * @param pieces of all files, in any order of files.
 * @param beside starts to fill files of which there are no pieces, by their descriptors.
 * @returns the paths, by the names.
 */
export async function writeWhole<Name extends string>(
  folder: string,
  names: readonly Name[],
  pieces: Iterable<Piece<Name>>,
  signal: AbortSignal,
  beside: Partial<Readonly<Record<Name, (descriptor: number) => Filling>>> = {},
): Promise<Readonly<Record<Name, string>>> {
  makeFolder(folder);
  const mark = randomBytes(6).toString('hex');
  const drafts = new Map<Name, Draft>();
  const fillings: Filling[] = [];
  try {
    for (const name of names) drafts.set(name, newDraft(folder, name, mark));
    for (const [name, draft] of drafts) {
      const filling = beside[name]?.(draft.descriptor);
      if (filling) fillings.push(filling);
    }
    await fill(drafts, pieces, signal);
    for (const { result } of fillings) await result;
    for (const draft of drafts.values()) await draft.close();
    const taken = [...drafts.values()].find(({ whole }) => lstatSync(whole, { throwIfNoEntry: false })?.isDirectory());
    if (taken) throw new UserError(`\`${taken.whole}\` is a folder.`, { hint: HINT });
    for (const { file, whole } of drafts.values()) renameSync(file, whole);
  } catch (error) {
    throw inWords(error, folder);
  } finally {
    // Before the descriptors are closed: they may be other files' the next moment.
    for (const filling of fillings) await filling.end();
    // Those that have their name are not there any more.
    for (const draft of drafts.values()) await draft.remove();
  }
  return Object.fromEntries([...drafts].map(([name, { whole }]) => [name, whole])) as Record<Name, string>;
}

/** Only a turn of the event loop shows a signal of the process, and that a write has ended. */
async function fill<Name extends string>(
  drafts: ReadonlyMap<Name, Draft>,
  pieces: Iterable<Piece<Name>>,
  signal: AbortSignal,
): Promise<void> {
  let length = 0;
  for (const [name, piece] of pieces) {
    await drafts.get(name)?.add(piece);
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
  /** Of the file, which is open until it is closed or removed. */
  readonly descriptor: number;
  readonly file: string;
  readonly whole: string;
  /** Takes a piece over; where there is no room for it, when there is. */
  add(piece: string | Uint8Array): Promise<void> | undefined;
  /** Writes what is left. What a network's disk refuses it may only say now. */
  close(): Promise<void>;
  /** Closes and removes the file, if it is there. */
  remove(): Promise<void>;
}

/** A portion is written by a thread of Node's while the next one is put together. */
function newDraft(folder: string, name: string, mark: string): Draft {
  const file = path.join(folder, `.${name}.${mark}.part`);
  // Never over a file that is there, and never through a link.
  const descriptor = openSync(file, 'wx');
  let isOpen = true;
  let filling: Buffer = Buffer.allocUnsafeSlow(2 * PORTION);
  let other: Buffer = Buffer.allocUnsafeSlow(2 * PORTION);
  let length = 0;
  let writing: Promise<void> | undefined;
  /** The write that is under way has ended, well or not: a descriptor that is closed may be another file's the next moment. */
  const written = async (): Promise<void> => {
    const last = writing;
    writing = undefined;
    await last;
  };
  const start = (bytes: Uint8Array): void => {
    writing = writtenWhole(descriptor, bytes);
    // Whether it failed is asked for later.
    writing.catch(() => {});
  };
  const flush = async (): Promise<void> => {
    await written();
    start(filling.subarray(0, length));
    [filling, other] = [other, filling];
    length = 0;
  };
  const take = (piece: string | Uint8Array): void => {
    if (typeof piece === 'string') length += filling.write(piece, length);
    else {
      filling.set(piece, length);
      length += piece.length;
    }
  };
  const takeLater = async (piece: string | Uint8Array, most: number): Promise<void> => {
    await flush();
    if (most <= filling.length) {
      take(piece);
      return;
    }
    await written();
    start(typeof piece === 'string' ? Buffer.from(piece) : piece);
    await written();
  };
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(descriptor);
  };
  return {
    descriptor,
    file,
    whole: path.join(folder, name),
    add(piece) {
      // A unit of UTF-16 has at most three bytes in UTF-8.
      const most = typeof piece === 'string' ? 3 * piece.length : piece.length;
      if (most > filling.length - length) return takeLater(piece, most);
      take(piece);
      return undefined;
    },
    async close() {
      await flush();
      await written();
      close();
    },
    async remove() {
      await written().catch(() => {});
      close();
      rmSync(file, { force: true });
    },
  };
}

/** Writes all of them behind what is there: a single write may take less than it is given. */
async function writtenWhole(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += await new Promise<number>((resolve, reject) => {
      write(descriptor, bytes, at, bytes.length - at, null, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }
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
