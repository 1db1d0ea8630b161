import type { CarriedFile, Manifest, ReleaseFile } from './manifest.ts';
import { placeOf } from './shared.ts';

/** A hashed name that stands for two contents, so that an open tab of the older release gets the newer one's. */
export interface Clash {
  readonly path: string;
  /** The release whose file goes on under the name. */
  readonly kept: string;
  /** The release whose open tabs get that file instead of their own. */
  readonly lost: string;
}

/** Ids of releases. */
export type Recent = readonly string[] | 'all';

/** What a release must serve of another one besides its own files. */
export interface Carrying {
  readonly files: readonly CarriedFile[];
  readonly clashes: readonly Clash[];
}

/**
 * The hashed assets of a release that another one lacks. Where both have a name for different bytes, what is there already
 * stays: the release's own file, or the one that it carries from a newer release. What both share stands in one place, and needs nothing.
 *
 * Of what it carries itself the files of `recent` releases come along, whose tabs may be open as well, or of `all`.
 */
export function toCarry(from: Manifest, into: Manifest, recent: Recent = []): Carrying {
  if (from.id === into.id) return { files: [], clashes: [] };
  const there = new Map<string, ReleaseFile | CarriedFile>([
    ...into.carried.map((file): [string, CarriedFile] => [file.path, file]),
    ...into.files.map((file): [string, ReleaseFile] => [file.path, file]),
  ]);
  const files: CarriedFile[] = [];
  const clashes: Clash[] = [];
  for (const file of from.files) {
    if (!file.hashed || isInOnePlace(from, into, file)) continue;
    const found = there.get(file.path);
    if (!found) files.push({ ...file, from: from.id });
    else if (found.sha256 !== file.sha256)
      clashes.push({ path: file.path, kept: 'from' in found ? found.from : into.id, lost: from.id });
  }
  for (const file of from.carried) {
    if (isInOnePlace(from, into, file)) continue;
    const isRecent = recent === 'all' || recent.includes(file.from);
    if (isRecent && file.from !== into.id && !there.has(file.path)) files.push(file);
  }
  return { files, clashes };
}

function isInOnePlace(from: Manifest, into: Manifest, { path }: ReleaseFile): boolean {
  return placeOf(from, path) === placeOf(into, path);
}

/** A manifest that names more files as carried; what it names already stays as it is. */
export function withCarried(manifest: Manifest, files: readonly CarriedFile[]): Manifest {
  const named = new Set([...manifest.files, ...manifest.carried].map(({ path }) => path));
  const added: CarriedFile[] = [];
  for (const file of files) {
    if (named.has(file.path)) continue;
    named.add(file.path);
    added.push(file);
  }
  return added.length === 0 ? manifest : { ...manifest, carried: [...manifest.carried, ...added] };
}
