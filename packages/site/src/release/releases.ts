import type { Readable } from 'node:stream';
import type { CarriedFile, Manifest, ReleaseFile } from './manifest.ts';

/** Bytes, or what opens them anew for each attempt to send them. */
export type Content = Uint8Array | (() => Readable);

/**
 * The end of a write that never replaces anything: made by it; or there already, with the same bytes or with others, of which
 * `differs` tells whose they are, as a clause: `release 0123456789abcdef wrote other bytes there`.
 */
export type Written = 'created' | 'same' | { readonly differs: string };

/** The releases of a bucket. Nothing of them is ever replaced or deleted; only what a manifest carries may grow. */
export interface Releases {
  /** The manifest of a finished release; `undefined` where there is none. Throws where something else has its name. */
  read(id: string): Promise<Manifest | undefined>;
  /** Writes a file where none is, of the release that its key names, or of this one. S3 compares what arrives with the hash. */
  create(
    key: string,
    content: Content,
    file: Pick<ReleaseFile, 'headers' | 'sha256' | 'size'>,
    release?: string,
  ): Promise<Written>;
  /** What is under a key, compared with what is meant for it; `gone` where nothing is. */
  compare(key: string, file: Pick<ReleaseFile, 'sha256' | 'size'>): Promise<Exclude<Written, 'created'> | 'gone'>;
  /** Copies a file within the bucket, with its headers, to where none is; `gone` where there is nothing to copy. */
  copy(fromKey: string, toKey: string, file: Pick<ReleaseFile, 'sha256' | 'size'>): Promise<Written | 'gone'>;
  /** What is below `r/<id>/`, by path, in bytes: a thousand a request. */
  sizes(id: string): Promise<ReadonlyMap<string, number>>;
  /** Which of these paths stand below `assets/`, in bytes. */
  sharedSizes(paths: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The paths that a release names, its own, shared, carried and that of its id, of which no object of that size is there. */
  missing(manifest: Manifest): Promise<readonly string[]>;
  /** Finishes a release. Where it was finished already, it carries what either manifest does; returns what stands there now. */
  commit(manifest: Manifest): Promise<Manifest>;
  /** Has a finished release name more files as carried, by compare-and-swap; they must be there. Returns what stands there now. */
  extend(id: string, carried: readonly CarriedFile[]): Promise<Manifest>;
}
