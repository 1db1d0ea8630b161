import type * as sdk from '@aws-sdk/client-cloudfront';
import { invalidArgument, noSuch, refused } from '../errors.ts';
import { assertAssociations } from '../functions/associations.ts';
import type { CloudFrontPlace } from '../place.ts';
import { policyOf } from '../policies/policies.ts';
import { assertOrigins, assertTargets } from './origins.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const MOST_BEHAVIORS = 75;
const MOST_ALIASES = 100;

// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Throws CloudFront's error for the first thing in a configuration that it does not take. */
export function assertConfiguration(place: CloudFrontPlace, id: string, config: sdk.DistributionConfig): void {
  assertTexts(config);
  assertOrigins(place, config);
  const { CacheBehaviors, DefaultCacheBehavior } = config;
  const behaviors: readonly Behavior[] = [DefaultCacheBehavior, ...(CacheBehaviors?.Items ?? [])].flatMap((each) =>
    each ? [each] : [],
  );
  if (behaviors.length - 1 > MOST_BEHAVIORS)
    throw refused('TooManyCacheBehaviors', 'You cannot create more cache behaviors for the distribution.');
  assertTargets(config, behaviors);
  for (const behavior of behaviors) assertBehavior(place, behavior);
  const patterns = (CacheBehaviors?.Items ?? []).map(({ PathPattern }) => PathPattern);
  if (new Set(patterns).size < patterns.length)
    throw invalidArgument('The parameter PathPattern contains duplicates: each cache behavior needs its own.');
  assertErrorResponses(config);
  assertAssociations(place, config);
  assertAliases(place, id, config);
}

type Behavior = Partial<sdk.DefaultCacheBehavior>;

function assertTexts({ CallerReference = '', Comment = '', DefaultRootObject = '' }: sdk.DistributionConfig): void {
  if (CallerReference === '') throw invalidArgument('The parameter CallerReference is required.');
  // "The comment cannot be longer than 128 characters": API_DistributionConfig.html; the message is CloudFront's own: aws/aws-cdk#10211.
  if ([...Comment].length > 128) throw invalidArgument('The parameter Comment is too big.');
  if (DefaultRootObject.startsWith('/') || DefaultRootObject.length > 255) {
    const message = 'The default root object file name is too big or contains an invalid character.';
    throw refused('InvalidDefaultRootObject', message);
  }
}

function assertBehavior(place: CloudFrontPlace, behavior: Behavior): void {
  const { CachePolicyId, OriginRequestPolicyId, ResponseHeadersPolicyId, ForwardedValues } = behavior;
  // One of both, and not both: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DefaultCacheBehavior.html
  if (CachePolicyId === undefined && ForwardedValues === undefined)
    throw invalidArgument('The parameter ForwardedValues is required.');
  if (CachePolicyId !== undefined && ForwardedValues !== undefined) {
    const message =
      'The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.';
    throw invalidArgument(message);
  }
  const { MinTTL = 0, DefaultTTL = 86_400, MaxTTL = 31_536_000 } = behavior;
  if (ForwardedValues && !(MinTTL <= DefaultTTL && DefaultTTL <= MaxTTL))
    throw refused('InvalidTTLOrder', 'The TTL order specified is not valid.');
  if (CachePolicyId !== undefined && !policyOf(place, 'cache', CachePolicyId))
    throw noSuch('NoSuchCachePolicy', 'cache policy');
  if (OriginRequestPolicyId !== undefined && !policyOf(place, 'originRequest', OriginRequestPolicyId))
    throw noSuch('NoSuchOriginRequestPolicy', 'origin request policy');
  if (ResponseHeadersPolicyId !== undefined && !policyOf(place, 'responseHeaders', ResponseHeadersPolicyId))
    throw noSuch('NoSuchResponseHeadersPolicy', 'response headers policy');
}

function assertErrorResponses({ CustomErrorResponses }: sdk.DistributionConfig): void {
  for (const { ErrorCode, ResponsePagePath = '', ResponseCode = '' } of CustomErrorResponses?.Items ?? []) {
    if (!ERROR_CODES.includes(ErrorCode ?? 0))
      throw refused('InvalidErrorCode', 'An invalid error code was specified.');
    // "If you specify a value for ResponseCode, you must also specify a value for ResponsePagePath": API_CustomErrorResponse.html
    if ((ResponsePagePath === '') !== (ResponseCode === ''))
      throw invalidArgument('The parameters ResponsePagePath and ResponseCode need each other.');
    if (ResponseCode !== '' && !/^(200|[45]\d\d)$/.test(ResponseCode))
      throw refused('InvalidResponseCode', 'A response code is not valid.');
    if (ResponsePagePath !== '' && !ResponsePagePath.startsWith('/'))
      throw invalidArgument('The parameter ResponsePagePath must begin with a slash.');
  }
}

function assertAliases({ state }: CloudFrontPlace, id: string, { Aliases, ViewerCertificate }: sdk.DistributionConfig) {
  const names = Aliases?.Items ?? [];
  if (names.length > MOST_ALIASES)
    throw refused('TooManyDistributionCNAMEs', 'Your request contains more CNAMEs than are allowed per distribution.');
  const { ACMCertificateArn, IAMCertificateId } = ViewerCertificate ?? {};
  // The message is CloudFront's own: winglang/wing#2440; a certificate itself is not looked at here.
  if (names.length > 0 && ACMCertificateArn === undefined && IAMCertificateId === undefined) {
    const message =
      'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.';
    throw refused('InvalidViewerCertificate', message);
  }
  const taken = [...state.distributions.values()]
    .filter((other) => other.id !== id)
    .flatMap((other) => other.configurations.at(-1)?.settings.Aliases?.Items ?? []);
  if (names.some((name) => taken.includes(name))) {
    const message = 'One or more of the CNAMEs you provided are already associated with a different resource.';
    throw refused('CNAMEAlreadyExists', message, 409);
  }
}
