import type { UserError } from '@actions-aws/action';

/** A referrer that is there, and cannot be read. */
export interface Unread {
  /** Empty where not even that is known, as of what a tag names. */
  readonly digest: string;
  readonly error: UserError;
}

/** Is told of a referrer that cannot be read, and throws where that must not be. */
export type TellUnread = (unread: Unread) => void;

/** A manifest that is about another one: a signature, an attestation, a list of what is inside. */
export interface Referrer {
  readonly digest: string;
  readonly mediaType: string;
  /** What it is, as its own manifest says: registries' lists are wrong about it (google/go-containerregistry's, for one). */
  readonly artifactType: string;
  /** Of its manifest, in bytes. */
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** Its manifest, byte for byte. */
  readonly manifest: Uint8Array;
  /** Where it was found first. */
  readonly found: 'api' | 'fallback-tag' | 'cosign-tag';
  /** The tag that names it, of what cosign wrote: `sha256-….sig`. It must be written where the referrer goes, too. */
  readonly tag?: string;
}
