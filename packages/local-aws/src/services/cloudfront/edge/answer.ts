import type * as sdk from '@aws-sdk/client-cloudfront';
import type { Viewed, Viewing } from '../../../kernel/service.ts';
import { followedBy } from '../distributions/configurations.ts';
import type { Runtime } from '../functions/run.ts';
import { edgeHosts } from '../hosts.ts';
import type { CloudFrontPlace } from '../place.ts';
import type { CloudFrontPorts } from '../ports.ts';
import type { Cached, Distribution } from '../state.ts';
import { type Behavior, behaviorOf, cachingOf } from './behaviors.ts';
import { type Cache, cacheOf } from './cache.ts';
import { errorPageOf, errorSeconds } from './errors.ts';
import { afterRequest, afterResponse, type Functions } from './functions.ts';
import { keyOf } from './key.ts';
import { lifetime } from './lifetime.ts';
import { askOrigin, type Origins } from './origins.ts';
import { withPolicy } from './response-headers.ts';
import { ofEdge } from './viewer.ts';

/** An edge host at work for a distribution. */
interface Edge extends Origins, Functions {
  readonly cache: Cache;
  readonly now: number;
}

/** What an edge host of a number answers. */
export function answerAt(
  place: CloudFrontPlace,
  { ports, runtime }: Edges,
  distribution: Distribution,
  number: number,
  viewing: Viewing,
): Viewed {
  const now = place.clock.now();
  const answer = ((): Viewed => {
    const settings = followedBy(distribution, number, now)?.settings;
    // What a host answers that has not heard of the distribution is not documented; so with one that is disabled.
    if (!settings?.Enabled) return ofEdge(403, "We can't connect to the server for this app or website at this time.");
    const cache = cacheOf(distribution, number, now, place.state.pace);
    return answered({ place, ports, runtime, distribution, host: number, settings, cache, now }, viewing);
  })();
  const { location } = edgeHosts[number]!;
  const via = `1.1 ${distribution.id.toLowerCase()}.cloudfront.net (CloudFront)`;
  const headers = { ...answer.headers, via, 'x-amz-cf-pop': location, 'x-amz-cf-id': `${location}-${number}` };
  return { ...answer, headers, body: viewing.method === 'HEAD' ? new Uint8Array() : answer.body };
}

/** What edges are made of, besides their state. */
export interface Edges {
  readonly ports: CloudFrontPorts;
  readonly runtime: Runtime;
}

function answered(edge: Edge, { url, method = 'GET', headers = {} }: Viewing): Viewed {
  // The behavior goes by the path without `..` and the like, and all else by the path as it was sent:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
  const { pathname, searchParams: query } = new URL(url);
  const path = sentPath(url, pathname);
  const behavior = behaviorOf(edge.settings, pathname);
  const unable = unableOf(behavior, method);
  if (unable) return unable;
  const begun = afterRequest(edge, behavior, { method, path, query, headers });
  if ('answer' in begun) return begun.answer;
  // By the behavior of the path that was sent: a function changes what is asked of it, and not the behavior (function-code-choose-purpose.html).
  const kept = lookUp(edge, behavior, begun.asked);
  const policed = withPolicy(edge.place, behavior.ResponseHeadersPolicyId, kept, headers);
  const answer = afterResponse(edge, behavior, begun.asked, policed);
  const { etag } = answer.headers;
  const isKnown = etag !== undefined && answer.status === 200 && listed(headers['if-none-match']).includes(weak(etag));
  return isKnown ? { ...answer, status: 304, body: new Uint8Array() } : answer;
}

/** The path as it was sent, still encoded: not every client takes the steps of RFC 3986, 5.2.4, out of it. */
function sentPath(url: string, pathname: string): string {
  const [, sent = ''] = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  if (!/\\|\/(?:\.|%2e){1,2}(?:\/|$)/i.test(sent)) return pathname;
  const segments = sent.slice(1).replaceAll('\\', '%5C').split('/');
  const encoded = segments.map((one) =>
    /^(?:\.|%2e){1,2}$/i.test(one) ? one : new URL(`/${one}`, 'http://edge').pathname.slice(1),
  );
  return `/${encoded.join('/')}`;
}

