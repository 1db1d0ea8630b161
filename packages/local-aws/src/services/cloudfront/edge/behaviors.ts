import type * as sdk from '@aws-sdk/client-cloudfront';
import type { CloudFrontPlace } from '../place.ts';
import { policyOf } from '../policies/policies.ts';
import type { Bounds } from './lifetime.ts';

/** How requests of a path are answered. */
export type Behavior = sdk.DefaultCacheBehavior & Partial<Pick<sdk.CacheBehavior, 'PathPattern'>>;

/** The first behavior whose pattern fits, else the default: API_CacheBehavior.html ("in the order in which they are listed"). */
export function behaviorOf({ CacheBehaviors, DefaultCacheBehavior }: sdk.DistributionConfig, path: string): Behavior {
  const fitting = (CacheBehaviors?.Items ?? []).find(({ PathPattern = '' }) => fits(PathPattern, path));
  return (fitting ?? DefaultCacheBehavior) as Behavior;
}

/**
 * `*` is any number of characters, `?` one; with or without a slash before it, and case-sensitive:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 */
export function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^/?${source}$`, 's').test(path);
}

/** What of a request is in the key of the cache, and for how long an answer is kept. */
export interface Caching {
  readonly bounds: Bounds;
  /** Names that are in the key, or all but those. */
  readonly query: Selection;
  readonly headers: readonly string[];
  readonly cookies: Selection;
  /** Codings of `Accept-Encoding` that are in the key. */
  readonly encodings: readonly string[];
}

/** Which names. */
export interface Selection {
  readonly kind: 'none' | 'only' | 'except' | 'all';
  readonly names: readonly string[];
}

const NONE: Selection = { kind: 'none', names: [] };
const ALL: Selection = { kind: 'all', names: [] };

/** By the cache policy, or by the settings of before there were policies. */
export function cachingOf(place: CloudFrontPlace, behavior: Behavior): Caching {
  const { CachePolicyId, ForwardedValues: forwarded } = behavior;
  if (CachePolicyId === undefined) {
    const bounds = boundsOf(behavior);
    const keys = forwarded?.QueryStringCacheKeys?.Items ?? [];
    const query: Selection = keys.length > 0 ? { kind: 'only', names: keys } : ALL;
    return {
      bounds,
      query: forwarded?.QueryString ? query : NONE,
      headers: lower(forwarded?.Headers?.Items),
      cookies: ofCookies(forwarded?.Cookies),
      encodings: [],
    };
  }
  const config = policyOf(place, 'cache', CachePolicyId)?.config;
  const parameters = config?.ParametersInCacheKeyAndForwardedToOrigin;
  const { QueryStringsConfig, CookiesConfig, HeadersConfig } = parameters ?? {};
  return {
    bounds: boundsOf(config ?? {}),
    query: selectionOf(QueryStringsConfig?.QueryStringBehavior, QueryStringsConfig?.QueryStrings?.Items),
    cookies: selectionOf(CookiesConfig?.CookieBehavior, CookiesConfig?.Cookies?.Items),
    headers: HeadersConfig?.HeaderBehavior === 'whitelist' ? lower(HeadersConfig.Headers?.Items) : [],
    encodings: [
      ...(parameters?.EnableAcceptEncodingBrotli ? ['br'] : []),
      ...(parameters?.EnableAcceptEncodingGzip ? ['gzip'] : []),
    ],
  };
}

const DAY = 86_400;
const YEAR = 31_536_000;

/** Defaults: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
function boundsOf({
  MinTTL = 0,
  DefaultTTL,
  MaxTTL,
}: Partial<Pick<sdk.CachePolicyConfig, 'MinTTL' | 'DefaultTTL' | 'MaxTTL'>>): Bounds {
  const standard = DefaultTTL ?? Math.max(DAY, MinTTL);
  return { min: MinTTL, standard, max: MaxTTL ?? Math.max(YEAR, standard) };
}

function selectionOf(behavior: string | undefined, names: readonly string[] = []): Selection {
  if (behavior === 'all') return ALL;
  if (behavior === 'whitelist') return { kind: 'only', names };
  return behavior === 'allExcept' ? { kind: 'except', names } : NONE;
}

function ofCookies(cookies: sdk.CookiePreference | undefined): Selection {
  if (cookies?.Forward === 'all') return ALL;
  return cookies?.Forward === 'whitelist' ? { kind: 'only', names: cookies.WhitelistedNames?.Items ?? [] } : NONE;
}

function lower(names: readonly string[] = []): readonly string[] {
  return names.map((name) => name.toLowerCase());
}
