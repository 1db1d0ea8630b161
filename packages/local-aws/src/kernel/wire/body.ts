import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../errors.ts';

/** A body without its framing, and the headers that its trailers add. */
export interface ReceivedBody {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a body to its end; rejects when the client goes away before. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/**
 * Removes `aws-chunked` framing, whose trailers become headers, and gzip where it is a coding of the transfer: for S3
 * it is the object's own. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function unframe(
  raw: Uint8Array,
  headers: Readonly<Record<string, string>>,
  keepsCoding: boolean,
): ReceivedBody {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  const chunked = codings.includes('aws-chunked') || headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  const { body, trailers } = chunked ? readChunks(raw) : { body: raw, trailers: {} };
  const announced = chunked ? headers['x-amz-decoded-content-length'] : undefined;
  if (announced !== undefined && Number(announced) !== body.length) throw incompleteBody();
  const rest = codings.filter((coding) => coding !== 'aws-chunked' && coding !== '');
  const inflate = !keepsCoding && rest.includes('gzip');
  const result: Record<string, string> = { ...headers, ...trailers, 'content-length': String(body.length) };
  delete result['content-encoding'];
  if (rest.length > 0 && !inflate) result['content-encoding'] = rest.join(',');
  if (headers['content-length'] === undefined && raw.length === 0) delete result['content-length'];
  return { body: inflate ? inflated(body) : body, headers: result };
}

function inflated(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body);
  } catch {
    throw new AwsError('SerializationException', 400, 'The body is not gzip, as its Content-Encoding says.');
  }
}

function readChunks(raw: Uint8Array): { body: Uint8Array; trailers: Record<string, string> } {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const size = /^([0-9a-f]+)(;|$)/i.exec(end < 0 ? '' : bytes.toString('latin1', at, end));
    if (!size) throw incompleteBody();
    const length = Number.parseInt(size[1]!, 16);
    at = end + 2;
    if (length === 0) break;
    if (at + length + 2 > bytes.length || bytes.toString('latin1', at + length, at + length + 2) !== '\r\n')
      throw incompleteBody();
    chunks.push(bytes.subarray(at, at + length));
    at += length + 2;
  }
  return { body: Buffer.concat(chunks), trailers: readTrailers(bytes.toString('latin1', at)) };
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}
