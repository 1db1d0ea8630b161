import { open } from 'node:fs/promises';
import { changed, type FoundFile, reading } from './folder.ts';
import { refuse } from './refusal.ts';

/** The smallest buffer of a pool: one page of memory. */
const SMALLEST = 4096;

/**
 * Reads files into buffers that are used again. A build has hundreds of megabytes in thousands of files, and a buffer of its own for each
 * would be in memory for as long as the engine does not look for what nothing needs any more.
 */
export function filePool() {
  const free = new Map<number, Buffer[]>();
  /** The bytes are gone once `use` has ended. */
  return async function lend<Result>(file: FoundFile, use: (bytes: Buffer) => Promise<Result>): Promise<Result> {
    const room = 2 ** Math.ceil(Math.log2(Math.max(file.size, SMALLEST)));
    const buffers = free.get(room) ?? [];
    free.set(room, buffers);
    const buffer = buffers.pop() ?? Buffer.allocUnsafeSlow(room);
    try {
      return await use(await reading(file.path, () => readInto(file, buffer)));
    } finally {
      buffers.push(buffer);
    }
  };
}

async function readInto({ path, at, size }: FoundFile, buffer: Buffer): Promise<Buffer> {
  const file = await open(at);
  try {
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(buffer, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled < size || (await file.stat()).size !== size) refuse([changed(path)]);
    return buffer.subarray(0, size);
  } finally {
    await file.close();
  }
}
