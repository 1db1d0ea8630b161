import type { IncomingHttpHeaders } from 'node:http';
import { endOfHead } from './head.ts';
import type { Line } from './line.ts';

/** An answer of any form, up to its body. */
export interface Begun {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** How the end of the body is known; `none`: there is none. */
  readonly body: 'none' | 'chunks' | 'close' | { readonly length: number };
  /** Whether the connection may be used again once the body is read. */
  readonly staysOpen: boolean;
  /** What has come of the body. */
  readonly first: Buffer;
}

// https://www.rfc-editor.org/rfc/rfc9112#section-4 and, of fields, https://www.rfc-editor.org/rfc/rfc9110#section-5.5
const STATUS = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD = /^([\w!#$%&'*+.^`|~-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;
/** Fields of which the first counts, as in Node; of others the values are put together: https://nodejs.org/docs/latest-v24.x/api/http.html#messageheaders */
const FIRST = ['age', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'retry-after', 'server'];
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
      const piece = await line.next();
      if (!piece) throw new Error(CLOSED);
      come = Buffer.concat([come, piece]);
      continue;
    }
    const head = readAnyHead(come.toString('latin1', 0, end - 4), method);
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
  let come = first;
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

function readAnyHead(text: string, method: string): Omit<Begun, 'first'> {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, code] = STATUS.exec(first) ?? [];
  const status = Number(code);
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === '') throw unreadable();
    const before = headers[key];
    if (key === 'content-length' && before !== undefined && before !== value) throw unreadable();
    if (before === undefined) headers[key] = value;
    else if (key !== 'content-length' && !FIRST.includes(key)) headers[key] = `${before}, ${value}`;
  }
  if (!status) throw unreadable();
  const { 'content-length': length, 'transfer-encoding': encoding, connection = '' } = headers;
  const isKept = minor === '1' && !/\bclose\b/i.test(connection);
  // https://www.rfc-editor.org/rfc/rfc9112#section-6.3
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304)
    return { status, headers, body: 'none', staysOpen: isKept };
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked') throw unreadable();
    // With a length besides, another reader of the same bytes may have gone by that.
    return { status, headers, body: 'chunks', staysOpen: isKept && length === undefined };
  }
  if (length === undefined) return { status, headers, body: 'close', staysOpen: false };
  if (!/^\d{1,15}$/.test(length)) throw unreadable();
  return { status, headers, body: { length: Number(length) }, staysOpen: isKept };
}

function unreadable(): Error {
  return new Error('the answer is none of HTTP’s');
}
