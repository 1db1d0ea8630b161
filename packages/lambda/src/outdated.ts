import type { Clock } from '@actions-aws/action';

/**
 * How long a write that is not shown yet is looked for, and how long between two looks, in milliseconds. It is short, since
 * nothing is unsafe after it: a write by what is shown then fails its compare-and-swap, and is made by what is read after.
 */
const LOOKS_MS = 10_000;
const LOOK_MS = 1_000;

/** Revisions that AWS has left behind, as this run knows from its own writes: whatever shows one shows the past. */
export interface Outdated {
  add(revision: string): void;
  /** Looks until something is shown that is not known to be past; after some seconds, what is shown then. */
  look<Seen>(read: () => Promise<Seen>, revisionOf: (seen: Seen) => string, signal?: AbortSignal): Promise<Seen>;
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
    async look(read, revisionOf, signal) {
      const until = clock.now() + LOOKS_MS;
      for (;;) {
        const seen = await read();
        if (!past.has(revisionOf(seen)) || clock.now() + LOOK_MS > until) return seen;
        await clock.sleep(LOOK_MS, signal);
      }
    },
  };
}
