import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** A body that is too large to be kept in memory: in a file, which goes with its request unless a service moves it away. */
export interface LargeBody {
  readonly file: string;
  readonly length: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** Up to this size a body stays in memory, in bytes. */
const largestInMemory = 256 * 1024;

/** Reads a body to its end, in memory or into a file; rejects when the client goes away before. */
export async function receive(request: IncomingMessage, folder: TemporaryFolder): Promise<Uint8Array | LargeBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const rest: AsyncIterator<Uint8Array> = request[Symbol.asyncIterator]();
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > largestInMemory) return writeDown(chunks, rest, path.join(folder.path(), randomUUID()));
  }
  return Buffer.concat(chunks);
}

async function writeDown(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  file: string,
): Promise<LargeBody> {
  const hash = createHash('sha256');
  let length = 0;
  const noted = (chunk: Uint8Array) => {
    hash.update(chunk);
    length += chunk.length;
    return chunk;
  };
  async function* all() {
    for (const chunk of first) yield noted(chunk);
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield noted(next.value);
  }
  try {
    await pipeline(all, createWriteStream(file));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { file, length, sha256: hash.digest('hex') };
}

/** All bytes of a body that a service keeps in memory, as it does those of a document. */
export function bytesOf(body: Uint8Array | LargeBody): Uint8Array {
  return body instanceof Uint8Array ? body : readFileSync(body.file);
}
