import { atMost, inParallel, UserError, wasGivenUp } from '@actions-aws/action';
import { type Absent, digestedLike, type Found, isDigest, type Moment, type Referrer } from '@actions-aws/registry';
import { isListed } from '../plan/plan.ts';
import type { Desired, Held, Item, MovingTag, Observed, Scanned } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';
import { contentOf, manifestOf, referrerLists } from './content.ts';
import { fleetingOf } from './fleeting.ts';
import { type Candidate, verdictOn } from './moving.ts';

/** What was looked at, and what decides about tags that move for as long as the run goes on. */
export interface Look {
  readonly observed: Observed;
  readonly candidate: Candidate;
  /** Ends what was asked ahead, where no copy follows. */
  end(): void;
}

/** How many questions go out at the same time. */
const AT_ONCE = 16;
/** So many are about to go to the source once the image is known: about each of its manifests there are six. */
const FROM_SOON = 16;
/** And so many to the destination: whether it has these manifests. */
const TO_SOON = 8;
/** Of blobs so many are looked for, and then sent. */
const BLOBS_SOON = 24;

/**
 * Looks at all that a promotion depends on. It only reads.
 *
 * @throws UserError where there is no such image, and where a registry gives no answer.
 */
export async function observe(desired: Desired, context: ImageContext): Promise<Look> {
  const ended = new AbortController();
  const end = () => ended.abort(new Error('no copy follows'));
  try {
    const signal = AbortSignal.any([context.signal, ended.signal]);
    return { ...(await lookAt(desired, context, signal)), end };
  } catch (error) {
    end();
    throw error;
  }
}

/** @param ahead Ends what is asked ahead of the copy. */
async function lookAt(desired: Desired, context: ImageContext, ahead: AbortSignal): Promise<Omit<Look, 'end'>> {
  const { ports, signal } = context;
  const to = ports.to.moment();
  /** Of what the source names, all else is asked at the same time: what refers to it, and whether the destination has it. */
  const from = ports.from.moment((reference) => {
    if (!isDigest(reference) || desired.isSame) return;
    askSoon(reference);
    // The manifests that are asked for together go out before all that is asked about them.
    if (desired.referrers !== 'none') queueMicrotask(() => lists.soon(reference));
  });
  const existing = desired.isSame ? Promise.resolve('present' as const) : ports.to.existence();
  existing.catch(() => {});
  const lists = referrerLists(from);
  const oneOfAFew = atMost(AT_ONCE);
  /** Asks the destination already while the rest is found. How it ends is seen when it is needed. */
  const askSoon = (reference: string) => {
    const asked = oneOfAFew(async () => !desired.isSame && (await existing) !== 'absent' && to.describe(reference));
    asked.catch(() => {});
  };
  /** Looks already for the blobs of a manifest that the destination does not have. */
  const lookForBlobs = async ({ digest, mediaType, blobs }: Item) => {
    if (desired.isSame || (await existing) === 'absent' || isAs(await to.describe(digest), mediaType)) return;
    // The upper layers first: those below are the ones that may be mounted, which takes no time of the line.
    for (const blob of blobs.toReversed()) ports.to.lookForBlob(blob, ahead);
    // What is sent goes out while others are still looked for. Of an index it is not known yet how many there are.
    ports.to.prepare(blobs.length === 0 ? BLOBS_SOON : Math.min(BLOBS_SOON, blobs.length));
  };
  for (const tag of desired.tags) askSoon(tag);
  const describing = from.describe(desired.source);
  if (!desired.isSame) {
    ports.from.prepare(FROM_SOON);
    ports.to.prepare(TO_SOON);
  }
  const image = present(await describing, desired);
  const destination = await existing;
  const isThere = destination !== 'absent';
  let tags: Promise<readonly string[]> | undefined;
  const candidate: Candidate = {
    image,
    tags: desired.tags,
    released: () => {
      tags ??= isThere ? ports.to.tags() : Promise.resolve([]);
      return tags;
    },
  };
  const absent: Absent = { state: 'absent', why: '' };
  const like = (found: Found | Absent) => namedLike(found, image.digest);
  const named = async (tag: string) => (isThere ? like(await to.describe(tag)) : absent);
  const platforms = desired.maxSeverity ? platformsOf(image) : [];
  const [required, held, moving, scans, mutability, going, content] = await Promise.all([
    heldBy(desired.requireTags, async (tag) => like(await from.describe(tag)), signal),
    heldBy(desired.tags, named, signal),
    inParallel(desired.moving, { most: AT_ONCE, signal }, async (wish): Promise<MovingTag> => {
      const found = await named(wish.tag);
      const now = heldIn(found);
      const verdict = await verdictOn(wish, found, candidate, ports.age);
      return { tag: wish.tag, before: now, now, verdict, tries: 0 };
    }),
    inParallel(
      platforms,
      { most: AT_ONCE, signal },
      async (digest): Promise<Scanned> => ({ digest, scan: await ports.from.scan(digest) }),
    ),
    isThere ? ports.to.mutability() : undefined,
    // A preview takes seconds.
    ports.from.expiring(),
    // Within one repository nothing is copied; but a tag is for an image that is whole.
    contentOf(
      image,
      desired.isSame ? { ...desired, referrers: 'none' } : desired,
      { registry: from, lists },
      signal,
      (item) => void lookForBlobs(item).catch(() => {}),
    ),
  ]);
  const items = desired.isSame ? [] : content.items;
  const [fleeting, there] = await Promise.all([
    fleetingOf(image, content.items, going, { desired, lists, signal }),
    isThere ? arrivedOf(items, desired, to, signal) : nothing,
  ]);
  const { digest, mediaType, manifest: bytes } = image;
  const transfer = { there: 0, mounted: 0, sent: 0, bytes: 0 };
  const observed: Observed = {
    digest,
    mediaType,
    bytes,
    required,
    scans,
    fleeting,
    destination,
    mutability,
    items,
    left: content.left,
    here: there.here,
    listed: there.listed,
    brought: new Set(),
    copied: new Set(),
    transfer,
    isCompared: false,
    looked: undefined,
    tags: held,
    written: [],
    moving,
    failure: undefined,
    unreadable: false,
  };
  return { observed, candidate };
}

