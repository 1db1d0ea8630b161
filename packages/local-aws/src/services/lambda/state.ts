import type {
  Cors,
  CreateEventSourceMappingRequest,
  DestinationConfig,
  FunctionConfiguration,
  FunctionUrlAuthType,
  InvokeMode,
  RecursiveLoop,
  ResolvedS3Object,
  Runtime,
  State,
  UpdateRuntimeOn,
} from '@aws-sdk/client-lambda';
import { initialLayers, type Layers } from './layers/state.ts';
import type { ImagePiece, ImageReference } from './ports.ts';

/** Everything Lambda knows of one account in one region: plain data, so that a snapshot is a copy of it. */
export interface LambdaState {
  readonly functions: Map<string, FunctionRecord>;
  /** Zip archives by their CodeSha256, as base64. */
  readonly packages: Map<string, Uint8Array>;
  readonly mappings: Map<string, MappingRecord>;
  /** The next version number of each function name ever used: Lambda never uses one again, even after a deletion. */
  readonly nextVersion: Map<string, number>;
  pace: Pace;
  limits: AccountLimits;
  /** Failures that a test has asked for; each is used once. */
  readonly failures: ScriptedFailure[];
  readonly layers: Layers;
  /** Keys that cannot be used, by their ARN; all others can. */
  readonly keys: Map<string, UnusableKey>;
  /** How often Lambda has released a newer version of a runtime. */
  readonly runtimeReleases: Map<Runtime, number>;
}

/** Why a key of the customer cannot be used; `Denied` where its policy does not let Lambda. */
export type UnusableKey = 'Disabled' | 'PendingDeletion' | 'Missing' | 'Denied';

/** How long the asynchronous changes take, in milliseconds of the local clock. */
export interface Pace {
  readonly create: number;
  readonly update: number;
  /** 0 as AWS has it: an ordinary version is Active in the answer (recorded). A test may make it slower. */
  readonly publish: number;
  /** From publishing a version with SnapStart to its snapshot. */
  readonly snapStart: number;
  /** From publishing a version on managed instances to the instances that run it. */
  readonly instances: number;
  /** From the first invocation of an Inactive function to Active. */
  readonly restore: number;
  readonly provision: number;
  /** How often Lambda fetches the image of a function that it has; AWS says "periodically", and no more. */
  readonly imageFetch: number;
  readonly mapping: number;
  /** For how long after an alias has changed invocations may still be routed as before; see `routes.ts`. */
  readonly alias: number;
}

/** Quotas of the account in this region. */
export interface AccountLimits {
  /** Bytes of code of all versions of all functions. */
  readonly totalCodeSize: number;
  /** Bytes of all layers of an image, uncompressed. */
  readonly imageSize: number;
  readonly concurrentExecutions: number;
  /** What reserved and provisioned concurrency must leave to the other functions. */
  readonly minimumUnreserved: number;
}

/** The steps that can be made to fail. */
export type FailingStep = 'create' | 'update' | 'publish' | 'restore' | 'provision';

/** A failure that the next such step of a function meets. */
export interface ScriptedFailure {
  readonly functionName: string;
  readonly step: FailingStep;
  /** Such as `SubnetOutOfIPAddresses`. */
  readonly code: string;
  readonly reason: string;
}

/** A function: `$LATEST`, its published versions, and all that hangs on its name. */
export interface FunctionRecord {
  readonly name: string;
  readonly latest: VersionRecord;
  /** Published versions in ascending order, by number. */
  readonly versions: Map<string, VersionRecord>;
  readonly aliases: Map<string, AliasRecord>;
  /** The version that `$LATEST` was last published as, until an update call is accepted. */
  publishedAs: string | undefined;
  reservedConcurrency: number | undefined;
  /** By qualifier: an alias or a version. */
  readonly provisioned: Map<string, ProvisionedRecord>;
  /** By alias; the empty string is the unqualified function. */
  readonly urls: Map<string, UrlRecord>;
  /** By qualifier; the empty string is the unqualified function. */
  readonly policies: Map<string, PolicyRecord>;
  /** By qualifier; `$LATEST` when none is given. */
  readonly asynchronous: Map<string, AsynchronousRecord>;
  tags: Record<string, string>;
  recursiveLoop: RecursiveLoop;
}

/** The part of a configuration that publishing freezes. */
export type Settings = Omit<
  FunctionConfiguration,
  | 'FunctionName'
  | 'FunctionArn'
  | 'Version'
  | 'RevisionId'
  | 'LastModified'
  | 'State'
  | 'StateReason'
  | 'StateReasonCode'
  | 'LastUpdateStatus'
  | 'LastUpdateStatusReason'
  | 'LastUpdateStatusReasonCode'
> & {
  readonly CodeSha256: string;
  readonly Description: string;
  readonly MemorySize: number;
  readonly Role: string;
  readonly Timeout: number;
  readonly PackageType: 'Zip' | 'Image';
  /** As it was asked for; a tag is resolved to the digest in CodeSha256 only once. */
  readonly ImageUri?: string;
  /** What `ImageUri` was resolved to. */
  readonly Image?: FunctionImage;
  /** The object that the code stays in, where its storage mode is REFERENCE; otherwise Lambda has a copy. */
  readonly ResolvedS3Object?: ResolvedS3Object;
  /** The customer's key that the package is encrypted with. */
  readonly SourceKMSKeyArn?: string;
};

