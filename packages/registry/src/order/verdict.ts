import type { Age } from './age.ts';
import { compareVersions, highestOf, type Version } from './version.ts';
import type { Wish } from './wish.ts';

/** What is known of the image that wants the tags, and of the registry. */
export interface Facts {
  /** The version that the image releases. */
  readonly version: Version | undefined;
  /** The versions in the registry, of this component. */
  readonly released: readonly Version[];
}

/** What decides about a tag: by which rule, or that it may not move at all. */
export type Right =
  | { readonly by: 'version' | 'revision' }
  | { readonly by: 'version' | 'revision'; readonly denied: string };

/**
 * Whose a tag is.
 *
 * @param untilReleased whose `latest` is as long as there is no release.
 */
export function rightTo({ rule }: Wish, { version, released }: Facts, untilReleased: Right): Right {
  if (rule === 'revision') return { by: 'revision' };
  if (version?.isPrerelease)
    return { by: 'version', denied: `${version.text} is a prerelease, which takes no other version's tag` };
  if (version) return { by: 'version' };
  const highest = highestOf(released);
  return highest ? { by: 'version', denied: forReleases(highest) } : untilReleased;
}

/** Why `latest` is for no image without a version any more. */
export function forReleases({ text }: Version): string {
  return `it is for releases, and ${text} is there`;
}

/** What was decided. */
export interface Verdict {
  readonly move: boolean;
  /** A clause, for people: what speaks for it or against it. */
  readonly why: string;
  /** It moves though nothing says that it moves forward. */
  readonly isUnsure?: boolean;
}

/**
 * Whether a tag moves by version: never to a lower one than there is, as a backport's would be.
 *
 * @param said the version that the image says it is that the tag points to now.
 */
export function byVersion(wish: Wish, { version, released }: Facts, said: Version | undefined): Verdict {
  if (!version) throw new TypeError('a version decides only where there is one');
  const known = said ? [...released, said] : released;
  const highest = highestOf(known.filter(isWithin(wish, version)));
  if (!highest) return { move: true, why: `${version.text} is the first version that it is for` };
  const order = compareVersions(version, highest);
  if (order < 0) return { move: false, why: `${highest.text} is there, and higher than ${version.text}` };
  return {
    move: true,
    why: order > 0 ? `${version.text} is higher than ${highest.text}` : `${version.text} is the highest version`,
  };
}

/** Whether a version is one of those that a tag is compared by, for an image of another version. */
export function isWithin({ within }: Wish, version: Version): (other: Version) => boolean {
  if (within === undefined) return () => true;
  return ({ major, minor }) => major === version.major && (within === 'major' || minor === version.minor);
}

/**
 * Whether a tag moves by revision: never to an older commit. What cannot be told moves, and is warned of.
 *
 * @param age undefined where there is no such tag.
 */
export function byRevision(age: Age | undefined): Verdict {
  if (!age) return { move: true, why: 'there is no such tag yet' };
  return { move: age.order !== 'older', why: age.because, isUnsure: age.order === 'unknown' };
}
