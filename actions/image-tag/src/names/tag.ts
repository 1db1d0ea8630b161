import { createHash } from 'node:crypto';

/**
 * What a registry takes as a tag:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** The most characters that a tag may have. */
export const LONGEST = 128;

/** How many digits of a hash stand in a name: of a commit, of a content, and of what a name was made of. */
export const DIGITS = 12;

/** A text's SHA-256. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What looks as if {@link tagFor} had made it. */
const WITH_HASH = new RegExp(`-[0-9a-f]{${DIGITS}}$`);

/** Whether a tag looks as if it had a hash behind it. */
export function endsInHash(tag: string): boolean {
  return WITH_HASH.test(tag);
}

/**
 * The tag for a name that is free text, such as that of a branch: the name itself where it is a tag that nothing else has,
 * else what is left of it with a hash of the whole name behind it. Two names never get the same tag: `feature/x` and
 * `feature-x` do not, and one that ends as if it had a hash gets one of its own.
 *
 * @param isTaken whether a tag means something else, such as `latest`, a version or a commit.
 * @param room how many characters it may have.
 */
export function tagFor(name: string, isTaken: (tag: string) => boolean, room: number = LONGEST): string {
  if (TAG.test(name) && name.length <= room && !endsInHash(name) && !isTaken(name)) return name;
  const hash = hashOf(name).slice(0, DIGITS);
  const left = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  const made = (start: string) => {
    const cut = `${start}${left}`.slice(0, room - hash.length - 1).replace(/[.-]+$/, '');
    return `${cut || 'branch'}-${hash}`;
  };
  const tag = made('');
  return isTaken(tag) ? made('branch-') : tag;
}

/**
 * Whether a tag has a meaning of its own, which a branch of that name must not take: `latest`, a version or the start of
 * one, the name of a commit, a content or a pull request, and what registries keep signatures and referrers under
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema).
 */
export function hasMeaning(tag: string): boolean {
  return (
    tag === 'latest' ||
    /^v?\d+(?:\.\d+)?$/.test(tag) ||
    /^v?\d+\.\d+\.\d+(?:[-_].*)?$/.test(tag) ||
    /^(?:sha\d*|tree)-/.test(tag) ||
    /^pr-\d+$/.test(tag)
  );
}
