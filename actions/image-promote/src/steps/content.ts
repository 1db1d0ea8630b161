import { atMost, inParallel, UserError, wasGivenUp } from '@actions-aws/action';
import {
  type Absent,
  blobsOf,
  type Found,
  type Manifest,
  type Moment,
  type Referrer,
  readManifest,
  showImageName,
  type Unread,
} from '@actions-aws/registry';
import { isListed } from '../plan/plan.ts';
import { short } from '../plan/scan.ts';
import type { About, Desired, Item, LeftBehind } from '../plan/state.ts';

/** What belongs to an image. */
export interface Content {
  readonly items: readonly Item[];
  /** Referrers that cannot come along. */
  readonly left: readonly LeftBehind[];
}

/** Manifests that are asked for at the same time: an answer is small. */
const AT_ONCE = 16;
/** No real image has nearly as many manifests: builders write two for each platform, and signers a few for each of these. */
const MOST = 5_000;

/** A manifest, as it was found or listed. */
type Bytes = Pick<Found, 'digest' | 'mediaType' | 'manifest'>;

/** Reads a found manifest, which its registry has checked already. */
export function manifestOf({ manifest: bytes, mediaType, digest }: Bytes): Manifest {
  const read = readManifest({ bytes, mediaType, digest });
  if (typeof read !== 'string') return read;
  throw new UserError(`The manifest ${digest} cannot be promoted: ${read}.`, {
    hint: 'Build and push the image again.',
  });
}

/**
 * All that goes along with an image: what it is made of, down to the last child of an index, and what refers to it, to its
 * children and to referrers.
 */
export async function contentOf(
  root: Found,
  { from, referrers: wanted }: Pick<Desired, 'from' | 'referrers'>,
  { registry, lists }: { readonly registry: Moment; readonly lists: ReferrerLists },
  signal: AbortSignal,
  /** Is told of each manifest as soon as it is known. */
  known: (item: Item) => void = () => {},
): Promise<Content> {
  const items = new Map<string, Item>();
  const left: LeftBehind[] = [];
  const name = showImageName(from);

  /** A manifest with all below it that is not known yet; what indexes name several times, is read once. */
  const gather = async (
    found: Bytes,
    role: Item['role'],
    about?: About,
    begun: Set<string> = new Set(),
  ): Promise<readonly Item[]> => {
    const manifest = manifestOf(found);
    const children = manifest.manifests.map(({ digest }) => digest);
    const { digest, mediaType, manifest: bytes } = found;
    const after = [...children, ...(about ? [about.subject] : [])];
    const item: Item = { digest, mediaType, bytes, role, after, blobs: blobsOf(manifest), ...(about && { about }) };
    const fresh = [...new Set(children)].filter((child) => !items.has(child) && !begun.has(child));
    for (const child of fresh) begun.add(child);
    known(item);
    const below = inParallel(fresh, { most: AT_ONCE, signal }, async (child) =>
      gather(await present(child, digest), role === 'image' ? 'child' : role, undefined, begun),
    );
    if (wanted !== 'none') lists.soon(digest);
    return [item, ...(await below).flat()];
  };

  /** A manifest that another one needs. */
  const present = async (digest: string, of: string): Promise<Found> => {
    const found = await registry.describe(digest);
    if (found.state === 'present') return found;
    throw incomplete(found, digest, of, name);
  };

  const add = (found: readonly Item[]) => {
    for (const item of found) if (!items.has(item.digest)) items.set(item.digest, item);
    if (items.size > MOST) throw new UserError(`${name}@${root.digest} has more than ${MOST} manifests.`);
  };

  const leave = (error: unknown, one: Omit<LeftBehind, 'why'>) => {
    if (wanted === 'require' || !(error instanceof UserError) || wasGivenUp(error, signal)) throw error;
    left.push({ ...one, why: error.message });
  };

  add(await gather(root, 'image'));
  if (wanted === 'none') return { items: [...items.values()], left };

  /** Of a child that refers to another one, such as an attestation of BuildKit's: it comes along anyway, and has to be listed. */
  const link = (referrer: Referrer, subject: string) => {
    const item = items.get(referrer.digest);
    // A tag of cosign's, which may be refused, is no reason for an image that may go without to be left behind.
    if (item?.role === 'child' && (wanted === 'require' || (isListed(referrer) && referrer.tag === undefined)))
      items.set(item.digest, { ...item, about: { subject, referrer } });
  };
  const referrersOf = async (subject: string): Promise<readonly Item[]> => {
    const { found, unread } = await lists.of(subject).catch((error: unknown): List => {
      leave(error, { digest: '', subject, artifactType: '' });
      return { found: [], unread: [] };
    });
    for (const { digest, error } of unread) leave(error, { digest, subject, artifactType: '' });
    for (const referrer of found) link(referrer, subject);
    const fresh = found.filter(({ digest }) => !items.has(digest));
    const all = await inParallel(fresh, { most: AT_ONCE, signal }, async (referrer) => {
      const { digest, artifactType } = referrer;
      try {
        return await gather(referrer, 'referrer', { subject, referrer });
      } catch (error) {
        leave(error, { digest, subject, artifactType });
        return [];
      }
    });
    return all.flat();
  };
  for (let subjects = [...items.keys()]; subjects.length > 0; ) {
    const seen = new Set(items.keys());
    const found = await inParallel(subjects, { most: AT_ONCE, signal }, referrersOf);
    add(found.flat());
    subjects = [...items.keys()].filter((digest) => !seen.has(digest));
  }
  return { items: [...items.values()], left };
}

/** What refers to a manifest. */
interface List {
  readonly found: readonly Referrer[];
  readonly unread: readonly Unread[];
}

/** What refers to manifests, each asked for once. */
export interface ReferrerLists {
  of(subject: string): Promise<List>;
  /** Asks already while something else is read. How that ends is seen when it is needed. */
  soon(subject: string): void;
}

/** {@link ReferrerLists} of a registry. */
export function referrerLists(registry: Moment): ReferrerLists {
  const lists = new Map<string, Promise<List>>();
  const oneOfAFew = atMost(AT_ONCE);
  const listed = async (subject: string): Promise<List> => {
    const unread: Unread[] = [];
    const found = await registry.referrers(subject, (one) => unread.push(one));
    return { found, unread };
  };
  const of = (subject: string) => {
    const list = lists.get(subject) ?? listed(subject);
    lists.set(subject, list);
    return list;
  };
  return { of, soon: (subject) => void oneOfAFew(() => of(subject)).catch(() => {}) };
}

function incomplete({ state, why }: Absent, digest: string, of: string, name: string): UserError {
  if (state === 'archived')
    return new UserError(`${why} It belongs to ${short(of)}.`, { code: 'archived', hint: 'Restore it in ECR.' });
  return new UserError(`${name} does not have ${digest}, which ${short(of)} needs: ${why}`, {
    code: 'no-image',
    hint: 'Build and push the image again, and keep what an index names from being deleted.',
  });
}
