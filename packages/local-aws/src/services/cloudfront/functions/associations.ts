import type * as sdk from '@aws-sdk/client-cloudfront';
import { refused } from '../errors.ts';
import type { CloudFrontPlace } from '../place.ts';

/** ARNs of all functions that a configuration names. */
export function associationsOf({ DefaultCacheBehavior, CacheBehaviors }: sdk.DistributionConfig): readonly string[] {
  return [DefaultCacheBehavior, ...(CacheBehaviors?.Items ?? [])].flatMap((behavior) =>
    (behavior?.FunctionAssociations?.Items ?? []).map(({ FunctionARN = '' }) => FunctionARN),
  );
}

/** "You must publish a function to the LIVE stage before it can be associated": API_FunctionAssociation.html */
export function assertAssociations({ state, account }: CloudFrontPlace, config: sdk.DistributionConfig): void {
  const wrong = associationsOf(config).find((arn) => {
    const found = state.functions.get(arn);
    return found?.account !== account || found.live.length === 0;
  });
  if (wrong !== undefined)
    throw refused('InvalidFunctionAssociation', `A CloudFront function association is invalid: ${wrong} is not LIVE.`);
}
