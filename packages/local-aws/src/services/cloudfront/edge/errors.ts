import type * as sdk from '@aws-sdk/client-cloudfront';
import type { Viewed } from '../../../kernel/service.ts';

/** A distribution's own page for an error. */
export interface ErrorPage {
  readonly path: string;
  readonly status: number;
}

/** The page that is answered in place of an error, if there is one. */
export function errorPageOf(settings: sdk.DistributionConfig, status: number): ErrorPage | undefined {
  const { ResponsePagePath: path = '', ResponseCode } = responseOf(settings, status) ?? {};
  return path === '' ? undefined : { path, status: Number(ResponseCode ?? status) };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors
const CACHED = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * For how many seconds an error is kept: the larger of the error caching minimum TTL, which is 10 unless the distribution says
 * otherwise, and what the origin says. Of 400 and 403 that page says that they are kept only with a `Cache-Control` of the origin:
 * here they are in any case, which is harder.
 */
export function errorSeconds(settings: sdk.DistributionConfig, { status, headers }: Viewed): number {
  if (!CACHED.includes(status)) return 0;
  const said = /(?:s-maxage|max-age)=(\d+)/.exec(headers['cache-control'] ?? '')?.[1] ?? 0;
  return Math.max(Number(responseOf(settings, status)?.ErrorCachingMinTTL ?? 10), Number(said));
}

function responseOf({ CustomErrorResponses }: sdk.DistributionConfig, status: number) {
  return CustomErrorResponses?.Items?.find(({ ErrorCode }) => ErrorCode === status);
}
