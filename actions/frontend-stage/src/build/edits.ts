import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type FoundFile, reading } from './folder.ts';

/** Bytes of a file that others take the place of. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A file of the build, and what of it goes up otherwise than it was built. */
export interface Source extends FoundFile {
  /** In their order, none over another. */
  readonly edits: readonly Edit[];
}

/** The bytes as they go up. */
export async function bytesOf({ path, at, edits }: Source): Promise<Buffer> {
  return withEdits(await reading(path, () => readFile(at)), edits);
}

/** Larger files go up as streams, so that memory holds few bytes of them. */
const LARGE = 4 * 1024 * 1024;

/** Whether a file goes up as it is, and is small enough to be read whole. */
export function isPlain({ size, edits }: Source): boolean {
  return size <= LARGE && edits.length === 0;
}

/** A file as it goes up: its bytes, or where it is large what opens it. One that was edited is read whole, and is no film. */
export async function contentOf(source: Source): Promise<Buffer | (() => Readable)> {
  if (source.size <= LARGE || source.edits.length > 0) return bytesOf(source);
  return () => createReadStream(source.at);
}

/** The bytes with some of them replaced. */
export function withEdits(bytes: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return bytes;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { start, end, text } of edits) {
    pieces.push(bytes.subarray(from, start), Buffer.from(text));
    from = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

/** The same file, with more of it replaced. */
export function edited(source: Source, more: readonly Edit[]): Source {
  return { ...source, edits: [...source.edits, ...more].sort((a, b) => a.start - b.start) };
}
