import { inParallel } from '@actions-aws/action';
import type { Failure } from '@actions-aws/promotion';
import { showImageName } from '@actions-aws/registry';
import { comparedItems, firstTag, isListed } from '../plan/plan.ts';
import type { Desired, Observed, TagLook } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';
import { isAs } from './observe.ts';

const AT_ONCE = 16;

/**
 * Reads all that was copied again, and compares it byte for byte, and which referrers the destination lists. With the last of it the
 * tag is looked at that is written next, so that the look is as close to the write as it would be after this.
 */
export async function compare(
  observed: Observed,
  { to: name }: Desired,
  { ports: { to }, signal, clock }: ImageContext,
): Promise<Observed> {
  const items = comparedItems(observed);
  const wrong: string[] = [];
  // Lists are read at the same time, and what both look at is read once.
  const there = to.moment();
  let left = items.length;
  let looking: Promise<TagLook | undefined> = Promise.resolve(undefined);
  const lookSoon = () => {
    const tag = firstTag(observed);
    left -= 1;
    if (left > 0 || tag === undefined) return;
    const askedAt = clock.now();
    looking = to.describe(tag).then(
      (found) => ({ tag, found, askedAt }),
      // The write begins with a look of its own then.
      () => undefined,
    );
  };
  const reading = inParallel(items, { most: AT_ONCE, signal }, async ({ digest, mediaType, bytes }) => {
    // A manifest's bytes are checked against its digest as they are read.
    const asked = there.describe(digest);
    lookSoon();
    const found = await asked;
    if (found.state !== 'present') wrong.push(`${digest} is not there: ${found.why}`);
    else if (Buffer.compare(found.manifest, bytes) !== 0) wrong.push(`${digest} has other bytes.`);
    else if (!isAs(found, mediaType)) wrong.push(`${digest} is ${found.mediaType} there, and not ${mediaType}.`);
  });
  const referrers = items.filter(({ about }) => about);
  const subjects = [...new Set(referrers.flatMap(({ about }) => about?.subject ?? []))];
  const listing = inParallel(subjects, { most: AT_ONCE, signal }, async (subject) => {
    const listed = new Map((await there.referrers(subject)).map((one) => [one.digest, one]));
    for (const { digest, about } of referrers) {
      if (about?.subject !== subject) continue;
      const { tag } = about.referrer;
      const found = listed.get(digest);
      if (isListed(about.referrer) && !(found && isListed(found)))
        wrong.push(`${digest} is there, and not listed as a referrer of ${subject}.`);
      if (tag !== undefined && found?.tag !== tag) wrong.push(`${digest} is there, and not under the tag ${tag}.`);
    }
  });
  await both(reading, listing);
  const looked = await looking;
  if (wrong.length === 0) return { ...observed, isCompared: true, looked };
  const failure: Failure = {
    code: 'not-whole',
    message: `What was copied to ${showImageName(name)} is not whole there. ${wrong.sort().join(' ')}`,
    hint: 'Run the job again; if this stays, find out what deletes images there.',
  };
  return { ...observed, failure };
}

/** Waits for both, also where one has failed: nothing goes on afterwards. */
async function both(...all: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(all);
  await Promise.all(all);
}
