import { endOfHead, type Head, readHead, unreadable } from './head.ts';
import type { Line } from './line.ts';

/** An answer, up to its body. */
export interface Begun extends Head {
  /** What has come of the body, until the next piece is asked for. */
  readonly first: Buffer;
}

/** The longest line between two chunks, in bytes. */
const MOST = 16 * 1024;
const CLOSED = 'the connection was closed';

/** Reads up to the body of an answer to a request of this method. @throws where it is none of HTTP's, or the connection closes. */
export async function answerOn(line: Line, method: string): Promise<Begun> {
  let come: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = endOfHead(come);
    if (end === undefined) throw new Error('the head of the answer is too long');
    if (end < 0) {
      // It is the line's memory until the next piece comes: what has come of a large body is not copied.
      const before = Buffer.from(come);
      const piece = await line.next();
      if (!piece) throw new Error(CLOSED);
      come = before.length === 0 ? piece : Buffer.concat([before, piece]);
      continue;
    }
    const head = readHead(come.subarray(0, end), method);
    come = come.subarray(end);
    // What comes before the answer itself: https://www.rfc-editor.org/rfc/rfc9110#section-15.2
    if (head.status >= 200) return { ...head, first: come };
  }
}

/** Reads the body of an answer. @returns whether nothing came after it. */
export async function* bodyOn(line: Line, { body, first }: Begun): AsyncGenerator<Buffer, boolean> {
  const next = async () => {
    const piece = await line.next();
    if (!piece) throw new Error('the answer ended in its middle');
    return piece;
  };
  if (body === 'none') return first.length === 0;
  if (body === 'chunks') return yield* unchunked(next, first);
  if (body === 'close') {
    for (let piece: Buffer | undefined = first; piece; piece = await line.next()) if (piece.length > 0) yield piece;
    return false;
  }
  let left = body.length;
  for (let piece = first; ; piece = await next()) {
    const own = piece.subarray(0, left);
    left -= own.length;
    // The last one stays with its reader, while others use the connection.
    if (own.length > 0) yield left === 0 ? Buffer.from(own) : own;
    if (left === 0) return own.length === piece.length;
  }
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
async function* unchunked(next: () => Promise<Buffer>, first: Buffer): AsyncGenerator<Buffer, boolean> {
  let come: Buffer = Buffer.from(first);
  const textLine = async () => {
    for (;;) {
      const end = come.indexOf('\r\n');
      if (end >= 0) {
        const text = come.toString('latin1', 0, end);
        come = come.subarray(end + 2);
        return text;
      }
      if (come.length > MOST) throw unreadable();
      come = Buffer.concat([come, await next()]);
    }
  };
  for (;;) {
    const [, size] = /^([\da-f]{1,8})[\t ]*(?:;.*)?$/i.exec(await textLine()) ?? [];
    if (size === undefined) throw unreadable();
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      if (come.length === 0) come = Buffer.from(await next());
      const piece = come.subarray(0, left);
      come = come.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
    if ((await textLine()) !== '') throw unreadable();
  }
  // Fields that come after the body are of no use here.
  while ((await textLine()) !== '');
  return come.length === 0;
}
