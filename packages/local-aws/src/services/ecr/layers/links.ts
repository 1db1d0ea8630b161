import { layerLink, sessionOf } from '../../../kernel/wire/registry-token.ts';
import type { EcrCall } from '../place.ts';

/** How long a link to a layer is good for: an hour, which is what those of ECR say in X-Amz-Expires (open-policy-agent/opa#6580). */
const lifetime = 3_600_000;

/**
 * Where the bytes of a layer are: on another host than the registry's, as ECR leads its clients to S3
 * (open-policy-agent/opa#6728). Here that is the same server by another name, so that clients know to leave their credentials
 * behind; it refuses those that do not.
 */
export function linkTo(call: EcrCall, digest: string): string {
  const { accessKeyId, account, region, clock, endpoint, headers } = call;
  const other = new URL(endpoint);
  other.hostname = 'localhost';
  const path = layerLink({
    accessKeyId,
    sessionToken: sessionOf(headers),
    registryAccount: account,
    region,
    expiresAt: clock.now() + lifetime,
    digest,
  });
  return `${other.origin}${path}`;
}
