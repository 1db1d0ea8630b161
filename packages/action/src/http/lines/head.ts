import type { IncomingHttpHeaders } from 'node:http';

/** What comes before the body of an answer. */
export interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** How the end of the body is known; `none`: there is none. */
  readonly body: 'none' | 'chunks' | 'close' | { readonly length: number };
  /** Whether the connection may be used again once the body is read. */
  readonly staysOpen: boolean;
}

/** The longest head that is read, in bytes; Node's own limit: https://nodejs.org/docs/latest-v24.x/api/http.html#httpmaxheadersize */
const MOST = 16 * 1024;
const END = '\r\n\r\n';
// https://www.rfc-editor.org/rfc/rfc9112#section-4 and, of fields, https://www.rfc-editor.org/rfc/rfc9110#section-5.5
const STATUS = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Fields of which the first counts, as in Node; of others the values are put together: https://nodejs.org/docs/latest-v24.x/api/http.html#messageheaders */
const FIRST = ['age', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'retry-after', 'server'];

/** Where the head ends in what has come so far; -1 where there is more to come, and `undefined` where it is too long. */
export function endOfHead(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(END, 0, 'latin1');
  if (at >= 0 && at <= MOST) return at + END.length;
  return at < 0 && bytes.length <= MOST ? -1 : undefined;
}

/**
 * Reads the head of an answer to a request of this method.
 *
 * @param bytes Up to where it ends.
 * @throws where it is none of HTTP's.
 */
export function readHead(bytes: Buffer, method: string): Head {
  const [first = '', ...lines] = bytes.toString('latin1', 0, bytes.length - END.length).split('\r\n');
  const [, minor, code] = STATUS.exec(first) ?? [];
  const status = Number(code);
  if (!status) throw unreadable();
  const headers = fieldsIn(lines);
  const { 'content-length': length, 'transfer-encoding': encoding, connection = '' } = headers;
  const staysOpen = minor === '1' && !/\bclose\b/i.test(connection);
  // https://www.rfc-editor.org/rfc/rfc9112#section-6.3
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304)
    return { status, headers, body: 'none', staysOpen };
  if (encoding !== undefined) {
    // With a length besides, another reader of the same bytes may go by that.
    if (encoding.toLowerCase() !== 'chunked' || length !== undefined) throw unreadable();
    return { status, headers, body: 'chunks', staysOpen };
  }
  if (length === undefined) return { status, headers, body: 'close', staysOpen: false };
  if (!/^\d{1,15}$/.test(length)) throw unreadable();
  return { status, headers, body: { length: Number(length) }, staysOpen };
}

/** Says that an answer is none. */
export function unreadable(): Error {
  return new Error('the answer is none of HTTP’s');
}

function fieldsIn(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    const value = withoutBlanks(line.slice(colon + 1));
    if (!NAME.test(name) || !VALUE.test(value)) throw unreadable();
    const key = name.toLowerCase();
    const before = headers[key];
    if (key === 'content-length' && before !== undefined && before !== value) throw unreadable();
    if (before === undefined) headers[key] = value;
    else if (key !== 'content-length' && !FIRST.includes(key)) headers[key] = `${before}, ${value}`;
  }
  return headers;
}

/** Around a value, that is; other characters that `trim` takes away are a part of it. One expression for a whole line takes ten times as long. */
function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
