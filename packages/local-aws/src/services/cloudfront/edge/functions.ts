import type { Viewed } from '../../../kernel/service.ts';
import { type FunctionResponse, type Parts, partsOf, requestOf, responseOf, viewedOf } from '../functions/events.ts';
import type { Runtime } from '../functions/run.ts';
import type { CloudFrontPlace } from '../place.ts';
import type { Distribution } from '../state.ts';
import type { Behavior } from './behaviors.ts';
import { ofEdge } from './viewer.ts';

/** Who runs functions, where and for whom. */
export interface Functions {
  readonly place: CloudFrontPlace;
  readonly runtime: Runtime;
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
  { place, runtime, distribution, host }: Functions,
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
  const ended = runtime.run(live.code, event, {});
  return 'returned' in ended && typeof ended.returned === 'object'
    ? (ended.returned as Record<string, unknown>)
    : undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html ("CloudFront function execution error") */
function failed(): Viewed {
  return ofEdge(
    503,
    'The CloudFront function associated with the CloudFront distribution is invalid or could not run.',
  );
}
