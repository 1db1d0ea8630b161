import type { CanaryStep, Until } from '@actions-aws/gates';
import { canaryOf } from '@actions-aws/lambda';
import { candidateOf, writer } from './ownership.ts';
import type { Desired, Observed, Step } from './state.ts';

/**
 * From a proved version to the point where it may get all users, or where the promotion is to hold. Where a predecessor
 * had come to a share, that share is written again, to take it over with a lease of our own, and watched from the start.
 */
export function canarySteps(observed: Observed, desired: Desired, version: string): readonly Step[] {
  const { alias } = observed;
  // Nobody can have a share of an alias that is not there yet.
  if (!alias || alias.version === version) return [];
  const given = shareOf(observed, desired);
  // It is held when its time is over, and not before.
  const baked = canaryOf(alias)?.held ? Math.max(observed.baked, given) : observed.baked;
  const isOurs = writer(observed, desired) === 'us';
  const steps: Step[] = [];
  let reached = given;
  for (const { share, bakeMs } of sharesOf(desired)) {
    if (share <= baked || share < given) continue;
    if (share > reached || !isOurs) steps.push({ do: 'shift', version, from: reached, to: share });
    reached = share;
    if (bakeMs > 0) steps.push({ do: 'bake', version, share, forMs: bakeMs });
  }
  const { until } = desired;
  if (typeof until === 'number' && !isHeldAt(until, observed, desired))
    steps.push({ do: 'hold', version, share: until });
  return steps;
}

/** The shares that this run gives, in order: up to where it is to hold, and that one, too. */
function sharesOf({ canary, until }: Desired): readonly CanaryStep[] {
  if (typeof until !== 'number') return canary;
  const upTo = canary.filter(({ share }) => share <= until);
  return upTo.at(-1)?.share === until ? upTo : [...upTo, { share: until, bakeMs: 0 }];
}

/** The share of the users that the candidate has, as far as it is ours or a predecessor's to go on from. */
export function shareOf(observed: Observed, desired: Desired): number {
  const canary = observed.alias && canaryOf(observed.alias);
  return canary && canary.version === candidateOf(observed, desired)?.version ? canary.share : 0;
}

function isHeldAt(until: number, observed: Observed, desired: Desired): boolean {
  const canary = observed.alias && canaryOf(observed.alias);
  return canary?.held === true && canary.share === until && writer(observed, desired) === 'us';
}

const MINUTE = 60_000;

/**
 * How long a share that begins then is watched, in milliseconds. Calls are counted by whole minutes, and of the minute in
 * which it began some were made before: where calls are wanted, the watch takes in the next minute to its end.
 */
export function watchMs(bakeMs: number, began: number, isCounted: boolean): number {
  return isCounted ? Math.max(bakeMs, Math.ceil(began / MINUTE) * MINUTE + MINUTE - began) : bakeMs;
}

/** How long the longest share that a run gives is watched at the least, late data included. */
export function leastWatchMs(desired: Desired): number {
  const { settleMs, minInvocations } = desired;
  const shares = desired.until === 'staged' ? [] : sharesOf(desired).filter(({ bakeMs }) => bakeMs > 0);
  const least = minInvocations > 0 ? MINUTE : 0;
  return Math.max(0, ...shares.map(({ bakeMs }) => Math.max(bakeMs, least) + settleMs));
}

/** How long it is watched at most, whenever it begins. */
function longestWatchMs(bakeMs: number, isCounted: boolean): number {
  return isCounted ? Math.max(bakeMs, 2 * MINUTE) : bakeMs;
}

/** How long a canary may take, in milliseconds: the times of its shares, each with the time that data may be late. */
export function canaryMs(given: {
  readonly canary: readonly CanaryStep[] | undefined;
  readonly until: Until | undefined;
  readonly settle: number;
  readonly minInvocations: number;
  readonly functions: readonly { readonly 'min-invocations'?: number | undefined }[];
}): number {
  const { canary = [], until, settle, minInvocations, functions } = given;
  if (until === 'staged') return 0;
  const isCounted = functions.some((one) => (one['min-invocations'] ?? minInvocations) > 0);
  const shares = until === undefined ? canary : canary.filter(({ share }) => share <= until);
  return shares.reduce((sum, { bakeMs }) => sum + longestWatchMs(bakeMs, isCounted) + settle, 0);
}

/** Kept beyond what a share is planned to take, for the calls around it, in milliseconds. */
export const LEASE_MARGIN_MS = 120_000;

/** For how long a share is ours before it is written again, in milliseconds. */
export function leaseMs(share: number, { canary, settleMs, minInvocations }: Desired): number {
  const bakeMs = canary.find((step) => step.share === share)?.bakeMs;
  return (bakeMs === undefined ? 0 : longestWatchMs(bakeMs, minInvocations > 0) + settleMs) + LEASE_MARGIN_MS;
}
