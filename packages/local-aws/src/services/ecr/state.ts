/** ECR of one account and Region: a registry. */
export interface EcrState {
  /** By name. */
  readonly repositories: Map<string, Repository>;
  /** What PutAccountSetting set, by name. */
  readonly settings: Map<string, string>;
  scanning: Scanning;
  /** What scans come to, by the digest of the image, where a test arranged it. */
  readonly scanResults: Map<string, ScanResult>;
  /** How repositories are made that a push finds missing, by the prefix of their names. */
  readonly templates: Map<string, Template>;
  pace: Pace;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** From ARCHIVED to ACTIVE after UpdateImageStorageClass. */
  readonly activation: number;
  /** From the beginning of a scan to its findings. */
  readonly scan: number;
  /** From the beginning of a lifecycle policy's preview to its end. */
  readonly preview: number;
  /** From one run of a lifecycle policy to the next. */
  readonly lifecycle: number;
}

/** A repository. Bytes of manifests and layers are not here but in the store of blobs, by their digest. */
export interface Repository {
  readonly name: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly created: number;
  mutability: Mutability;
  readonly encryption: Encryption;
  scanOnPush: boolean;
  /** Its policy as JSON: who else may do what with it. */
  policy: string | undefined;
  lifecycle: Lifecycle | undefined;
  /** Of a lifecycle policy, the last that was begun. */
  preview: Preview | undefined;
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

/** How repositories of a prefix are made by themselves. */
export interface Template {
  readonly prefix: string;
  readonly description: string | undefined;
  /** As the API has it; here only `CREATE_ON_PUSH` has an effect. */
  readonly appliedFor: readonly ('CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION')[];
  readonly mutability: Mutability;
  readonly encryption: Encryption;
  readonly resourceTags: Readonly<Record<string, string>>;
  /** JSON, as the next. */
  readonly policy: string | undefined;
  readonly lifecycle: string | undefined;
  readonly roleArn: string | undefined;
  readonly created: number;
  readonly updated: number;
}

/** The lifecycle policy of a repository. */
export interface Lifecycle {
  /** As JSON. */
  readonly text: string;
  readonly last: number | undefined;
  readonly next: number;
}

/** What a lifecycle policy would do. */
export interface Preview {
  readonly text: string;
  /** When it can be seen. */
  readonly ready: number;
  readonly results: readonly Previewed[];
}

/** An image that a lifecycle policy would act on. */
export interface Previewed {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushed: number;
  /** Of the rule. */
  readonly priority: number;
  readonly action: 'EXPIRE' | 'TRANSITION';
  readonly storageClass: 'STANDARD' | 'ARCHIVE';
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
  /** When its last scan began, by the type of scanning. */
  readonly scanned: { BASIC?: number; ENHANCED?: number };
}

/** Of which images a registry looks for vulnerabilities, and how. */
export interface Scanning {
  readonly type: 'BASIC' | 'ENHANCED';
  readonly rules: readonly ScanRule[];
}

/** As the API has it. */
export type ScanFrequency = 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL';

/** Repositories whose images are scanned, by wildcards of their names. */
export interface ScanRule {
  readonly frequency: ScanFrequency;
  readonly filters: readonly string[];
}

/** What a scan comes to. */
export interface ScanResult {
  /** As DescribeImageScanFindings has it, also one that no model knows yet; without it, as the end of a scan has it. */
  readonly status?: string;
  readonly description?: string;
  readonly findings: readonly Finding[];
  /**
   * Beside a `status` of one that has ended: whether it really has, as it has unless given. An enhanced scan is ACTIVE before its
   * first findings are there, as those report who gate on it.
   */
  readonly hasEnded?: boolean;
}

/** A vulnerability. */
export interface Finding {
  /** Such as `CVE-2026-0001`. */
  readonly name: string;
  /** Such as `HIGH`. */
  readonly severity: string;
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
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/restore-image.html), so here it takes that long; of scans and previews nothing is said.
 */
export function initialState(): EcrState {
  return {
    repositories: new Map(),
    settings: new Map(),
    scanning: { type: 'BASIC', rules: [] },
    scanResults: new Map(),
    templates: new Map(),
    pace: { activation: 20 * 60_000, scan: 10_000, preview: 5_000, lifecycle: 24 * 3_600_000 },
  };
}
