import { createHash } from 'node:crypto';
import type { Blobs } from './blobs.ts';
import type { EcrPlace } from './place.ts';

/** How long a link to a layer is good for: an hour, which is what those of ECR say in X-Amz-Expires (open-policy-agent/opa#6580). */
const lifetimeInSeconds = 3600;

/**
 * Where the bytes of a layer are: on another host than the registry's, as ECR leads its clients to S3
 * (open-policy-agent/opa#6728). Here that is the same server by another name, so that clients know to leave their credentials
 * behind; it refuses those that do not.
 */
export function linkTo(place: EcrPlace, digest: string): string {
  const expires = String(Math.floor(place.clock.now() / 1000) + lifetimeInSeconds);
  const { account, region } = place;
  const query = new URLSearchParams({ account, region, expires, signature: signature(place, digest, expires) });
  const other = new URL(place.endpoint);
  other.hostname = 'localhost';
  return `${other.origin}/_local-aws/ecr/layers/${encodeURIComponent(digest)}?${query}`;
}

/** The bytes behind a link of {@link linkTo}; undefined when the link has expired or was made up. */
export function linked(store: Blobs, place: EcrPlace, path: string, query: URLSearchParams): Uint8Array | undefined {
  const digest = path.replace(/^layers\//, '');
  const expires = query.get('expires') ?? '';
  const isValid =
    query.get('signature') === signature(place, digest, expires) && Number(expires) * 1000 > place.clock.now();
  return isValid ? store.get(digest) : undefined;
}

function signature({ account, region }: EcrPlace, digest: string, expires: string): string {
  return createHash('sha256').update(['layer', account, region, digest, expires].join(' ')).digest('hex');
}
