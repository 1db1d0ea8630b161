import { inParallel, took, UserError, wasGivenUp } from '@actions-aws/action';
import { type Blob, showImageName, type WritableRegistry } from '@actions-aws/registry';
import { missingBlobs, missingItems, unlistedReferrers } from '../plan/plan.ts';
import { short } from '../plan/scan.ts';
import type { Desired, Item, LeftBehind, Observed, Step, Transfer } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';
import { MANIFESTS_AT_ONCE, writeAhead } from './ahead.ts';
import { isAs, namedLike } from './observe.ts';

/** A blob up to this size, in bytes, takes no time but that of its requests. */
const SMALL = 64 * 1024;
/**
 * Blobs that are under way at the same time, four times as many as registries send: so all that can be mounted is, while the first
 * of those that cannot go out.
 */
const BLOBS_AT_ONCE = 96;
/** Of the largest so many come first. */
const FIRST = 12;

/** Brings all blobs that are missing, and writes manifests meanwhile, as far as what they need is there. */
export async function copyBlobs(observed: Observed, desired: Desired, context: ImageContext): Promise<Observed> {
  const { ports, signal, log, clock } = context;
  const blobs = missingBlobs(observed);
  const users = usersOf(missingItems(observed));
  const mountFrom = mountsOf(desired);
  const failed = new Map<string, string>();
  const brought = new Set(observed.brought);
  let { transfer } = observed;
  const ahead = writeAhead(observed, context);
  const copying = inParallel(inTurn(blobs), { most: BLOBS_AT_ONCE, signal }, async (blob, either) => {
    const began = clock.now();
    try {
      const copied = await ports.to.copyBlob(blob, ports.from, { mountFrom, signal: either });
      brought.add(blob.digest);
      ahead.came(blob.digest);
      transfer = added(transfer, copied);
      log.debug(`${copied.how}: ${short(blob.digest)}, ${blob.size} bytes (${took(clock.now() - began)})`);
    } catch (error) {
      failed.set(blob.digest, reasonToLeave(error, users.get(blob.digest) ?? [], desired, either));
    }
  });
  // Where a blob has failed, what was begun comes to its end all the same.
  await copying.catch(() => ahead.end());
  await copying;
  const { manifests, listed } = await ahead.end();
  const next = {
    ...observed,
    here: new Set([...observed.here, ...manifests]),
    copied: new Set([...observed.copied, ...manifests]),
    listed: new Set([...observed.listed, ...listed]),
  };
  const left = missingItems(next).flatMap((item): readonly LeftBehind[] => {
    const [why] = item.blobs.flatMap(({ digest }) => failed.get(digest) ?? []);
    return why === undefined ? [] : [leftBehind(item, why)];
  });
  return { ...next, brought, transfer, left: [...observed.left, ...left] };
}

/** Writes some manifests, whose blobs and children are there. */
export async function putManifests(
  { digests }: Extract<Step, { do: 'manifests' }>,
  observed: Observed,
  desired: Desired,
  { ports: { to }, signal }: ImageContext,
): Promise<Observed> {
  const items = observed.items.filter(({ digest }) => digests.includes(digest));
  const left: LeftBehind[] = [];
  const written = new Set<string>();
  await inParallel(items, { most: MANIFESTS_AT_ONCE, signal }, async (item, either) => {
    const { digest, mediaType, bytes } = item;
    const { tag } = item.about?.referrer ?? {};
    try {
      const manifest = { digest, mediaType, bytes };
      await (tag === undefined ? to.putManifest(manifest) : putTagged(manifest, tag, desired, to));
      written.add(digest);
    } catch (error) {
      left.push(leftBehind(item, reasonToLeave(error, [item], desired, either)));
    }
  });
  const next = {
    ...observed,
    here: new Set([...observed.here, ...written]),
    copied: new Set([...observed.copied, ...written]),
  };
  return { ...next, left: [...observed.left, ...left, ...stranded(observed.items, [...observed.left, ...left])] };
}

/** Writes a manifest under the tag by which cosign looks for it. Such a tag may be one that cannot be written twice, not even the same. */
async function putTagged(
  manifest: Pick<Item, 'digest' | 'mediaType' | 'bytes'>,
  tag: string,
  desired: Desired,
  to: WritableRegistry,
): Promise<void> {
  const isThere = async () => {
    const now = namedLike(await to.describe(tag), manifest.digest);
    if (now.state === 'absent') return false;
    if (now.digest !== manifest.digest) throw tagOfAnother(tag, now.digest ?? 'another', desired);
    return isAs(now, manifest.mediaType);
  };
  if (await isThere()) return;
  try {
    await to.putManifest(manifest, tag);
  } catch (error) {
    // By an attempt whose answer was lost.
    if (!(error instanceof UserError) || error.code !== 'immutable-tag' || !(await isThere())) throw error;
  }
}

