import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { contentOf, type Source } from './edits.ts';
import { changed, reading } from './folder.ts';
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
): Promise<Hashed & { readonly bytes: Buffer | undefined }> {
  if (Buffer.isBuffer(source)) return { ...hashOfBytes(source, isText), bytes: source };
  const { path, at, modified } = source;
  const content = await contentOf(source);
  const [hashed, bytes] =
    typeof content === 'function'
      ? [await reading(path, () => hashOfStream(content(), isText)), undefined]
      : [hashOfBytes(content, isText), content];
  const now = await reading(path, () => lstat(at, { bigint: true }));
  if (now.mtimeNs !== modified || Number(now.size) !== source.size) refuse([changed(path)]);
  return { ...hashed, bytes };
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
