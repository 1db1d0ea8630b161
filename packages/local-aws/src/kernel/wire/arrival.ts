import { unframe } from './body.ts';
import type { LargeBody } from './large-body.ts';
import { isOfRegistry } from './registry-token.ts';
import { signatureOf } from './signature.ts';

/** A request as it arrived, its body read and its transfer framing removed. */
export interface Arrival {
  readonly method: string;
  /** As sent, still percent-encoded; with the bucket first when the host named it. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; trailers of the body included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What came instead of `body`, where that is too large to be kept in memory; to a registry alone. */
  readonly large?: LargeBody | undefined;
}

/** A request as its client sent it, over the wire or in this process. */
export interface Sent {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Instead of `body`. */
  readonly large?: LargeBody | undefined;
}

/** Takes the framing off what was sent. */
export function arrivalOf({ method, url, headers, body: raw, large }: Sent): Arrival {
  const [path = '/', ...rest] = url.split('?');
  const query = new URLSearchParams(rest.join('?'));
  // A registry's bodies have no framing.
  if (large) return { method, path, query, headers, body: raw, large };
  const toS3 = signatureOf({ headers, query })?.service === 's3';
  // S3 keeps gzip with the object, a registry the bytes of a layer; of what else we serve, it is a coding of the transfer.
  const { body, headers: unframed } = unframe(raw, headers, toS3 || isOfRegistry({ path, query, headers }));
  const fullPath = toS3 ? withBucket(path, headers.host ?? '') : path;
  return { method, path: fullPath, query, headers: unframed, body };
}

/** `bucket.localhost` names a bucket in the host, as S3's virtual-hosted style does. */
function withBucket(path: string, host: string): string {
  const bucket = /^(.+)\.localhost(?::\d+)?$/.exec(host)?.[1];
  return bucket === undefined ? path : `/${bucket}${path}`;
}
