import type { AgeOf } from './age.ts';
import { byRevision, byVersion, forReleases, isWithin, rightTo, type Verdict } from './verdict.ts';
import { compareVersions, highestOf, type Version } from './version.ts';
import type { Wish } from './wish.ts';

/** What an image says of itself. */
export interface Said {
  readonly version: Version | undefined;
  readonly revision: string | undefined;
}

/** What a tag names before it moves: an image, one that cannot be read, or nothing. */
export type Holder = Said | 'archived' | 'absent';

/** What else decides; each is asked only where it does. */
export interface Asked {
  /** The versions in the registry, of this component. */
  released(): Promise<readonly Version[]>;
  readonly age: AgeOf;
}

/** Whether a tag moves, and by which rule. */
export type Decision = Verdict & { readonly rule: 'version' | 'revision' };

/**
 * Whether a tag moves forward from the image that it names to one that was built before: in image-tag's order, by version or by
 * revision.
 *
 * It fails closed. image-tag lets a tag move where nothing tells which image is older: it has just been asked to name a build, and
 * warns. A promotion may be given any image, the one of last year too, so that what cannot be told may well be a step back: then
 * the tag stays, `isUnsure`, until the workflow says that it may go back.
 */
export async function forward(wish: Wish, image: Said, holder: Holder, asked: Asked): Promise<Decision> {
  const { version } = image;
  const held = typeof holder === 'string' ? undefined : holder;
  if (wish.rule !== 'revision') {
    const released = version?.isPrerelease ? [] : await asked.released();
    const right = rightTo(wish, { version, released }, { by: 'revision' });
    if ('denied' in right) return { move: false, why: right.denied, rule: right.by };
    if (right.by === 'version' && version) {
      const isUntold = holder !== 'absent' && !held?.version && !highestOf(released.filter(isWithin(wish, version)));
      return { ...(isUntold ? noVersion : byVersion(wish, { version, released }, held?.version)), rule: 'version' };
    }
    if (wish.rule === 'version') {
      return { move: false, why: 'this image does not say which version it is', rule: 'version' };
    }
    if (held?.version && !held.version.isPrerelease) {
      return { move: false, why: forReleases(held.version), rule: 'version' };
    }
  }
  if (holder === 'absent') return { ...byRevision(undefined), rule: 'revision' };
  const because = 'its image is archived, and does not say which commit it is of';
  const age = held ? await asked.age(image.revision, held.revision) : ({ order: 'unknown', because } as const);
  const verdict = byRevision(age);
  return { ...verdict, move: verdict.move && !verdict.isUnsure, rule: 'revision' };
}

/** Then it may be any, and no tag of a version tells which was the last. */
const noVersion: Verdict = {
  move: false,
  why: 'its image does not say which version it is, and there is no tag of one',
  isUnsure: true,
};

/** The version of an image that has several names: its highest release, and a prerelease only where there is none. */
export function versionAmong(versions: readonly Version[]): Version | undefined {
  return highestOf(versions) ?? [...versions].sort(compareVersions).at(-1);
}
