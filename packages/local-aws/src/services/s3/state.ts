/** All buckets: their names are unique in the partition, whoever owns them. */
export interface S3State {
  readonly buckets: Map<string, Bucket>;
  /** How many conditional writes have met another write of their key while they were under way. */
  conflicts: number;
}

/** One bucket. */
export interface Bucket {
  readonly name: string;
  /** The account that made it. */
  readonly owner: string;
  readonly region: string;
  /** As it was asked for, which may be `EU`; undefined in us-east-1. */
  readonly location: string | undefined;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** `Suspended` once it has been enabled; it never goes back to undefined. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  /** By key; the newest version first, never empty. */
  readonly objects: Map<string, Version[]>;
  /** By upload id. */
  readonly uploads: Map<string, Upload>;
  /** Sorted by key; undefined when there are none. */
  tags: readonly Tag[] | undefined;
  /** Its policy as JSON: which services of AWS may do what with it. */
  policy: string | undefined;
  /** By key: which request had arrived last when the key was written or deleted. */
  readonly written: Map<string, number>;
}

/** A tag of a bucket or a version. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** One version of an object, or a delete marker. */
export interface Version {
  readonly key: string;
  /** `null` when it was written without versioning. */
  readonly versionId: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly deleteMarker: boolean;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly properties: Properties;
  readonly checksum: Checksum | undefined;
  /** In order, when it was uploaded in parts. */
  readonly parts: readonly StoredPart[];
  /** Sorted by key. */
  tags: readonly Tag[];
}

/** A part of an object that is complete. */
export interface StoredPart {
  /** Where the next begins. */
  readonly end: number;
  readonly size: number;
  /** Kept where the object's own is composed of them. */
  readonly checksum: Checksum | undefined;
}

/** What a writer says of an object beside its bytes. */
export interface Properties {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly StorageClass?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** The algorithms that S3 verifies here. */
export type Algorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** A checksum as S3 keeps it with an object. */
export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64; with `-N` behind it when it is composed of N parts. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** A multipart upload on its way. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: number;
  readonly properties: Properties;
  readonly algorithm: Algorithm | undefined;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
  readonly tags: readonly Tag[];
  /** By number. */
  readonly parts: Map<number, Part>;
}

/** One part of an upload. */
export interface Part {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly modified: number;
  readonly checksum: Checksum | undefined;
}
