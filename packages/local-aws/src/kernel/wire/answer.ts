import type { Protocol } from '../protocol.ts';
import type { FilePart } from './file-part.ts';

/** An answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What is sent instead of `body`, where that is too large to be kept in memory. */
  readonly file?: FilePart;
  /** Only half of the body is ever sent. */
  readonly stalls?: boolean;
}

/** Types of JSON, by protocol. */
export const contentTypes = {
  'rest-json': 'application/json',
  'json-1.0': 'application/x-amz-json-1.0',
  'json-1.1': 'application/x-amz-json-1.1',
} as const;

/** The host that S3 names in its answers. */
export const hostId = Buffer.from('an AWS on this machine').toString('base64');

/** Headers that every answer of a protocol has. */
export function requestIdHeaders(protocol: Protocol, requestId: string, wrapsErrors = false): Record<string, string> {
  // Of the services that speak it, S3 alone has headers of its own.
  if (protocol === 'rest-xml' && !wrapsErrors) return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
  if (protocol === 'rest-registry') return { 'docker-distribution-api-version': 'registry/2.0' };
  return { 'x-amzn-requestid': requestId };
}

/** Makes an answer. A type that the headers name is kept, and an empty body has none. */
export function answer(
  status: number,
  headers: Record<string, string>,
  type: string,
  content: string | Uint8Array | FilePart,
): Answer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const [body, file] = bytes instanceof Uint8Array ? [bytes] : [new Uint8Array(), bytes];
  const typed = bytes.length > 0 && headers['content-type'] === undefined ? { 'content-type': type } : {};
  return { status, headers: { ...typed, ...headers }, body, ...(file && { file }) };
}
