import { inParallel, UserError } from '@actions-aws/action';
import type { Connection } from '../connect.ts';
import { showImageName } from '../image-name.ts';
import { readManifest } from '../manifests/manifest.ts';
import type { Absent, Found } from '../registry.ts';
import { archived, fallbackIndex } from './fallback.ts';
import { listedReferrers } from './listed.ts';
import type { Referrer, TellUnread } from './referrer.ts';
import { cosignTags } from './tags.ts';

type Describe = (reference: string) => Promise<Found | Absent>;

/** How manifests are read on the way. */
export interface Describing {
  readonly describe: Describe;
  /** Of what a list names: not by an answer from before the list that there is no such manifest. */
  readonly describeListed: Describe;
}

/** Manifests that are read at the same time: of one image there may be thousands, as of each build that attests anew. */
const AT_ONCE = 16;

/**
 * What refers to a manifest, each once: by the registry's list, by the index under the fallback tag, which may hold what was
 * there before the registry had a list, and by cosign's tags. All are asked at once.
 *
 * @param unread is told of those that cannot be read; without it, they are errors.
 */
export async function findReferrers(
  connection: Connection,
  { describe, describeListed }: Describing,
  subject: string,
  unread?: TellUnread,
): Promise<readonly Referrer[]> {
  const shown = showImageName(connection.name);
  const unlessTold =
    (digest: string) =>
    (error: unknown): undefined => {
      if (!unread || !(error instanceof UserError)) throw error;
      unread({ digest, error });
    };
  const [listed, { digests }, ...tagged] = await Promise.all([
    listOf(connection, subject),
    fallbackIndex(describe, connection.name, subject),
    ...cosignTags(subject).map((tag) => taggedBy(describe, tag).catch(unlessTold(''))),
  ]);
  const read = async (digest: string, { by, gone }: Way): Promise<Referrer | undefined> => {
    if (gone) throw gone;
    const found = await describeListed(digest);
    if (found.state === 'archived') throw archived(found.why);
    if (found.state === 'present') return referrerIn(found, by);
    // An index under a tag is behind what was deleted; a registry's own list should not be.
    if (by === 'fallback-tag') return undefined;
    throw new UserError(`${shown} lists ${digest} as a referrer of ${subject}, and does not have it.`, {
      hint: 'Run the job again; if this stays, sign or attest the image again.',
      code: 'not-whole',
    });
  };
  const ways = new Map<string, Way>([
    ...digests.map((digest) => [digest, { by: 'fallback-tag' }] as const),
    ...listed.map(({ digest, gone }) => [digest, { by: 'api', gone }] as const),
  ]);
  const { signal } = connection.persistence;
  const all = await inParallel([...ways], { most: AT_ONCE, signal }, ([digest, way]) =>
    read(digest, way).catch(unlessTold(digest)),
  );
  const each = new Map<string, Referrer>();
  for (const one of [...all, ...tagged]) {
    if (!one || one.digest === subject) continue;
    // Of what was found before, only the tag is new.
    each.set(one.digest, { ...one, ...each.get(one.digest), ...(one.tag !== undefined && { tag: one.tag }) });
  }
  return [...each.values()];
}

interface Listed {
  readonly digest: string;
  /** Why it cannot be had. */
  readonly gone?: UserError;
}

/** Where a referrer was found, and why it cannot be had. */
interface Way {
  readonly by: 'api' | 'fallback-tag';
  readonly gone?: UserError | undefined;
}

/** The registry's own list; ECR's own API besides, as that knows of archived ones. */
async function listOf({ api, ecr, name, persistence }: Connection, subject: string): Promise<readonly Listed[]> {
  if (!ecr) {
    const listed = (await listedReferrers(await api(), name, subject, persistence)) ?? [];
    return listed.map((digest) => ({ digest }));
  }
  const listed = await (await ecr()).referrers(subject);
  return listed.map(({ digest, status }) =>
    status === 'ACTIVE'
      ? { digest }
      : { digest, gone: archived(`${showImageName(name)}@${digest} has the status ${status}.`) },
  );
}

async function taggedBy(describe: Describe, tag: string): Promise<Referrer | undefined> {
  const found = await describe(tag);
  if (found.state === 'archived') throw archived(found.why);
  return found.state === 'present' ? { ...referrerIn(found, 'cosign-tag'), tag } : undefined;
}

function referrerIn({ digest, mediaType, manifest, annotations }: Found, found: Referrer['found']): Referrer {
  const read = readManifest({ bytes: manifest, mediaType, digest });
  const artifactType = typeof read === 'string' ? '' : read.artifactType;
  return { digest, mediaType, artifactType, size: manifest.length, annotations, manifest, found };
}
