import { createHash } from 'node:crypto';
import type { LambdaPlace } from './place.ts';

/** How long a link to a function's code is good for: ten minutes, as on AWS (SDK, GetFunctionCommand). */
const lifetimeInSeconds = 600;

/** Where the archive of a CodeSha256 can be fetched, as GetFunction answers it: signed by itself, as a presigned link is. */
export function codeLink(place: LambdaPlace, codeSha256: string): string {
  const expires = String(Math.floor(place.clock.now() / 1000) + lifetimeInSeconds);
  const query = new URLSearchParams({
    account: place.account,
    region: place.region,
    expires,
    signature: signature(place, codeSha256, expires),
  });
  return `${place.endpoint}/_local-aws/lambda/code/${encodeURIComponent(codeSha256)}?${query}`;
}

/** The archive behind a link of {@link codeLink}; undefined when the link has expired or was made up. */
export function linkedCode(place: LambdaPlace, path: string, query: URLSearchParams): Uint8Array | undefined {
  const codeSha256 = path.replace(/^code\//, '');
  const expires = query.get('expires') ?? '';
  const valid =
    query.get('signature') === signature(place, codeSha256, expires) && Number(expires) * 1000 > place.clock.now();
  return valid ? place.state.packages.get(codeSha256) : undefined;
}

function signature(place: LambdaPlace, codeSha256: string, expires: string): string {
  return createHash('sha256').update([place.account, place.region, codeSha256, expires].join(' ')).digest('hex');
}