/** Sees to it that the destination lists the referrers of some manifests. */
export async function recordReferrers(
  { subjects }: Extract<Step, { do: 'record' }>,
  observed: Observed,
  desired: Desired,
  { ports: { to }, signal }: ImageContext,
): Promise<Observed> {
  const left: LeftBehind[] = [];
  /** They are there, as parts of the image, and are found through it alone. */
  const unlisted = new Set<string>();
  const listed = new Set(observed.listed);
  await inParallel(subjects, { most: MANIFESTS_AT_ONCE, signal }, async (subject, either) => {
    const items = unlistedReferrers(observed).filter(({ about }) => about?.subject === subject);
    try {
      await to.recordReferrers(
        { digest: subject },
        items.flatMap(({ about }) => about?.referrer ?? []),
      );
      for (const { digest } of items) listed.add(digest);
    } catch (error) {
      const asReferrers = items.map((item) =>
        desired.referrers === 'try' ? ({ ...item, role: 'referrer' } as const) : item,
      );
      const why = reasonToLeave(error, asReferrers, desired, either);
      for (const item of items) {
        const one = leftBehind(item, why);
        if (item.role === 'referrer') left.push(one);
        else {
          unlisted.add(item.digest);
          left.push({ ...one, digest: '', why: `${short(item.digest)} is there, and could not be listed: ${why}` });
        }
      }
    }
  });
  const items = observed.items.map(({ about, ...item }) =>
    about && !unlisted.has(item.digest) ? { ...item, about } : item,
  );
  return { ...observed, items, listed, left: [...observed.left, ...left] };
}

/** Some of the largest first, then the small ones: their requests are waited for while the large ones are sent, and not at the end. */
function inTurn(largestFirst: readonly Blob[]): readonly Blob[] {
  const small = largestFirst.filter(({ size }) => size <= SMALL);
  const large = largestFirst.slice(0, largestFirst.length - small.length);
  return [...large.slice(0, FIRST), ...small, ...large.slice(FIRST)];
}

/** Which manifests need a blob. */
function usersOf(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const users = new Map<string, Item[]>();
  for (const item of items) {
    for (const { digest } of item.blobs) users.set(digest, [...(users.get(digest) ?? []), item]);
  }
  return users;
}

function mountsOf({ from, to, mountFrom }: Desired): readonly string[] {
  return [...new Set([...(from.registry === to.registry ? [from.repository] : []), ...mountFrom])];
}

function added(
  transfer: Transfer,
  { how, bytes }: { readonly how: 'there' | 'mounted' | 'sent'; readonly bytes: number },
): Transfer {
  return { ...transfer, [how]: transfer[how] + 1, bytes: transfer.bytes + bytes };
}

/** Why what only referrers need is left behind, where the workflow allows it; else it is thrown. */
function reasonToLeave(error: unknown, items: readonly Item[], { referrers }: Desired, signal: AbortSignal): string {
  const isOfReferrers = items.length > 0 && items.every(({ role }) => role === 'referrer');
  if (!(error instanceof UserError) || wasGivenUp(error, signal) || !isOfReferrers) throw error;
  if (referrers === 'try') return error.message;
  const [first] = items;
  const { code = 'referrers-left', hint = '', message, cause } = error;
  throw new UserError(`${first && short(first.digest)}, a referrer, could not come along: ${message}`, {
    code,
    hint: `${hint} Say \`referrers: try\` if the image may go without it.`.trim(),
    cause,
  });
}

function leftBehind({ digest, about }: Item, why: string): LeftBehind {
  return { digest, subject: about?.subject ?? '', artifactType: about?.referrer.artifactType ?? '', why };
}

/** What waits for something that is left behind cannot come either. */
function stranded(items: readonly Item[], left: readonly LeftBehind[]): readonly LeftBehind[] {
  const gone = new Set(left.map(({ digest }) => digest));
  const found: LeftBehind[] = [];
  for (let before = -1; before !== found.length; ) {
    before = found.length;
    for (const item of items) {
      const missing = gone.has(item.digest) ? undefined : item.after.find((digest) => gone.has(digest));
      if (missing === undefined) continue;
      gone.add(item.digest);
      found.push(leftBehind(item, `${short(missing)}, which it needs, is left behind.`));
    }
  }
  return found;
}

function tagOfAnother(tag: string, digest: string, { to }: Desired): UserError {
  return new UserError(`${showImageName(to)}:${tag} is ${digest} there: another signature, which stays.`, {
    code: 'referrers-left',
    hint: 'Sign the image once, before it is promoted, or by the referrers API.',
  });
}
