import type * as sdk from '@aws-sdk/client-cloudfront';
import type { CloudFrontState, Policy } from '../state.ts';

// Ids, names and settings: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
// …/using-managed-origin-request-policies.html, …/using-managed-response-headers-policies.html

const DAY = 86_400;
const YEAR = 31_536_000;
const noParameters = {
  HeadersConfig: { HeaderBehavior: 'none' },
  CookiesConfig: { CookieBehavior: 'none' },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
} as const;

const cache: Readonly<Record<string, sdk.CachePolicyConfig>> = {
  '658327ea-f89d-4fab-a63d-7e88639e58f6': optimized('Managed-CachingOptimized', true),
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': optimized('Managed-CachingOptimizedForUncompressedObjects', false),
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    Name: 'Managed-CachingDisabled',
    Comment: 'Policy with caching disabled',
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 0,
    ParametersInCacheKeyAndForwardedToOrigin: { EnableAcceptEncodingGzip: false, ...noParameters },
  },
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': ofOrigin('UseOriginCacheControlHeaders', 'none'),
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': ofOrigin('UseOriginCacheControlHeaders-QueryStrings', 'all'),
};

const originRequest: Readonly<Record<string, sdk.OriginRequestPolicyConfig>> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': forwarding('Managed-AllViewer', { HeaderBehavior: 'allViewer' }),
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': forwarding('Managed-AllViewerExceptHostHeader', {
    HeaderBehavior: 'allExcept',
    Headers: { Quantity: 1, Items: ['host'] },
  }),
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': {
    Name: 'Managed-CORS-S3Origin',
    ...noParameters,
    HeadersConfig: {
      HeaderBehavior: 'whitelist',
      Headers: {
        Quantity: 3,
        Items: ['origin', 'access-control-request-headers', 'access-control-request-method'],
      },
    },
  },
};

const security: sdk.ResponseHeadersPolicySecurityHeadersConfig = {
  XSSProtection: { Override: false, Protection: true, ModeBlock: true },
  FrameOptions: { Override: false, FrameOption: 'SAMEORIGIN' },
  ReferrerPolicy: { Override: false, ReferrerPolicy: 'strict-origin-when-cross-origin' },
  ContentTypeOptions: { Override: true },
  StrictTransportSecurity: { Override: false, AccessControlMaxAgeSec: YEAR },
};

const responseHeaders: Readonly<Record<string, sdk.ResponseHeadersPolicyConfig>> = {
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    Name: 'Managed-SecurityHeadersPolicy',
    Comment: 'Adds a set of security headers to every response',
    SecurityHeadersConfig: security,
  },
  '60669652-455b-4ae9-85a4-c4c02393f86c': {
    Name: 'Managed-SimpleCORS',
    Comment: 'Allows all origins for simple CORS requests',
    CorsConfig: {
      AccessControlAllowOrigins: { Quantity: 1, Items: ['*'] },
      AccessControlAllowHeaders: { Quantity: 0 } as sdk.ResponseHeadersPolicyAccessControlAllowHeaders,
      AccessControlAllowMethods: { Quantity: 0 } as sdk.ResponseHeadersPolicyAccessControlAllowMethods,
      AccessControlAllowCredentials: false,
      OriginOverride: false,
    },
  },
};

/** The policies of AWS, which every account has. */
export function managedPolicies(): CloudFrontState['policies'] {
  return { cache: all(cache), originRequest: all(originRequest), responseHeaders: all(responseHeaders) };
}

function all<Config>(configs: Readonly<Record<string, Config>>): Map<string, Policy<Config>> {
  return new Map(
    Object.entries(configs).map(([id, config]) => [
      id,
      { id, account: undefined, etag: 'E23ZP02F085DFQ', modified: Date.UTC(2020, 6, 22), config },
    ]),
  );
}

/** Minimum one second: what says `no-cache` is kept for so long. */
function optimized(Name: string, isEncoded: boolean): sdk.CachePolicyConfig {
  return {
    Name,
    Comment: `Default policy when CF compression is ${isEncoded ? 'enabled' : 'disabled'}`,
    MinTTL: 1,
    DefaultTTL: DAY,
    MaxTTL: YEAR,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: isEncoded,
      EnableAcceptEncodingBrotli: isEncoded,
      ...noParameters,
    },
  };
}

function ofOrigin(Name: string, QueryStringBehavior: 'none' | 'all'): sdk.CachePolicyConfig {
  const Items = ['host', 'origin', 'x-http-method', 'x-http-method-override', 'x-method-override'];
  return {
    Name,
    Comment: '',
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: YEAR,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: true,
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: Items.length, Items } },
      CookiesConfig: { CookieBehavior: 'all' },
      QueryStringsConfig: { QueryStringBehavior },
    },
  };
}

function forwarding(Name: string, HeadersConfig: sdk.OriginRequestPolicyHeadersConfig): sdk.OriginRequestPolicyConfig {
  const everything = {
    CookiesConfig: { CookieBehavior: 'all' },
    QueryStringsConfig: { QueryStringBehavior: 'all' },
  } as const;
  return { Name, HeadersConfig, ...everything };
}
