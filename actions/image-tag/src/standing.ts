import { oneLine, UserError } from '@actions-aws/action';
import type { Absent, Found } from '@actions-aws/registry';

/** An immutable name, and what the registry has under it. */
export interface Named {
  readonly tag: string;
  readonly found: (Found & { readonly revision: string | undefined }) | Absent;
}

/** What this run would build. */
export interface Wanted {
  readonly key: 'commit' | 'tree';
  readonly sha: string;
}

/** Whether the image is there. */
export type Stock =
  | { readonly state: 'present'; readonly digest: string; readonly warning?: string }
  | { readonly state: 'absent' | 'archived'; readonly warning?: string };

/**
 * What the registry's answers for our name, and for the version that is released, mean together.
 *
 * A name of a commit or a version is taken for good: where another revision has it, that is an error. A name of a content is the
 * same for every revision that has the content.
 *
 * @throws UserError naming the digests.
 */
export function stockOf(ours: Named, release: Named | undefined, { key, sha }: Wanted): Stock {
  if (key === 'commit' && ours.found.state === 'present') {
    const { revision, digest } = ours.found;
    if (revision !== undefined && revision !== sha) {
      throw taken(`${ours.tag} is ${digest}, an image of revision ${shown(revision)}, and not of ${sha}.`);
    }
  }
  const plain = stockOfOne(ours);
  if (!release || release.found.state === 'absent') return plain;
  const digest = release.found.digest ?? 'an image';
  const own = ours.found.state === 'absent' ? undefined : ours.found.digest;
  if (own !== undefined && own === release.found.digest) return plain;
  if (own !== undefined) {
    throw taken(`${release.tag} is ${digest}, and ${ours.tag} is ${own}: one version cannot be two images.`);
  }
  if (release.found.state !== 'present') {
    throw taken(
      `${release.tag} is ${digest}, which is archived, and ${ours.tag} is not there: another build would have another digest.`,
      'Restore it in ECR.',
    );
  }
  const { revision } = release.found;
  if (key === 'commit' && revision === sha) {
    const warning = `${ours.tag} is not there, but ${release.tag} is, of the same revision: that is the image. Give ${digest} the name ${ours.tag} as well.`;
    return { state: 'present', digest, warning };
  }
  const of =
    revision === undefined
      ? 'an image that does not say of which revision it is'
      : `an image of revision ${shown(revision)}`;
  throw taken(
    `${release.tag} is ${digest}, ${of}, and ${ours.tag}, of ${sha}, is not there: its digest would be another.`,
  );
}

function stockOfOne({ tag, found }: Named): Stock {
  if (found.state === 'present') return { state: 'present', digest: found.digest };
  if (found.state === 'absent') return { state: 'absent' };
  const warning = `${tag} is ${found.digest ?? 'an image'}, which is archived. A push of that same image restores it; a new build has another digest, which ECR refuses where the tag is immutable: restore the image there instead.`;
  return { state: 'archived', warning };
}

function taken(
  what: string,
  remedy = 'Release under another version, or take the tag off that image if nothing uses it.',
): UserError {
  return new UserError(what, { hint: remedy, code: 'name-taken' });
}

/** What an image says may be anything; a revision has at most 64 digits. */
function shown(revision: string): string {
  return oneLine(revision).slice(0, 64);
}
