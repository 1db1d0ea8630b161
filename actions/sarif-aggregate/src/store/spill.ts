import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { refusedByDisk } from '../disk.ts';
import { wideColumn } from './columns.ts';

/** Texts by number, in the order in which they came, that no memory has room for. */
export interface Spill {
  readonly length: number;
  append(text: string): number;
  /** Where a text starts in all of them; the next one's start is its end. */
  start(number: number): number;
  /** Copies bytes into a buffer. */
  read(start: number, length: number, into: Buffer, at: number): void;
  /** Closes and removes the file. What fails then is no harm: the runner empties the folder after the job. */
  remove(): void;
}

/** Bytes that are written at once. */
const BLOCK = 1024 * 1024;

/** Starts an empty file in a folder of its own within `parent`, which `remove` takes away. */
export function newSpill(parent: string): Spill {
  const { folder, file, descriptor } = opened(parent);
  const starts = wideColumn();
  let block = Buffer.allocUnsafeSlow(BLOCK);
  let length = 0;
  let written = 0;
  let waiting = 0;

  const flush = () => {
    try {
      for (let at = 0; at < waiting; ) at += writeSync(descriptor, block, at, waiting - at, written + at);
    } catch (error) {
      throw refusedByDisk(error, { folder: parent, hint: HINT });
    }
    written += waiting;
    waiting = 0;
  };
  return {
    get length() {
      return length;
    },
    append(text) {
      // A unit of UTF-16 has at most three bytes in UTF-8.
      const most = 3 * text.length;
      if (most > block.length - waiting) {
        flush();
        if (most > block.length) block = Buffer.allocUnsafeSlow(most);
      }
      waiting += block.write(text, waiting, 'utf8');
      length += 1;
      starts.set(length, written + waiting);
      return length - 1;
    },
    start: (number) => starts.get(number),
    read(start, count, into, at) {
      if (start + count > written) flush();
      for (let read = 0; read < count; ) {
        const more = readSync(descriptor, into, at + read, count - read, start + read);
        if (more === 0) throw new Error(`${file} is shorter than what was written to it.`);
        read += more;
      }
    },
    remove() {
      closeSync(descriptor);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const HINT = 'Results are kept below RUNNER_TEMP while the step runs, which takes as much room as the reports.';

function opened(parent: string) {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(path.join(parent, 'sarif-aggregate-'));
    const file = path.join(folder, 'results');
    return { folder, file, descriptor: openSync(file, 'wx+', 0o600) };
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw refusedByDisk(error, { folder: parent, hint: HINT });
  }
}
