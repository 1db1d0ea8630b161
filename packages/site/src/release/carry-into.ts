import { inParallel } from '@actions-aws/action';
import { type Clash, type Recent, toCarry } from './carry.ts';
import type { CarriedFile, Manifest } from './manifest.ts';
import type { Releases } from './releases.ts';
import { placeOf } from './shared.ts';

/** How many copies are under way at the same time. */
const AT_THE_SAME_TIME = 32;

/** What became of carrying. */
export interface CarriedInto {
  /** As it stands now. */
  readonly manifest: Manifest;
  readonly clashes: readonly Clash[];
  /** How many files it was about, and how many of them were gone, or are another file by that name. */
  readonly files: number;
  readonly lost: number;
}

/** Has a finished release serve the hashed files of another one as well, so that tabs which are open go on working. */
export async function carryInto(
  into: Manifest,
  from: Manifest,
  releases: Pick<Releases, 'copy' | 'extend'>,
  signal: AbortSignal,
  recent: Recent = [],
): Promise<CarriedInto> {
  const { files, clashes } = toCarry(from, into, recent);
  const copies = await inParallel(files, { most: AT_THE_SAME_TIME, signal }, async (file) => ({
    file,
    written: await releases.copy(placeOf(from, file.path), placeOf(into, file.path), file),
  }));
  const there: CarriedFile[] = copies.flatMap(({ file, written }) =>
    written === 'created' || written === 'same' ? [file] : [],
  );
  const manifest = there.length > 0 ? await releases.extend(into.id, there) : into;
  return { manifest, clashes, files: files.length, lost: files.length - there.length };
}
