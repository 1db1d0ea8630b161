import type { Blob, BlobBytes } from './blobs/blob.ts';
import type { Expiring, Scan } from './ecr/ecr.ts';
import type { ImageName } from './image-name.ts';
import type { Mutability } from './mutability.ts';
import type { Referrer, TellUnread } from './referrers/referrer.ts';

/** The images of one repository, in any registry. All methods ask; none writes. */
export interface Registry {
  readonly name: ImageName;
  /**
   * What a tag or a digest (`sha256:…`) names now. That an image is absent is an answer only where the registry says so in
   * the words of its API; every other way of not answering is an error.
   */
  describe(reference: string): Promise<Found | Absent>;
  /**
   * Looks that belong together, in which each manifest that is there is described once, also by the list of what refers to
   * another one.
   *
   * @param asking is told of each reference once, as soon as it is asked for: what else is known to be needed of it can be asked
   * for at the same time.
   */
  moment(asking?: (reference: string) => void): Moment;
  /** All tags, those of archived images in ECR included; none of a repository that nothing was ever pushed to. */
  tags(): Promise<readonly string[]>;
  /** Which tags the repository lets move; `undefined` where the registry cannot tell: only ECR can, of a repository that is there. */
  mutability(): Promise<Mutability | undefined>;
  /**
   * What refers to a manifest, each once: by the registry's own list, by the index under the fallback tag, and by the tags that
   * cosign gives to signatures, attestations and lists of what is inside.
   *
   * @param unread is told of each that cannot be read, and it is left out. Without it, one such is an error for all.
   */
  referrers(digest: string, unread?: TellUnread): Promise<readonly Referrer[]>;
  /** What ECR's scan of an image found; `undefined` where the registry has no scans: it is not ECR. */
  scan(digest: string): Promise<Scan | undefined>;
  /** The images that the repository's lifecycle policy would expire or archive now; none outside ECR. */
  expiring(): Promise<readonly Expiring[]>;
  /** Whether there is such a repository; `unknown` outside ECR, where the first push makes it. */
  existence(): Promise<'present' | 'absent' | 'unknown'>;
  /**
   * The bytes of a blob as they come, not checked against its digest.
   *
   * @throws UserError where the registry does not have it; while it is read, BrokenOffError where it stops coming.
   */
  readBlob(blob: Blob, signal?: AbortSignal): Promise<BlobBytes>;
  /** Connects ahead for so many questions at the same time, where the registry was opened to carry blobs. How that ends is seen by them. */
  prepare(questions: number): void;
}

/** Looks at one moment: the same is asked once, but what a list names, and was not there before that. */
export type Moment = Pick<Registry, 'describe' | 'referrers'>;

/** An image that can be pulled. */
export interface Found {
  readonly state: 'present';
  /** Of the manifest's bytes, and checked against them: `sha256:…`, or `sha512:…` where the registry uses that. */
  readonly digest: string;
  /** The media type of the manifest: one of an index or of one image. */
  readonly mediaType: string;
  /** The manifest, byte for byte. */
  readonly manifest: Uint8Array;
  /** The manifest's own annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * Labels in the image's configuration; of an index, in that of its first image that is no attestation. Read on the first
   * call: up to two requests more. Empty for what has no such configuration, such as an index without images.
   */
  labels(): Promise<Readonly<Record<string, string>>>;
  /**
   * What the image says about itself under a key such as `org.opencontainers.image.revision`: the annotation of the manifest,
   * else the label; `undefined` where it says nothing, or nothing but white space.
   */
  says(key: string): Promise<string | undefined>;
}

/** An image that cannot be pulled. */
export interface Absent {
  /** `archived`: in ECR's archive storage class, or on its way back. A push of the same image restores it. */
  readonly state: 'absent' | 'archived';
  /** One sentence: what the registry said. */
  readonly why: string;
  /** Of an archived image. */
  readonly digest?: string;
}
