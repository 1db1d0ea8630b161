import { atMost, UserError, wasGivenUp } from '@actions-aws/action';
import { missingItems, unlistedReferrers } from '../plan/plan.ts';
import type { Item, Observed } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';

/** Manifests that are written at the same time: they are small. */
export const MANIFESTS_AT_ONCE = 8;

/** What is written while blobs still come, by digest. */
export interface Written {
  readonly manifests: ReadonlySet<string>;
  /** Referrers that the destination lists. */
  readonly listed: ReadonlySet<string>;
}

/** Writes what waits for nothing that is missing, while the rest still comes. */
export interface Ahead {
  /** Is told of each blob that came. */
  came(digest: string): void;
  /** Waits for what was begun; nothing else begins. */
  end(): Promise<Written>;
}

/**
 * Writes each manifest as soon as its blobs and its children are there, so that its request is waited for while other blobs come.
 * What refers to the image or to one of its children may be there before that: registries take them in either order
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject). What does not go well
 * here is left to the steps that follow the blobs, each of which tries again and says why it fails.
 */
export function writeAhead(observed: Observed, { ports: { to }, signal }: ImageContext): Ahead {
  const oneOfAFew = atMost(MANIFESTS_AT_ONCE);
  const manifests = new Set<string>();
  const listed = new Set<string>();
  const begun: Promise<void>[] = [];
  let isOver = false;
  const waiting = waitingList();

  const begin = (write: () => Promise<readonly string[]>) => {
    const done = async () => {
      if (isOver || signal.aborted) return;
      try {
        for (const digest of await oneOfAFew(write)) waiting.came(digest);
      } catch (error) {
        if (!(error instanceof UserError) && !wasGivenUp(error, signal)) throw error;
      }
    };
    const one = done();
    one.catch(() => {});
    begun.push(one);
  };

  const missing = missingItems(observed);
  const isMissing = new Set(missing.map(({ digest }) => digest));
  for (const item of missing) {
    // Such a tag is looked at before it is written.
    if (item.about?.referrer.tag !== undefined) continue;
    const { digest, mediaType, bytes } = item;
    waiting.until([...needsOf(item, observed)], () =>
      begin(async () => {
        await to.putManifest({ digest, mediaType, bytes });
        manifests.add(digest);
        return [digest];
      }),
    );
  }
  const unlisted = unlistedReferrers(observed);
  for (const subject of new Set(unlisted.flatMap(({ about }) => about?.subject ?? []))) {
    const about = unlisted.filter((one) => one.about?.subject === subject);
    const needed = about.map(({ digest }) => digest).filter((digest) => isMissing.has(digest));
    waiting.until(needed, () =>
      begin(async () => {
        const entries = about.flatMap((one) => one.about?.referrer ?? []);
        const isThere = !isMissing.has(subject) || manifests.has(subject);
        const areListed = await to.recordReferrers({ digest: subject }, entries, {
          subject: isThere ? 'there' : 'to come',
        });
        if (areListed) for (const { digest } of about) listed.add(digest);
        return [];
      }),
    );
  }
  return {
    came: waiting.came,
    async end() {
      // What was begun may have begun more.
      for (let waited = 0; waited < begun.length; ) {
        const all = begun.slice(waited);
        waited = begun.length;
        await Promise.allSettled(all);
      }
      isOver = true;
      await Promise.all(begun);
      return { manifests, listed };
    },
  };
}

/** What has to come before a manifest is written, by digest. */
function needsOf({ blobs, after, about }: Item, observed: Observed): ReadonlySet<string> {
  const { items, here, brought } = observed;
  const isOfImage = items.some(({ digest, role }) => digest === about?.subject && role !== 'referrer');
  return new Set([
    ...blobs.map(({ digest }) => digest).filter((digest) => !brought.has(digest)),
    ...after.filter((digest) => !here.has(digest) && !(isOfImage && digest === about?.subject)),
  ]);
}

/** Begins things once all that they wait for has come. */
function waitingList(): { until(needs: readonly string[], begin: () => void): void; came(digest: string): void } {
  const waiting = new Map<string, { readonly needs: Set<string>; begin(): void }[]>();
  return {
    until(needs, begin) {
      if (needs.length === 0) return begin();
      const one = { needs: new Set(needs), begin };
      for (const digest of one.needs) waiting.set(digest, [...(waiting.get(digest) ?? []), one]);
    },
    came(digest) {
      const found = waiting.get(digest) ?? [];
      waiting.delete(digest);
      for (const one of found) {
        one.needs.delete(digest);
        if (one.needs.size === 0) one.begin();
      }
    },
  };
}
