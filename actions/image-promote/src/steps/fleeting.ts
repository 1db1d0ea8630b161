import { inParallel, UserError, wasGivenUp } from '@actions-aws/action';
import { type Expiring, type Found, showImageName } from '@actions-aws/registry';
import { short } from '../plan/scan.ts';
import type { Desired, Fleeting, Item } from '../plan/state.ts';
import type { ReferrerLists } from './content.ts';

/** How many lists are asked for at the same time. */
const AT_ONCE = 16;

/** Of all that a lifecycle policy is about to take away, what an image is made of, and what refers to it. */
export async function fleetingOf(
  image: Found,
  items: readonly Item[],
  all: readonly Expiring[],
  {
    desired,
    lists,
    signal,
  }: { readonly desired: Desired; readonly lists: ReferrerLists; readonly signal: AbortSignal },
): Promise<readonly Fleeting[]> {
  const known = new Set(items.map(({ digest }) => digest));
  const others = all.filter(({ digest }) => !known.has(digest));
  // Where nothing is copied, nothing is known of referrers yet.
  const more = desired.isSame && others.length > 0 ? await referringTo(items, desired, lists, signal) : [];
  const referrers = new Set([...items.filter(({ role }) => role === 'referrer').map(({ digest }) => digest), ...more]);
  const what = (digest: string) => {
    if (digest === image.digest) return `${short(digest)} in ${showImageName(desired.from)}`;
    const how = referrers.has(digest) ? 'refers to' : 'belongs to';
    return `${short(digest)}, which ${how} ${short(image.digest)}, in ${showImageName(desired.from)}`;
  };
  const ours = all.filter(({ digest }) => known.has(digest) || referrers.has(digest));
  return ours.map((one) => ({ ...one, what: what(one.digest) }));
}

/** The digests of what refers to manifests, and to what refers to them; also of those that cannot be read. */
async function referringTo(
  items: readonly Item[],
  { referrers: wanted }: Desired,
  lists: ReferrerLists,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (wanted === 'none') return [];
  const seen = new Set(items.map(({ digest }) => digest));
  const referring: string[] = [];
  for (let subjects = [...seen]; subjects.length > 0; ) {
    const found = await inParallel(subjects, { most: AT_ONCE, signal }, async (subject) => {
      const list = await lists.of(subject).catch((error: unknown) => {
        if (wanted === 'require' || !(error instanceof UserError) || wasGivenUp(error, signal)) throw error;
        return { found: [], unread: [] };
      });
      return [...list.found, ...list.unread].map(({ digest }) => digest);
    });
    subjects = [...new Set(found.flat())].filter((digest) => digest !== '' && !seen.has(digest));
    for (const digest of subjects) seen.add(digest);
    referring.push(...subjects);
  }
  return referring;
}
