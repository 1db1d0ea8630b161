import { createHash } from 'node:crypto';
import { UnusableAnswerError } from '@actions-aws/action/http';
import type { Blob } from './blob.ts';

/**
 * The same bytes, the last piece of which comes only once all of them are known to be those of the blob: what is sent on with
 * its length never becomes whole otherwise.
 *
 * @throws UnusableAnswerError where they are not.
 */
export async function* verified(
  bytes: AsyncIterable<Uint8Array>,
  { digest, size }: Blob,
): AsyncGenerator<Uint8Array, void> {
  const algorithm = digest.split(':')[0] ?? '';
  const hash = createHash(algorithm);
  let length = 0;
  let last: Uint8Array | undefined;
  for await (const piece of bytes) {
    if (piece.length === 0) continue;
    length += piece.length;
    if (length > size) throw new UnusableAnswerError(`there are more than the ${size} bytes of ${digest}`);
    hash.update(piece);
    if (length < size) yield piece;
    else last = piece;
  }
  const found = `${algorithm}:${hash.digest('hex')}`;
  if (found !== digest) {
    throw new UnusableAnswerError(`its ${length} bytes have the digest ${found}, and not ${digest}`);
  }
  if (last) yield last;
}
