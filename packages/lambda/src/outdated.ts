import type { Clock } from '@actions-aws/action';

/** How often we look again for a write that is not shown yet, and how long between two looks, in milliseconds. */
const LOOKS = 10;
const LOOK_MS = 1_000;

/** Revisions that AWS has left behind, as this run knows from its own writes: whatever shows one shows the past. */
export interface Outdated {
  add(revision: string): void;
  /** Looks until something is shown that is not known to be past; after some seconds, whatever is shown. */
  look<Seen>(read: () => Promise<Seen>, revisionOf: (seen: Seen) => string): Promise<Seen>;
}

/**
 * Has a run see its own writes: Lambda's reads are eventually consistent
 * (https://github.com/hashicorp/terraform-provider-aws/pull/14578), so that the first may not show them. What others wrote
 * cannot be known; their revision then fails the compare-and-swap.
 */
export function looksAgain(clock: Clock): Outdated {
  const past = new Set<string>();
  return {
    add: (revision) => past.add(revision),
    async look(read, revisionOf) {
      for (let looks = 1; ; looks += 1) {
        const seen = await read();
        if (looks > LOOKS || !past.has(revisionOf(seen))) return seen;
        await clock.sleep(LOOK_MS);
      }
    },
  };
}
