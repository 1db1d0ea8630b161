import type { IncomingHttpHeaders } from 'node:http';

/** What comes before the body of an answer that says how long it is. */
export interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body. */
  readonly length: number;
  /** Whether the connection may be used again once the body is read. */
  readonly staysOpen: boolean;
}

/** The longest head that is read, in bytes; Node's own limit: https://nodejs.org/docs/latest-v24.x/api/http.html#httpmaxheadersize */
const MOST = 16 * 1024;
const END = '\r\n\r\n';
// https://www.rfc-editor.org/rfc/rfc9112#section-4 and, of fields, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
const STATUS = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD = /^([\w!#$%&'*+.^`|~-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;
/** Answers that have no body, even where their fields announce one: https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
const WITHOUT_BODY = [204, 304];

/** Where the head ends in what has come so far; -1 where there is more to come, and `undefined` where it is too long. */
export function endOfHead(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(END, 0, 'latin1');
  if (at >= 0 && at <= MOST) return at + END.length;
  return at < 0 && bytes.length <= MOST ? -1 : undefined;
}

/**
 * Reads the head of an answer, if it is of the plainest kind: whole at once, with its length, each field once. Of any other
 * nothing is guessed.
 *
 * @param bytes Up to where it ends.
 */
export function readHead(bytes: Buffer): Head | undefined {
  const [first = '', ...lines] = bytes.toString('latin1', 0, bytes.length - END.length).split('\r\n');
  const status = Number(STATUS.exec(first)?.[1]);
  if (!status || WITHOUT_BODY.includes(status)) return undefined;
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === '' || key in headers) return undefined;
    headers[key] = value;
  }
  const { 'content-length': length = '', 'transfer-encoding': encoding, connection = '' } = headers;
  if (encoding !== undefined || !/^\d{1,15}$/.test(length)) return undefined;
  return { status, headers, length: Number(length), staysOpen: !/\bclose\b/i.test(connection) };
}
