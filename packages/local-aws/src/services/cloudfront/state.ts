import type * as sdk from '@aws-sdk/client-cloudfront';

/** CloudFront of all accounts: it has no regions, and ids of distributions are unique in the partition. */
export interface CloudFrontState {
  /** By id. */
  readonly distributions: Map<string, Distribution>;
  readonly policies: {
    readonly cache: Map<string, Policy<sdk.CachePolicyConfig>>;
    readonly originRequest: Map<string, Policy<sdk.OriginRequestPolicyConfig>>;
    readonly responseHeaders: Map<string, Policy<sdk.ResponseHeadersPolicyConfig>>;
  };
  readonly originAccessControls: Map<string, Policy<sdk.OriginAccessControlConfig>>;
  /** By ARN. */
  readonly functions: Map<string, EdgeFunction>;
  /** By ARN; what they hold is the key value service's. */
  readonly stores: Map<string, NamedStore>;
  pace: Pace;
  /** How many connections viewers have made to the near location. */
  connections: number;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** From a write of a configuration until the last edge host follows it; the others follow earlier, each at its own time. */
  readonly configuration: number;
  /** From a request to invalidate until the last edge host has dropped what it names. */
  readonly invalidation: number;
  /** From the publication of a function until the last edge host runs it. */
  readonly function: number;
  /** From a write of a key until the last edge host reads it. */
  readonly store: number;
  /** From the making of a key value store until it is ready. */
  readonly provisioning: number;
  /** How long an edge host keeps an object at most before it makes room for others; drawn for each, from nothing to this. */
  readonly eviction: number;
  /** Draws who is when; another number, other delays and evictions. */
  readonly seed: number;
}

/** A distribution. */
export interface Distribution {
  readonly id: string;
  readonly account: string;
  readonly domainName: string;
  readonly callerReference: string;
  /** The newest last. Older ones are kept for as long as an edge host follows them. */
  configurations: readonly Configuration[];
  /** The newest last. */
  invalidations: readonly Invalidation[];
  tags: ReadonlyMap<string, string>;
  /** What each edge host holds in its cache, by the host's number. */
  readonly caches: readonly Map<string, Cached>[];
}

/** A configuration as it was written, and when each edge host follows it. */
export interface Configuration {
  readonly etag: string;
  /** All that was received and what AWS adds, as XML: the content of a `DistributionConfig`. */
  readonly xml: string;
  /** What of it the SDK knows. */
  readonly settings: sdk.DistributionConfig;
  /** Milliseconds since the epoch, as all times here. */
  readonly written: number;
  /** When each edge host follows it, by the host's number. */
  readonly reaches: readonly number[];
}

/** A request to drop objects from the caches. */
export interface Invalidation {
  readonly id: string;
  readonly callerReference: string;
  readonly paths: readonly string[];
  readonly created: number;
  /** When each edge host has dropped them, by the host's number. */
  readonly reaches: readonly number[];
}

/** A policy, or an origin access control: a configuration with an id. */
export interface Policy<Config> {
  readonly id: string;
  /** Nothing of those that AWS manages. */
  readonly account: string | undefined;
  readonly etag: string;
  readonly modified: number;
  readonly config: Config;
}

/** A function, in its two stages. */
export interface EdgeFunction {
  readonly name: string;
  readonly account: string;
  readonly created: number;
  development: FunctionCode;
  /** The newest last. */
  live: readonly FunctionCode[];
}

/** A key value store, as the control plane has it. */
export interface NamedStore {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly comment: string;
  readonly etag: string;
  readonly modified: number;
  /** When it is READY. */
  readonly ready: number;
}

/** Code of a function, and how it is run. */
export interface FunctionCode {
  readonly etag: string;
  readonly config: sdk.FunctionConfig;
  readonly code: Uint8Array;
  readonly modified: number;
  /** When each edge host runs it, by the host's number; of the DEVELOPMENT stage none does. */
  readonly reaches: readonly number[];
}

/** An answer of an origin in the cache of an edge host. */
export interface Cached {
  /** The path that a viewer asked for, which an invalidation names. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly stored: number;
  readonly expires: number;
  /** When the host makes room for others. */
  readonly evicted: number;
}
