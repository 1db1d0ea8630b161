import { closeSync, createReadStream, openSync, type ReadStream, readSync } from 'node:fs';

/** Bytes of a file, for an answer whose body is too large to be kept in memory. */
export interface FilePart {
  readonly file: string;
  /** In bytes from the file's beginning. */
  readonly start: number;
  readonly length: number;
}

/** The bytes as a stream; there is at least one. */
export function streamOf({ file, start, length }: FilePart): ReadStream {
  return createReadStream(file, { start, end: start + length - 1, highWaterMark: 256 * 1024 });
}

/** The bytes at once. */
export function readPart({ file, start, length }: FilePart): Uint8Array {
  const bytes = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, bytes, 0, length, start);
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}
