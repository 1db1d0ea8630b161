import type * as sdk from '@aws-sdk/client-cloudfront';
import type { Viewed } from '../../../kernel/service.ts';
import type { CloudFrontPlace } from '../place.ts';
import { policyOf } from '../policies/policies.ts';

/** A header that a policy adds; without `override` only where the origin has not said it. */
type Added = readonly [name: string, value: string | undefined, override: boolean | undefined];

/**
 * An answer with what its behavior's response headers policy adds and removes:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function withPolicy(
  place: CloudFrontPlace,
  id: string | undefined,
  answer: Viewed,
  asked: Readonly<Record<string, string>>,
): Viewed {
  const config = id === undefined ? undefined : policyOf(place, 'responseHeaders', id)?.config;
  if (!config) return answer;
  const removed = (config.RemoveHeadersConfig?.Items ?? []).map(({ Header = '' }) => Header.toLowerCase());
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !removed.includes(name)));
  const custom = (config.CustomHeadersConfig?.Items ?? []).map(
    ({ Header = '', Value, Override }): Added => [Header.toLowerCase(), Value, Override],
  );
  for (const [name, value, override] of [
    ...security(config.SecurityHeadersConfig),
    ...cors(config, asked),
    ...custom,
  ]) {
    if (value !== undefined && (override || headers[name] === undefined)) headers[name] = value;
  }
  return { ...answer, headers };
}

function security(config: sdk.ResponseHeadersPolicySecurityHeadersConfig = {}): readonly Added[] {
  const { XSSProtection: xss, FrameOptions: frame, ReferrerPolicy: referrer } = config;
  const { ContentSecurityPolicy: csp, ContentTypeOptions: type, StrictTransportSecurity: hsts } = config;
  const transport = hsts && [
    `max-age=${hsts.AccessControlMaxAgeSec}`,
    ...(hsts.IncludeSubdomains ? ['includeSubDomains'] : []),
    ...(hsts.Preload ? ['preload'] : []),
  ];
  const protection = xss?.Protection ? `1${xss.ModeBlock ? '; mode=block' : ''}` : '0';
  return [
    ['x-xss-protection', xss && protection, xss?.Override],
    ['x-frame-options', frame?.FrameOption, frame?.Override],
    ['referrer-policy', referrer?.ReferrerPolicy, referrer?.Override],
    ['content-security-policy', csp?.ContentSecurityPolicy, csp?.Override],
    ['x-content-type-options', type && 'nosniff', type?.Override],
    ['strict-transport-security', transport?.join('; '), hsts?.Override],
  ];
}

function cors(
  { CorsConfig: config }: sdk.ResponseHeadersPolicyConfig,
  { origin }: Readonly<Record<string, string>>,
): readonly Added[] {
  const allowed = config?.AccessControlAllowOrigins?.Items ?? [];
  if (!config || origin === undefined || !allowed.some((each) => each === '*' || each === origin)) return [];
  return [['access-control-allow-origin', allowed.includes('*') ? '*' : origin, config.OriginOverride]];
}
