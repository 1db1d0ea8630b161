import { createReadStream, createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A report that is made of runs, each of which is the text of a file; piece by piece, so that none is held whole. */
async function* documentOf(runs: readonly string[]): AsyncGenerator<Buffer | string> {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[';
  for (const [index, file] of runs.entries()) {
    if (index > 0) yield ',';
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  }
  yield ']}';
}

/** Writes a report of these runs. */
export async function writeDocument(runs: readonly string[], to: string, signal: AbortSignal): Promise<void> {
  await pipeline(Readable.from(documentOf(runs)), createWriteStream(to), { signal });
}

/** A report of these runs, compressed. */
export async function compressed(runs: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const gather = new Writable({
    write(piece: Buffer, _, done) {
      pieces.push(piece);
      done();
    },
  });
  await pipeline(Readable.from(documentOf(runs)), createGzip(), gather, { signal });
  return Buffer.concat(pieces);
}
