import { UserError, wasGivenUp } from '@actions-aws/action';
import { type Failure, failureFrom } from '@actions-aws/promotion';
import { type Absent, type Found, showImageName } from '@actions-aws/registry';
import type { MovingWish } from '../inputs/moving.ts';
import { isHeldBack, tagFixed, tagTaken } from '../plan/refusal.ts';
import type { Desired, MovingTag, Observed } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';
import { type Candidate, verdictOn } from './moving.ts';
import { heldIn, namedLike } from './observe.ts';

/** How often a tag is written that another writer keeps taking away, before this run gives up. */
const MOST_TRIES = 3;
/** The pause before the second attempt of one write; it doubles, up to the longest. Milliseconds. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** So long a look counts as one right before a write, from its request to that of the write. Milliseconds. */
const FRESH_MS = 1_000;
/** After these it is not known whether the registry has written anything; after any other refusal it has not. */
const UNTOLD: readonly string[] = ['unavailable', 'not-a-registry'];

/** Gives the image a tag that never moves. */
export async function writeTag(
  tag: string,
  observed: Observed,
  { to }: Desired,
  context: ImageContext,
): Promise<Observed> {
  const { digest } = observed;
  const written = await write(tag, observed, context, (found) => {
    const now = heldIn(found);
    return now.digest === '' ? undefined : tagTaken(tag, now, digest, to);
  });
  if ('failure' in written) return { ...observed, failure: written.failure };
  const now = heldIn(written.found);
  const tags = new Map(observed.tags).set(tag, now);
  if (now.digest === '') return { ...observed, tags, failure: deleted(tag, to) };
  if (now.digest !== digest) return { ...observed, tags, failure: tagTaken(tag, now, digest, to) };
  return { ...observed, tags, written: written.isOurs ? [...observed.written, tag] : observed.written };
}

/** Moves a tag to the image, if it may still move from what it names right before. */
export async function moveTag(
  wish: MovingWish,
  observed: Observed,
  desired: Desired,
  context: ImageContext,
  candidate: Candidate,
): Promise<Observed> {
  const { digest } = observed;
  let one = observed.moving.find(({ tag }) => tag === wish.tag);
  if (!one) throw new Error(`A plan moves ${wish.tag}, which was not asked for. This is a bug.`);
  const seen = async (found: Found | Absent): Promise<MovingTag> => {
    const before = one as MovingTag;
    const now = heldIn(found);
    if (now.digest === before.now.digest) return before;
    // It has moved: what decided about it stays, for people to read.
    if (now.digest === digest) return { ...before, now };
    // Where another image came, so may have its version.
    const anew = { ...candidate, released: () => context.ports.to.tags() };
    return { ...before, now, verdict: await verdictOn(wish, found, anew, context.ports.age) };
  };
  const written = await write(wish.tag, observed, context, async (found) => {
    one = await seen(found);
    return isHeldBack(one, desired) ? overtaken(one, desired) : undefined;
  });
  const withTag = (tag: MovingTag) => observed.moving.map((other) => (other.tag === tag.tag ? tag : other));
  if ('failure' in written) {
    const { failure, isUncertain } = written;
    const isFixed = failure.code === 'immutable-tag';
    return {
      ...observed,
      moving: withTag(one),
      failure: isFixed ? tagFixed(wish.tag, one.now, desired.to) : failure,
      unreadable: isUncertain,
    };
  }
  const wrote: MovingTag = { ...(await seen(written.found)), tries: one.tries + 1 };
  const next = { ...observed, moving: withTag(wrote) };
  if (wrote.now.digest === digest) return next;
  // What another writer put there may move on to this image, like what was there before: then the plan has it move again.
  const isLost = isHeldBack(wrote, desired) || wrote.tries >= MOST_TRIES;
  return isLost ? { ...next, failure: overtaken(wrote, desired) } : next;
}

type Written =
  | { readonly found: Found | Absent /** Whether this run wrote it. */; readonly isOurs: boolean }
  | { readonly failure: Failure /** It is not known what the tag names. */; readonly isUncertain: boolean };

/**
 * Writes a tag: looks right before, writes, and looks again, for as long as there is time. No registry compares and swaps a
 * tag (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests has no condition), so that each
 * attempt begins with a look: one whose answer was lost may have had its effect.
 */
async function write(
  tag: string,
  { digest, mediaType, bytes, looked }: Pick<Observed, 'digest' | 'mediaType' | 'bytes' | 'looked'>,
  { ports: { to }, clock, signal, budget }: ImageContext,
  objection: (now: Found | Absent) => Failure | undefined | Promise<Failure | undefined>,
): Promise<Written> {
  let isUncertain = false;
  let isTaken = false;
  let refusals = 0;
  for (let failed = 0; ; failed += 1) {
    try {
      const isLooked = failed === 0 && looked?.tag === tag && clock.now() - looked.askedAt < FRESH_MS;
      const found = namedLike(isLooked ? looked.found : await to.describe(tag), digest);
      if (found.state === 'present' && found.digest === digest) return { found, isOurs: isUncertain };
      isUncertain = false;
      isTaken = false;
      const failure = await objection(found);
      if (failure) return { failure, isUncertain: false };
      signal.throwIfAborted();
      isUncertain = true;
      await to.putManifest({ digest, mediaType, bytes }, tag, { attempts: 'one' });
      isTaken = true;
      return { found: namedLike(await to.describe(tag), digest), isOurs: true };
    } catch (error) {
      if (!(error instanceof UserError) && !wasGivenUp(error, signal)) throw error;
      const { code } = error as Partial<UserError>;
      if (!isTaken && error instanceof UserError && !UNTOLD.includes(code ?? '')) isUncertain = false;
      // Another writer may have come before: then the look says who has it.
      if (code === 'immutable-tag' && refusals === 0) {
        refusals += 1;
        continue;
      }
      const pauseMs = Math.min(PAUSE_MS * 2 ** failed, LONGEST_PAUSE_MS);
      // A run that was cancelled writes nothing more, but looks what became of what it wrote.
      const isWorthIt = isUncertain || !signal.aborted;
      if (code === 'unavailable' && isWorthIt && clock.now() + pauseMs < budget.deadline) {
        await clock.sleep(pauseMs, signal).catch(() => {});
        continue;
      }
      const failure = failureFrom(error, signal);
      return isUncertain ? { failure: unreadable(tag, failure), isUncertain } : { failure, isUncertain };
    }
  }
}

function unreadable(tag: string, { message, hint }: Failure): Failure {
  return {
    code: 'pointer-unreadable',
    message: `It is not known what ${tag} names, as it could not be read after it was written. ${message}`,
    ...(hint && { hint }),
  };
}

function deleted(tag: string, to: Desired['to']): Failure {
  return {
    code: 'tag-moved',
    message: `${showImageName(to)}:${tag} was deleted right after it was written.`,
    hint: 'Look at what deletes tags there, such as a lifecycle policy or a clean-up job, and run the job again.',
  };
}

function overtaken(one: MovingTag, { to }: Desired): Failure {
  return {
    code: 'tag-moved',
    message: `${showImageName(to)}:${one.tag} was moved to ${one.now.digest || 'nothing'} by another writer while this run was under way: ${one.verdict.why}.`,
    hint: 'Look at which of the two is to stay, and run the job again; a `concurrency` group keeps such runs apart.',
  };
}