function unableOf({ AllowedMethods, LambdaFunctionAssociations }: Behavior, method: string) {
  if (!(AllowedMethods?.Items as readonly string[] | undefined)?.includes(method)) {
    const what = 'This distribution is not configured to allow the HTTP request method that was used for this request.';
    return ofEdge(403, what);
  }
  if (!['GET', 'HEAD'].includes(method)) return ofEdge(501, 'The local cloud reads from origins, and writes to none.');
  // What it would change must not be left out in silence.
  if (LambdaFunctionAssociations?.Quantity) return ofEdge(501, 'The local cloud runs no Lambda@Edge.');
  return undefined;
}

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** From the cache, else from the origin. */
function lookUp(edge: Edge, behavior: Behavior, asked: Asked): Viewed {
  const { cache, now } = edge;
  const caching = cachingOf(edge.place, behavior);
  const key = keyOf(asked, caching);
  const fresh = cache.fresh(key);
  if (fresh) return shown(fresh, now, fresh.status < 400 ? 'Hit' : 'Error');
  const stale = cache.stale(key);
  const { path } = asked;
  const answer = askOrigin(edge, behavior.TargetOriginId, pathAt(edge.settings, path));
  // "CloudFront serves the object even though it has expired": beside the list of errors that are kept.
  if (answer.status >= 500 && stale && stale.status < 400) {
    const seconds = errorSeconds(edge.settings, answer);
    return shown(cache.store(key, { ...stale, seconds }), now, 'Hit');
  }
  if (answer.status >= 400) return shown(cache.store(key, { ...failed(edge, answer), path }), now, 'Error');
  const seconds = lifetime(answer.headers, caching.bounds, now);
  const isSame = stale?.status === answer.status && stale.headers.etag === answer.headers.etag;
  // "If the CloudFront cache already has the latest version, the origin returns a status code 304", and what it then says of the object
  // takes the place of what was known: Expiration.html. Here the headers are the new ones.
  return shown(cache.store(key, { ...answer, path, seconds }), now, isSame ? 'RefreshHit' : 'Miss');
}

/** The root is the default root object's; no other folder has one: DefaultRootObject.html of the developer guide. */
function pathAt({ DefaultRootObject = '' }: sdk.DistributionConfig, path: string): string {
  return path === '/' && DefaultRootObject !== '' ? `/${DefaultRootObject}` : path;
}

/**
 * What is answered and kept in place of an error: the distribution's own page for it, which is asked for as any other, by its own
 * behavior (custom-error-pages.html of the developer guide); the error itself where there is none or that is an error, too.
 */
function failed(edge: Edge, error: Viewed): Viewed & { readonly seconds: number } {
  const seconds = errorSeconds(edge.settings, error);
  const page = errorPageOf(edge.settings, error.status);
  if (!page) return { ...error, seconds };
  const { pathname: path } = new URL(page.path, 'http://edge');
  const found = lookUpPage(edge, path);
  return found.status < 400 ? { ...found, status: page.status, seconds } : { ...error, seconds };
}

function lookUpPage(edge: Edge, path: string): Viewed {
  const behavior = behaviorOf(edge.settings, path);
  const caching = cachingOf(edge.place, behavior);
  const key = keyOf({ path, query: new URLSearchParams(), headers: {} }, caching);
  const fresh = edge.cache.fresh(key);
  if (fresh) return fresh;
  const answer = askOrigin(edge, behavior.TargetOriginId, path);
  // An error page that is missing has none of its own.
  if (answer.status >= 400) return answer;
  return edge.cache.store(key, { ...answer, path, seconds: lifetime(answer.headers, caching.bounds, edge.now) });
}

function shown({ status, headers, body, stored }: Cached, now: number, how: string): Viewed {
  const age = how === 'Hit' ? { age: String(Math.floor((now - stored) / 1000)) } : {};
  return { status, headers: { ...headers, ...age, 'x-cache': `${how} from cloudfront` }, body };
}

function weak(etag: string): string {
  return etag.replace(/^W\//, '');
}

function listed(header = ''): readonly string[] {
  return header.split(',').map((each) => weak(each.trim()));
}
