import { createHash } from 'node:crypto';

/**
 * A release of a site: files that never change, below `r/<id>/` in a bucket, and what it shares with other releases. Its manifest,
 * `r/<id>.json`, is written last: a release without one was never finished.
 */
export interface Manifest {
  readonly format: 1;
  /** Sixteen lower-case hexadecimal digits: a hash of files and of what is shared, so that the same build has the same id. */
  readonly id: string;
  /** What the build has, in the order of their paths' code units. */
  readonly files: readonly ReleaseFile[];
  /** Hashed assets of releases that were live before, so that open tabs go on working. They are not in the id. */
  readonly carried: readonly CarriedFile[];
  /** Patterns of the paths that stand below `assets/`, where releases share them; see `shared.ts`. Not there where it shares nothing. */
  readonly shared?: readonly string[];
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

/** The headers that a file may have, in the order in which manifests write them. */
export const FILE_HEADERS = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
] as const satisfies readonly (keyof FileHeaders)[];

/** A file of another release that this one serves as well. */
export interface CarriedFile extends ReleaseFile {
  /** The release that it was built for. */
  readonly from: string;
}

/** The manifest of a build that carries nothing yet. */
export function manifestOf(files: readonly ReleaseFile[], shared: readonly string[] = []): Manifest {
  const sorted = [...files].sort(byPath);
  return { format: 1, id: idOf(sorted, shared), files: sorted, carried: [], ...(shared.length > 0 && { shared }) };
}

/** By the code units of paths, and not by the machine's locale. */
export function byPath(a: ReleaseFile, b: ReleaseFile): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** Of files that are sorted: every fact of each, in one order. One build in two layouts is two releases. */
function idOf(files: readonly ReleaseFile[], shared: readonly string[]): string {
  const hash = createHash('sha256');
  if (shared.length > 0) hash.update(`${JSON.stringify({ shared })}\n`);
  for (const { path, sha256, size, headers, hashed } of files) {
    const given = FILE_HEADERS.map((name) => headers[name] ?? null);
    hash.update(`${JSON.stringify([path, sha256, size, given, hashed])}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether two files are answered alike, to the byte and the header; their names may differ. */
export function isServedAlike(a: ReleaseFile, b: ReleaseFile): boolean {
  return a.sha256 === b.sha256 && FILE_HEADERS.every((name) => a.headers[name] === b.headers[name]);
}
