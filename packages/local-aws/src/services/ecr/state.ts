/** ECR of one account and Region: a registry. */
export interface EcrState {
  /** By name. */
  readonly repositories: Map<string, Repository>;
  /** What PutAccountSetting set, by name. */
  readonly settings: Map<string, string>;
  pace: Pace;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** From ARCHIVED to ACTIVE after UpdateImageStorageClass. */
  readonly activation: number;
}

/** A repository. Bytes of manifests and layers are not here but in the store of blobs, by their digest. */
export interface Repository {
  readonly name: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly created: number;
  mutability: Mutability;
  readonly encryption: Encryption;
  readonly scanOnPush: boolean;
  resourceTags: Readonly<Record<string, string>>;
  /** By digest. */
  readonly images: Map<string, Image>;
  /** Digests by tag. */
  readonly tags: Map<string, string>;
  /** By digest; configurations are layers too. */
  readonly layers: Map<string, Layer>;
  /** By id. */
  readonly uploads: Map<string, Upload>;
}

/** Whether tags may move. */
export interface Mutability {
  readonly mode: MutabilityMode;
  /** Wildcards of the tags that are excepted; empty unless the mode says WITH_EXCLUSION. */
  readonly exclusions: readonly string[];
}

/** As the API has it. */
export type MutabilityMode = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION';

/** How a repository is encrypted; kept and shown, and nothing is. */
export interface Encryption {
  readonly type: 'AES256' | 'KMS' | 'KMS_DSSE';
  readonly key: string | undefined;
}

/** A manifest: of an image, of an index, or of an artifact. */
export interface Image {
  readonly digest: string;
  readonly mediaType: string;
  /** Of the manifest itself. */
  readonly size: number;
  /** As DescribeImages has it: its layers and its configuration, compressed; of an index the largest of its images. */
  readonly imageSize: number;
  /** Of the configuration, or the manifest's own artifactType. */
  readonly artifactType: string | undefined;
  /** Digest of the image that this one is about, if it is a referrer. */
  readonly subject: string | undefined;
  /** Digests of its layers and its configuration. */
  readonly layers: readonly string[];
  /** Digests of the manifests of an index. */
  readonly children: readonly string[];
  readonly pushed: number;
  lastPulled: number | undefined;
  status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  /** When an image that is ACTIVATING is ACTIVE. */
  activeAt: number | undefined;
  lastArchived: number | undefined;
  lastActivated: number | undefined;
}

/** A blob that was uploaded to a repository, or mounted. */
export interface Layer {
  readonly size: number;
  /** Only images that are archived refer to it, and nothing has uploaded it since. */
  archived: boolean;
}

/** A layer on its way. */
export interface Upload {
  readonly id: string;
  /** What has come so far, each as a blob of its own. */
  readonly chunks: { readonly digest: string; readonly size: number }[];
}

/**
 * A registry without repositories. Restoring an image takes up to 20 minutes
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/restore-image.html), so here it takes that long.
 */
export function initialState(): EcrState {
  return { repositories: new Map(), settings: new Map(), pace: { activation: 20 * 60_000 } };
}
