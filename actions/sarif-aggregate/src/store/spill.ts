import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { refusedByDisk } from '../disk.ts';
import { type Chunks, numberAt, wideColumn } from './columns.ts';
import { type Gathered, gathering } from './gathered.ts';

/** Texts by number, in the order in which they came, that no memory has room for. */
export interface FilledSpill {
  readonly length: number;
  /** Where a text starts in all of them; the next one's start is its end. */
  start(number: number): number;
  /** Copies bytes into a buffer. */
  read(start: number, length: number, into: Buffer, at: number): void;
}

/** The same, to which texts are added. */
export interface Spill extends FilledSpill {
  /** Where its file is. */
  readonly folder: string;
  append(text: string): number;
  /** Where a text is put together piece by piece; {@link end} ends it, and gives its number. */
  readonly out: Pick<Gathered, 'text' | 'bytes' | 'number'>;
  end(): number;
  /** Bytes of all texts. */
  readonly bytes: number;
  /** What another thread reads it by, with {@link readingOf}, until it is removed. Nothing is added to it any more. */
  lend(): LentSpill;
  /** Ends it here, so that another thread can append it to a spill of its own. */
  part(): SpillPart;
  /** Has the texts of another spill behind its own, in the file in which they are. */
  appendPart(part: SpillPart): void;
  /** Closes and removes the file. What fails then is no harm: the runner empties the folder after the job. */
  remove(): void;
}

/** A spill that another thread wrote. */
export interface SpillPart {
  readonly file: string;
  readonly length: number;
  /** As {@link Spill.start}. */
  readonly starts: Chunks;
}

/** A spill that another thread may read: its files are open for all threads of the process. */
export interface LentSpill {
  readonly length: number;
  readonly bytes: number;
  readonly starts: Chunks;
  readonly stretches: readonly Stretch[];
}

/** Bytes that stand together in one file. */
interface Stretch {
  readonly descriptor: number;
  /** Where they start in all bytes, and in the file. */
  readonly start: number;
  readonly position: number;
}

/** Starts an empty file in a folder of its own within `parent`, which `remove` takes away. */
export function newSpill(parent: string): Spill {
  const { folder, file, descriptor } = opened(parent);
  const starts = wideColumn();
  const out = gathering();
  let length = 0;
  let written = 0;
  /** Bytes of them that are in the own file. */
  let own = 0;
  const stretches: Stretch[] = [{ descriptor, start: 0, position: 0 }];

  const put = (bytes: Buffer) => {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, own + at);
    } catch (error) {
      throw refusedByDisk(error, { folder: parent, hint: HINT });
    }
    own += bytes.length;
    written += bytes.length;
  };
  const end = () => {
    length += 1;
    starts.set(length, written + out.length);
    if (out.isFull) put(out.take());
    return length - 1;
  };
  return {
    get length() {
      return length;
    },
    folder,
    append(text) {
      out.text(text);
      return end();
    },
    out,
    end,
    start: (number) => starts.get(number),
    read(start, count, into, at) {
      if (start + count > written) put(out.take());
      readStretches(stretches, written, start, count, into, at);
    },
    get bytes() {
      return written + out.length;
    },
    lend() {
      put(out.take());
      return { length, bytes: written, starts: starts.chunks, stretches };
    },
    part() {
      put(out.take());
      closeSync(descriptor);
      return { file, length, starts: starts.chunks };
    },
    appendPart(part) {
      put(out.take());
      stretches.push({ descriptor: openSync(part.file, 'r'), start: written, position: 0 });
      for (let number = 1; number <= part.length; number += 1)
        starts.set(length + number, written + numberAt(part.starts, number));
      length += part.length;
      written = starts.get(length);
      stretches.push({ descriptor, start: written, position: own });
    },
    remove() {
      for (const one of new Set(stretches.map((stretch) => stretch.descriptor))) closeSync(one);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads what another thread lent. */
export function readingOf({ length, bytes, starts, stretches }: LentSpill): FilledSpill {
  return {
    length,
    start: (number) => numberAt(starts, number),
    read: (start, count, into, at) => readStretches(stretches, bytes, start, count, into, at),
  };
}

function readStretches(
  stretches: readonly Stretch[],
  all: number,
  start: number,
  count: number,
  into: Buffer,
  at: number,
): void {
  for (let read = 0; read < count; ) {
    const from = start + read;
    const nth = stretches.findLastIndex((stretch) => stretch.start <= from);
    const stretch = stretches[nth]!;
    const room = (stretches[nth + 1]?.start ?? all) - from;
    const position = stretch.position + from - stretch.start;
    const more = readSync(stretch.descriptor, into, at + read, Math.min(count - read, room), position);
    if (more === 0) throw new Error('A file of results is shorter than what was written to it.');
    read += more;
  }
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
