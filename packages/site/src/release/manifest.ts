/**
 * A release of a site: files that never change, below `r/<id>/` in a bucket. Its manifest, `r/<id>/manifest.json`, is written
 * last: a release without one was never finished.
 */
export interface Manifest {
  readonly format: 1;
  /** Sixteen lower-case hexadecimal digits: a hash of {@link Manifest.files}, so that the same build has the same id. */
  readonly id: string;
  /** What the build has, in the order of their paths' code units. */
  readonly files: readonly ReleaseFile[];
  /** Hashed assets of releases that were live before, so that open tabs go on working. They are not in the id. */
  readonly carried: readonly CarriedFile[];
}

/** One file of a release. */
export interface ReleaseFile {
  /** Below the release, with `/` between folders and nothing encoded, as `assets/index-4f2a.js`. */
  readonly path: string;
  /** Of the bytes as they are served, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly headers: FileHeaders;
  /** Its name changes whenever its content does, so that browsers may keep it for ever. */
  readonly hashed: boolean;
}

/** What S3 keeps with an object, and every answer carries. */
export interface FileHeaders {
  readonly 'content-type': string;
  readonly 'cache-control': string;
  readonly 'content-encoding'?: string;
  readonly 'content-disposition'?: string;
  readonly 'content-language'?: string;
}

/** A file of another release that this one serves as well. */
export interface CarriedFile extends ReleaseFile {
  /** The release that it was built for. */
  readonly from: string;
}
