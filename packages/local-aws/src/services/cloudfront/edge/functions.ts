import type { FunctionConfig } from '@aws-sdk/client-cloudfront';
import type { Viewed } from '../../../kernel/service.ts';
import { type FunctionResponse, type Parts, partsOf, requestOf, responseOf, viewedOf } from '../functions/events.ts';
import type { Runtime, Stores } from '../functions/run.ts';
import { spread } from '../hosts.ts';
import type { CloudFrontPlace } from '../place.ts';
import type { CloudFrontPorts, StoreVersion } from '../ports.ts';
import type { Distribution } from '../state.ts';
import type { Behavior } from './behaviors.ts';
import { ofEdge } from './viewer.ts';

/** What it takes to run the functions of a distribution at one of its hosts. */
export interface Functions {
  readonly place: CloudFrontPlace;
  readonly runtime: Runtime;
  readonly ports: CloudFrontPorts;
  readonly distribution: Distribution;
  readonly host: number;
}

/** What is asked after the viewer-request function of a behavior, or what it answers itself. It runs before the cache is looked into. */
export function afterRequest(
  functions: Functions,
  behavior: Behavior,
  asked: Parts,
): { readonly asked: Parts } | { readonly answer: Viewed } {
  const arn = associated(behavior, 'viewer-request');
  if (arn === undefined) return { asked };
  const ended = runAt(functions, arn, 'viewer-request', { request: requestOf(asked) });
  if (!ended) return { answer: failed() };
  if ('statusCode' in ended) return { answer: viewedOf(ended as unknown as FunctionResponse) };
  const changed = partsOf(ended, asked);
  return changed ? { asked: changed } : { answer: failed() };
}

/** What is answered after the viewer-response function. It does not run for errors of the origin: edge-functions-restrictions.html. */
export function afterResponse(functions: Functions, behavior: Behavior, asked: Parts, answer: Viewed): Viewed {
  const arn = associated(behavior, 'viewer-response');
  if (arn === undefined || answer.status >= 400) return answer;
  const ended = runAt(functions, arn, 'viewer-response', { request: requestOf(asked), response: responseOf(answer) });
  return ended && 'statusCode' in ended ? viewedOf(ended as unknown as FunctionResponse, answer.body) : failed();
}

function associated({ FunctionAssociations }: Behavior, event: string): string | undefined {
  return FunctionAssociations?.Items?.find(({ EventType }) => EventType === event)?.FunctionARN;
}

/** What the function that is LIVE at the host returns; nothing where there is none or it failed. */
function runAt(
  { place, runtime, ports, distribution, host }: Functions,
  arn: string,
  eventType: string,
  about: object,
): Record<string, unknown> | undefined {
  const now = place.clock.now();
  const live = place.state.functions.get(arn)?.live.findLast(({ reaches }) => reaches[host]! <= now);
  if (!live) return undefined;
  const { domainName: distributionDomainName, id: distributionId } = distribution;
  const context = { distributionDomainName, distributionId, eventType, requestId: `${distributionId}-${now}` };
  const event = { version: '1.0', context, viewer: { ip: '127.0.0.1' }, ...about };
  const stores = storesAt({ place, ports, host }, live.config);
  const ended = runtime.run(live.code, event, stores);
  return 'returned' in ended && typeof ended.returned === 'object'
    ? (ended.returned as Record<string, unknown>)
    : undefined;
}

/**
 * What a function's stores hold at a host: the newest version that has reached it. "Seconds", says AWS, and no more: here 1 to 10 s, and
 * one host a minute.
 */
function storesAt({ place, ports, host }: Pick<Functions, 'place' | 'ports' | 'host'>, config: FunctionConfig): Stores {
  const now = place.clock.now();
  const { pace, stores } = place.state;
  const named = (config.KeyValueStoreAssociations?.Items ?? []).flatMap(
    ({ KeyValueStoreARN = '' }) => stores.get(KeyValueStoreARN) ?? [],
  );
  return Object.fromEntries(
    named.map(({ id, arn }) => {
      const versions = ports.storeVersions(arn);
      const reaches = ({ at, etag }: StoreVersion) => spread(at, pace.store, pace.seed, etag, [1 / 60, 1 / 6])[host]!;
      return [id, (versions.findLast((version) => reaches(version) <= now) ?? versions[0])?.items ?? {}];
    }),
  );
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html ("CloudFront function execution error") */
function failed(): Viewed {
  return ofEdge(
    503,
    'The CloudFront function associated with the CloudFront distribution is invalid or could not run.',
  );
}
