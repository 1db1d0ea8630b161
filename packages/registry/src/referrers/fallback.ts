import { UserError } from '@actions-aws/action';
import { type ImageName, showImageName } from '../image-name.ts';
import { descriptorIn, type Loose, objectIn } from '../manifests/descriptor.ts';
import { OCI_INDEX } from '../manifests/media-types.ts';
import type { Absent, Found } from '../registry.ts';
import { fallbackTag } from './tags.ts';

/** The index under the fallback tag of a manifest, as it is. */
export interface FallbackIndex {
  /** With all that is in it besides. */
  readonly document: Loose;
  readonly digests: readonly string[];
}

/** An index of which there is none yet. */
export const NO_INDEX: FallbackIndex = {
  document: { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] },
  digests: [],
};

/**
 * Reads the index under the fallback tag. @returns {@link NO_INDEX} where there is none.
 *
 * @throws UserError where the tag names something else, or an index that is archived.
 */
export async function fallbackIndex(
  describe: (reference: string) => Promise<Found | Absent>,
  name: ImageName,
  subject: string,
): Promise<FallbackIndex> {
  const tag = fallbackTag(subject);
  const found = await describe(tag);
  if (found.state === 'archived') throw archived(found.why);
  // GitLab's registry takes the tag for the digest, and gives the image itself: oras-project/oras#2148.
  if (found.state !== 'present' || found.digest === subject) return NO_INDEX;
  const document = objectIn(found.manifest) ?? {};
  const entries = Array.isArray(document.manifests) ? document.manifests.map(descriptorIn) : [undefined];
  const digests = entries.flatMap((entry) => entry?.digest ?? []);
  if (found.mediaType === OCI_INDEX && digests.length === entries.length) return { document, digests };
  throw new UserError(
    `The tag ${tag} of ${showImageName(name)} names something else than an index of what refers to ${subject}.`,
    { hint: 'Look at what the tag names, and delete the tag.' },
  );
}

/** Says that a referrer cannot be had. */
export function archived(why: string): UserError {
  return new UserError(`Something that refers to the image cannot be read: ${why}`, {
    hint: 'Restore it from the archive of ECR, and run the job again.',
    code: 'archived',
  });
}
