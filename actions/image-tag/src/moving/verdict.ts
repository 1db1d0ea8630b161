import { compareVersions, highestOf, type Version } from '../names/version.ts';
import type { Ref } from '../ref.ts';
import type { Wish } from './wishes.ts';

/** Whether a tag may move to this run's image, and why. The output `moving-tags` is a list of these. */
export interface MovingTag {
  readonly tag: string;
  readonly move: boolean;
  /** A clause, for people: what speaks for it or against it. */
  readonly why: string;
  /** What decided, for programs that decide again right before they write. */
  readonly rule: 'version' | 'revision';
  /** The digest that it has now; empty where it has none, or was not looked at. */
  readonly from: string;
}

/** What is known of the run and of the registry. */
export interface Facts {
  readonly ref: Ref;
  readonly version: Version | undefined;
  /** The versions in the registry, of this component. */
  readonly released: readonly Version[];
}

/** What decides about a tag: by which rule, or that it may not move at all. */
export type Right =
  | { readonly by: 'version' | 'revision' }
  | { readonly by: 'version' | 'revision'; readonly denied: string };

/** Whose a tag is. */
export function rightTo({ rule }: Wish, { ref, version, released }: Facts): Right {
  if (rule === 'revision') return { by: 'revision' };
  if (version?.isPrerelease)
    return { by: 'version', denied: `${version.text} is a prerelease, which takes no other version's tag` };
  if (version) return { by: 'version' };
  const highest = highestOf(released);
  if (highest) return { by: 'version', denied: forReleases(highest) };
  if (ref.kind === 'branch' && ref.isDefault) return { by: 'revision' };
  if (ref.kind === 'branch' && ref.isDefault === undefined) {
    return { by: 'revision', denied: 'it is for the default branch, and the event does not say which one that is' };
  }
  return { by: 'revision', denied: 'it is for the default branch, until there is a release' };
}

/** How this run's commit stands to the one that a tag's image was built from. */
export interface Age {
  readonly order: 'same' | 'newer' | 'older' | 'unknown';
  /** A clause, such as `it contains commit 0123456789ab`. */
  readonly because: string;
}

/** Why `latest` is not for a branch any more. */
export function forReleases({ text }: Version): string {
  return `it is for releases, and ${text} is there`;
}

/**
 * Whether a tag moves by version: never to a lower one than there is, as a backport's would be.
 *
 * @param said the version that the image says it is that the tag points to now.
 */
export function byVersion(wish: Wish, { version, released }: Facts, said: Version | undefined): Verdict {
  if (!version) throw new TypeError('a version decides only where there is one');
  const known = said ? [...released, said] : released;
  const compared = known.filter(({ major, minor }) => {
    if (wish.within === undefined) return true;
    return major === version.major && (wish.within === 'major' || minor === version.minor);
  });
  const highest = highestOf(compared);
  if (!highest) return { move: true, why: `${version.text} is the first version that it is for` };
  const order = compareVersions(version, highest);
  if (order < 0) return { move: false, why: `${highest.text} is there, and higher than ${version.text}` };
  return {
    move: true,
    why: order > 0 ? `${version.text} is higher than ${highest.text}` : `${version.text} is the highest version`,
  };
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

/** What was decided. */
export interface Verdict {
  readonly move: boolean;
  readonly why: string;
  /** It moves though nothing says that it moves forward. */
  readonly isUnsure?: boolean;
}
