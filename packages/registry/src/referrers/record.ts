import { UserError } from '@actions-aws/action';
import type { Connection } from '../connect.ts';
import { showImageName } from '../image-name.ts';
import type { ManifestBytes } from '../manifests/manifest.ts';
import { OCI_INDEX } from '../manifests/media-types.ts';
import { digestOf } from '../references.ts';
import type { Absent, Found } from '../registry.ts';
import { type FallbackIndex, fallbackIndex } from './fallback.ts';
import { listedReferrers } from './listed.ts';
import type { Referrer } from './referrer.ts';
import { fallbackTag } from './tags.ts';

/** What is written to a repository with. */
export interface Recording {
  readonly connection: Connection;
  describe(reference: string): Promise<Found | Absent>;
  put(manifest: ManifestBytes, tag: string): Promise<unknown>;
}

/** Another run may write the same tag at the same time: how often it is written, and the pause between, in milliseconds. */
const ROUNDS = 5;
const PAUSE_MS = 1_000;

/**
 * Sees to it that these referrers of a manifest are found: by the registry's own list, or else in the index under the fallback
 * tag, where what is there stays as it is (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject).
 * No registry can write a tag only if nothing else did meanwhile: the index is read after it was written, and written again
 * where an entry is missing.
 *
 * @returns whether they are listed; not where the registry keeps a list, and may have them in it once the subject is there.
 */
export async function recordReferrers(
  { connection, describe, put }: Recording,
  { digest: subject, subject: presence }: { readonly digest: string; readonly subject: 'there' | 'to come' },
  entries: readonly Referrer[],
): Promise<boolean> {
  if (entries.length === 0) return true;
  const { name, api, ecr, persistence } = connection;
  // Both are asked at once, but of ECR, which has a list.
  const asked = ecr ? undefined : fallbackIndex(describe, name, subject);
  asked?.catch(() => {});
  const listed = await listedReferrers(await api(), name, subject, persistence);
  const wanted = entries.filter(({ digest }) => !listed?.includes(digest));
  if (listed && wanted.length > 0 && presence === 'to come') return false;
  const tag = fallbackTag(subject);
  for (let round = 1; wanted.length > 0; round += 1) {
    const index = await ((round === 1 && asked) || fallbackIndex(describe, name, subject));
    const missing = wanted.filter(({ digest }) => !index.digests.includes(digest));
    if (missing.length === 0) return true;
    if (round > ROUNDS || persistence.clock.now() > persistence.until) throw unkept(tag, showImageName(name));
    if (round > 1) await persistence.clock.sleep(PAUSE_MS, persistence.signal);
    await put(withEntries(index, missing), tag).catch((error: unknown) => {
      throw explained(error, tag);
    });
  }
  return true;
}

function withEntries({ document }: FallbackIndex, entries: readonly Referrer[]): ManifestBytes {
  const added = entries.map(({ mediaType, digest, size, artifactType, annotations }) => ({
    mediaType,
    digest,
    size,
    ...(artifactType !== '' && { artifactType }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  }));
  const bytes = Buffer.from(
    JSON.stringify({ ...document, manifests: [...(document.manifests as unknown[]), ...added] }),
  );
  return { bytes, mediaType: OCI_INDEX, digest: digestOf(bytes) };
}

function unkept(tag: string, shown: string): UserError {
  return new UserError(`The tag ${tag} of ${shown} does not keep what is written to it.`, {
    hint: 'Run the job again when no other one writes to the repository.',
    code: 'unavailable',
  });
}

function explained(error: unknown, tag: string): unknown {
  if (!(error instanceof UserError) || error.code !== 'immutable-tag') return error;
  return new UserError(error.message, {
    hint: `This registry lists signatures and attestations under the tag ${tag}, which must be able to move: exclude \`sha256-*\` from what may not move in the repository.`,
    code: 'immutable-tag',
    cause: error,
  });
}
