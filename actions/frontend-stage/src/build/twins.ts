import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { inParallel } from '@actions-aws/action';
import { bytesOf, type Source } from './edits.ts';
import type { FoundFile } from './folder.ts';

/** A file that holds another one packed, for servers that hand it out in its place. */
export interface Twin {
  readonly file: FoundFile;
  /** The path of the file that it holds. */
  readonly of: string;
  /** As `content-encoding` says it. */
  readonly encoding: Encoding;
}

/** How a twin is packed. */
export type Encoding = 'gzip' | 'br' | 'zstd';

/** How many are unpacked at the same time. */
const AT_ONCE = 4;

const ENCODINGS: Readonly<Record<string, Encoding>> = { gz: 'gzip', br: 'br', zst: 'zstd' };

const UNPACK: Readonly<Record<Encoding, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

const PACK: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  zstd: (bytes) => promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }),
};

/** Files that may hold their neighbour packed, by their names: `index.html.br` beside `index.html`. */
export function candidates(files: readonly FoundFile[]): readonly Twin[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.flatMap((file) => {
    const [, of = '', extension = ''] = /^(.+)\.(gz|br|zst)$/.exec(file.path) ?? [];
    const encoding = ENCODINGS[extension];
    return encoding && paths.has(of) ? [{ file, of, encoding }] : [];
  });
}

/** Whether packed bytes hold these: a page in Breton may be called `.br` as well. */
export async function holds(packed: Buffer, encoding: Encoding, bytes: Buffer): Promise<boolean> {
  try {
    return (await UNPACK[encoding](packed, { maxOutputLength: bytes.length + 1 })).equals(bytes);
  } catch {
    return false;
  }
}

/** Packs a file anew, as small as it gets. */
export function packed(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  return PACK[encoding](bytes);
}

/** Files larger than this are not unpacked to be compared: they go up as they are. */
const LARGEST = 256 * 1024 * 1024;

/** The twins of a build: what holds its neighbour, byte for byte. */
export async function twinsIn(files: readonly FoundFile[], signal: AbortSignal): Promise<readonly Twin[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = await inParallel(candidates(files), { most: AT_ONCE, signal }, async (twin) => {
    const original = byPath.get(twin.of) as FoundFile;
    if (original.size > LARGEST) return [];
    const [bytes, inside] = await Promise.all([
      bytesOf({ ...original, edits: [] }),
      bytesOf({ ...twin.file, edits: [] }),
    ]);
    return (await holds(inside, twin.encoding, bytes)) ? [twin] : [];
  });
  return found.flat();
}

/** Twins as they go up: as they were built where their neighbour is, else packed anew. */
export function renew(
  twins: readonly Twin[],
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<readonly { readonly twin: Twin; readonly source: Source | Buffer }[]> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return inParallel(twins, { most: AT_ONCE, signal }, async (twin) => {
    const original = byPath.get(twin.of) as Source;
    const source =
      original.edits.length === 0 ? { ...twin.file, edits: [] } : await packed(await bytesOf(original), twin.encoding);
    return { twin, source };
  });
}