/** The image of a function: what it is pulled by, again and again, and what it is made of. */
export interface FunctionImage {
  /** By its digest. */
  readonly source: ImageReference;
  readonly config: ImagePiece;
  /** The lowest first. */
  readonly layers: readonly ImagePiece[];
}

/** `$LATEST` or a published version. */
export interface VersionRecord {
  readonly version: string;
  /** What the API answers. */
  settings: Settings;
  /** What invocations run: differs from `settings` while an update is in progress, and after one failed. */
  deployed: Deployment | undefined;
  revisionId: string;
  lastModified: number;
  lastInvoked: number;
  state: State;
  stateReason: Reason | undefined;
  lastUpdate: 'InProgress' | 'Successful' | 'Failed' | undefined;
  lastUpdateReason: Reason | undefined;
  /** When Lambda has last fetched its image, if it has one. */
  imageFetched: number;
  /** When Lambda moves it to a newer version of its runtime. */
  updateRuntimeOn: UpdateRuntimeOn;
  transition: Transition | undefined;
}

/** Code and configuration that instances are started from. */
export interface Deployment {
  /** Warm instances belong to one deployment. */
  readonly id: string;
  readonly settings: Settings;
}

/** Why a state or an update status is what it is. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** A change that takes effect on the first look at or after its time. */
export interface Transition {
  readonly at: number;
  readonly kind: 'activate' | 'update';
  /** What it ends in, when it does not succeed. */
  readonly failure: Reason | undefined;
  /** The RevisionId and deployment from then on; chosen beforehand, so that looking needs no randomness. */
  readonly revisionId: string;
  readonly deploymentId: string;
}

/** An alias. */
export interface AliasRecord {
  readonly name: string;
  functionVersion: string;
  description: string;
  weight: Weight | undefined;
  revisionId: string;
  /** Set while AWS moves provisioned concurrency after the alias and sends traffic by weights of its own. */
  shift: Shift | undefined;
  /** Routes that it had before, and that invocations may still take. */
  former: readonly FormerRoute[];
}

/** Where the invocations of an alias go. */
export interface Route {
  readonly functionVersion: string;
  readonly weight: Weight | undefined;
}

/** A route that an alias had. */
export interface FormerRoute extends Route {
  /** Until then, and no longer, an invocation may take it. */
  readonly until: number;
}

/** The share, from 0 to 1, that the additional version of an alias gets. */
export interface Weight {
  readonly version: string;
  readonly share: number;
}

/** A move of provisioned concurrency from one version to another. */
export interface Shift {
  readonly from: string;
  readonly until: number;
  /** It ends with nothing allocated: then AWS's weights stay. */
  readonly fails: boolean;
  begun: boolean;
  readonly revisionIdDuring: string;
  readonly revisionIdAfter: string;
}

/** Provisioned concurrency of one alias or version. */
export interface ProvisionedRecord {
  requested: number;
  allocated: number;
  available: number;
  status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  statusReason: string | undefined;
  lastModified: number;
  /** When the allocation ends; `revisionId` is the version's from then on. */
  transition: { readonly at: number; readonly failure: Reason | undefined; readonly revisionId: string } | undefined;
}

/** A function URL. */
export interface UrlRecord {
  readonly url: string;
  readonly created: number;
  modified: number;
  authType: FunctionUrlAuthType;
  cors: Cors | undefined;
  invokeMode: InvokeMode;
}

/** A resource policy; its RevisionId is its own. */
export interface PolicyRecord {
  revisionId: string;
  readonly statements: Map<string, Record<string, unknown>>;
}

/** How asynchronous invocations are retried. */
export interface AsynchronousRecord {
  modified: number;
  maximumRetryAttempts: number | undefined;
  maximumEventAgeInSeconds: number | undefined;
  destinations: DestinationConfig | undefined;
}

/** An event source mapping. */
export interface MappingRecord {
  readonly uuid: string;
  functionArn: string;
  settings: Omit<CreateEventSourceMappingRequest, 'FunctionName' | 'Enabled' | 'Tags'>;
  state: 'Creating' | 'Enabled' | 'Disabled' | 'Updating' | 'Enabling' | 'Disabling' | 'Deleting';
  lastModified: number;
  /** The state it settles in; undefined means that it is gone. */
  transition: { readonly at: number; readonly state: 'Enabled' | 'Disabled' | undefined } | undefined;
  tags: Record<string, string>;
}

/** An account that has never used Lambda. The pace is a usual one of AWS for small functions outside a VPC. */
export function initialState(): LambdaState {
  return {
    functions: new Map(),
    packages: new Map(),
    mappings: new Map(),
    nextVersion: new Map(),
    pace: {
      create: 2_000,
      update: 1_500,
      publish: 0,
      snapStart: 60_000,
      instances: 60_000,
      restore: 3_000,
      provision: 60_000,
      imageFetch: 24 * 3_600_000,
      mapping: 2_000,
      alias: 3_000,
    },
    // 300 GB since July 2026: https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html
    // 10 GB, and its message says GiB: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-types
    limits: {
      totalCodeSize: 322_122_547_200,
      imageSize: 10 * 1024 ** 3,
      concurrentExecutions: 1_000,
      minimumUnreserved: 100,
    },
    failures: [],
    layers: initialLayers(),
    keys: new Map(),
    runtimeReleases: new Map(),
  };
}