/** Whether a manifest is there as what it is: by its media type others know how to read it. */
export function isAs(found: Found | Absent, mediaType: string): boolean {
  return found.state === 'present' && found.mediaType === mediaType;
}

/** What a tag names, by the algorithm of a digest that it is compared with. */
export function namedLike(found: Found | Absent, digest: string): Found | Absent {
  return found.state === 'present' ? digestedLike(found, digest) : found;
}

/** What a tag names, as it was described. */
export function heldIn(found: Found | Absent): Held {
  if (found.state === 'absent') return { digest: '', isArchived: false };
  return { digest: found.digest ?? 'an archived image', isArchived: found.state === 'archived' };
}

function present(found: Found | Absent, { source }: Desired): Found {
  if (found.state === 'present') return found;
  if (found.state === 'archived') {
    throw new UserError(`${found.why} It cannot be pulled, and so not promoted.`, {
      code: 'archived',
      hint: 'Restore it in ECR, which takes up to 20 minutes, and run the job again.',
    });
  }
  const input = isDigest(source) ? 'digest' : 'tag';
  throw new UserError(`There is no image ${source} to promote: ${found.why}`, {
    code: 'no-image',
    hint: `Check \`from\`, its Region and account included, and \`${input}\`; a lifecycle policy may have deleted the image.`,
  });
}

async function heldBy(
  tags: readonly string[],
  describe: (tag: string) => Promise<Found | Absent>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Held>> {
  const held = async (tag: string) => [tag, heldIn(await describe(tag))] as const;
  return new Map(await inParallel(tags, { most: AT_ONCE, signal }, held));
}

/**
 * The images of an index that run somewhere, which are what ECR scans; of one image itself. What runs is chosen by the platform:
 * that an entry calls itself an attestation besides keeps nothing from being run.
 */
function platformsOf(image: Found): readonly string[] {
  const manifest = manifestOf(image);
  if (manifest.kind !== 'index') return [image.digest];
  return manifest.manifests.filter(({ platform }) => platform.os !== 'unknown').map(({ digest }) => digest);
}

interface Arrived {
  readonly here: ReadonlySet<string>;
  readonly listed: ReadonlySet<string>;
}

const nothing: Arrived = { here: new Set(), listed: new Set() };

/** What the destination has already, and which referrers it lists. */
async function arrivedOf(
  items: readonly Item[],
  { referrers: wanted }: Desired,
  to: Moment,
  signal: AbortSignal,
): Promise<Arrived> {
  const found = await inParallel(items, { most: AT_ONCE, signal }, async ({ digest, mediaType }) =>
    isAs(await to.describe(digest), mediaType),
  );
  const present = new Set(items.filter((_, index) => found[index]).map(({ digest }) => digest));
  const referrers = items.filter(({ about }) => about);
  const subjects = [...new Set(referrers.flatMap(({ about }) => about?.subject ?? []))].filter((one) =>
    present.has(one),
  );
  const lists = await inParallel(subjects, { most: AT_ONCE, signal }, (subject) =>
    to.referrers(subject).catch((error: unknown): readonly Referrer[] => {
      // Then what is not listed, and cannot be, is told by the step that sees to it.
      if (wanted === 'require' || !(error instanceof UserError) || wasGivenUp(error, signal)) throw error;
      return [];
    }),
  );
  const listed = new Set(lists.flatMap((list) => list.filter(isListed)).map(({ digest }) => digest));
  // What cosign looks for by a tag is not there for it before that tag is.
  const tagged = new Set(lists.flat().flatMap(({ digest, tag }) => (tag === undefined ? [] : [digest])));
  const isFound = ({ digest, about }: Item) => about?.referrer.tag === undefined || tagged.has(digest);
  const here = new Set(items.filter((item) => present.has(item.digest) && isFound(item)).map(({ digest }) => digest));
  return { here, listed: new Set([...listed].filter((digest) => present.has(digest))) };
}
