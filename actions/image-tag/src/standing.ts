import { oneLine, UserError } from '@actions-aws/action';
import type { Absent, Found } from '@actions-aws/registry';
import { type Identity, otherComponent } from './identity.ts';

/** An image that is there, with what it says of itself. */
type Image = Found & { readonly revision: string | undefined; readonly identity: Partial<Identity> };

/** An immutable name, and what the registry has under it. */
export interface Named {
  readonly tag: string;
  readonly found: Image | Absent;
}

/** What this run would build. */
export interface Wanted extends Identity {
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
 * same for every revision that has the content. An image that says that it is of another component or content is never ours.
 *
 * @throws UserError naming the digests.
 */
export function stockOf(ours: Named, release: Named | undefined, wanted: Wanted): Stock {
  const { key, sha, content } = wanted;
  for (const named of release ? [ours, release] : [ours]) refuseAnother(named, wanted);
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
  const { revision, identity } = release.found;
  const isOurs = key === 'commit' ? revision === sha : content !== undefined && identity.content === content;
  if (isOurs) {
    const what = key === 'commit' ? 'revision' : 'content';
    const warning = `${ours.tag} is not there, but ${release.tag} is, of the same ${what}: that is the image. Give ${digest} the name ${ours.tag} as well.`;
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

/** A name may be shared by what has nothing to do with each other; an image without the labels that tell is taken for ours. */
function refuseAnother({ tag, found }: Named, { component, content }: Wanted): void {
  if (found.state !== 'present') return;
  const { digest, identity } = found;
  const other = otherComponent(identity, component);
  if (other !== undefined) {
    const own = component === '' ? 'and this run names none' : `and not of "${component}"`;
    throw taken(
      `${tag} is ${digest}, an image of ${other}, ${own}.`,
      "Name the component in every tag, with `template: '{component}-{name}'`, or give each component a repository of its own.",
    );
  }
  if (content === undefined || identity.content === undefined || identity.content === content) return;
  throw taken(
    `${tag} is ${digest}, an image of the content ${shown(identity.content)}, and not of ${content}.`,
    'Change something that goes into the image, or take the tag off that image if nothing uses it.',
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

/** What an image says may be anything; of what is said here, nothing has more than 64 characters. */
function shown(said: string): string {
  return oneLine(said).slice(0, 64);
}
