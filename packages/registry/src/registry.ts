import type { Mutability } from './mutability.ts';

/** The images of one repository, in any registry. All methods ask; none writes. */
export interface Registry {
  /**
   * What a tag or a digest (`sha256:…`) names now. That an image is absent is an answer only where the registry says so in
   * the words of its API; every other way of not answering is an error.
   */
  describe(reference: string): Promise<Found | Absent>;
  /** All tags, those of archived images in ECR included; none of a repository that nothing was ever pushed to. */
  tags(): Promise<readonly string[]>;
  /** Which tags the repository lets move; `undefined` where the registry cannot tell: only ECR can, of a repository that is there. */
  mutability(): Promise<Mutability | undefined>;
}

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
