import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { contentOf, isPlain, type Source } from './edits.ts';
import { changed, reading } from './folder.ts';
import type { filePool } from './pool.ts';
import { refuse } from './refusal.ts';

/** What is known of bytes. */
export interface Hashed {
  /** In lower-case hexadecimal digits. */
  readonly sha256: string;
  /** In bytes, as it goes up. */
  readonly size: number;
  /** Whether it is text in UTF-8; only asked of text. */
  readonly isUtf8: boolean;
}

/** Works out all that a manifest says of a file, and gives its bytes where it is not large; what was written since it was listed is refused. */
export async function hashOf(
  source: Source | Buffer,
  isText: boolean,
  {
    lend,
    isKept,
  }: {
    readonly lend: ReturnType<typeof filePool> /** Whether bytes of that size are wanted. */;
    isKept(size: number): boolean;
  },
): Promise<Hashed & { readonly bytes: Buffer | undefined }> {
  if (Buffer.isBuffer(source)) return { ...hashOfBytes(source, isText), bytes: source };
  const { path, at, modified } = source;
  const hashed = await (isPlain(source)
    ? lend(source, async (lent) => ({
        ...hashOfBytes(lent, isText),
        bytes: isKept(lent.length) ? Buffer.from(lent) : undefined,
      }))
    : hashOfContent(source, isText, isKept));
  const now = await reading(path, () => lstat(at, { bigint: true }));
  if (now.mtimeNs !== modified || Number(now.size) !== source.size) refuse([changed(path)]);
  return hashed;
}

async function hashOfContent(source: Source, isText: boolean, isKept: (size: number) => boolean) {
  const content = await contentOf(source);
  if (typeof content === 'function')
    return { ...(await reading(source.path, () => hashOfStream(content(), isText))), bytes: undefined };
  return { ...hashOfBytes(content, isText), bytes: isKept(content.length) ? content : undefined };
}

function hashOfBytes(bytes: Buffer, isText: boolean): Hashed {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, size: bytes.length, isUtf8: !isText || isUtf8(bytes) };
}

async function hashOfStream(stream: AsyncIterable<Buffer>, isText: boolean): Promise<Hashed> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let well = true;
  for await (const chunk of stream) {
    hash.update(chunk);
    size += chunk.length;
    if (isText && well) well = decodes(decoder, chunk);
  }
  return { sha256: hash.digest('hex'), size, isUtf8: well };
}

function decodes(decoder: Pick<InstanceType<typeof TextDecoder>, 'decode'>, chunk: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}
