import { createHash } from 'node:crypto';
import type { LambdaPlace } from './operation.ts';

/** Where the archive of a CodeSha256 can be fetched, as GetFunction answers it; on AWS a presigned link that lasts ten minutes. */
export function codeLink(place: LambdaPlace, codeSha256: string): string {
  const expires = Math.floor(place.clock.now() / 1000) + 600;
  const signature = createHash('sha256')
    .update(`${place.account} ${place.region} ${codeSha256} ${expires}`)
    .digest('hex');
  const query = new URLSearchParams({
    account: place.account,
    region: place.region,
    expires: String(expires),
    signature,
  });
  return `${place.endpoint}/_local/lambda/code/${encodeURIComponent(codeSha256)}?${query}`;
}
