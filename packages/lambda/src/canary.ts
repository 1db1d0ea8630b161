import type { Canary, Mark, Owner } from '@actions-aws/promotion';
import { type Alias, type AliasContent, markedDescription } from './aliases.ts';
import { historyOf, liveBefore, remembering } from './history.ts';

/**
 * The canary that an alias has, if one of our actions gave it and the weights are still what it gave; `undefined` where
 * there is none, and where somebody changed the weights and left the description.
 */
export function canaryOf({ mark, weights }: Pick<Alias, 'mark' | 'weights'>): Canary | undefined {
  const canary = mark?.canary;
  const [split, ...others] = Object.entries(weights);
  if (!canary || !split || others.length > 0) return undefined;
  const [version, share] = split;
  return version === canary.version && Math.abs(share - canary.share) < 0.0005 ? canary : undefined;
}

/**
 * Whether a canary, ours or somebody's, takes traffic from the version. AWS sends it to the version before as well, while
 * provisioned concurrency follows the alias.
 */
export function sharesTraffic(alias: Pick<Alias, 'mark' | 'weights'>): boolean {
  return canaryOf(alias) !== undefined || Object.keys(alias.weights).some((version) => version !== alias.mark?.from);
}

/**
 * What to write to go back from what an alias holds: from a canary to none, else to another version. It keeps the order of
 * the run that is taken back, so that a run older than that one, still under way, does not slip in. Its `from=` is the next
 * step back, which was live before what it goes back to, and never what is taken back; nothing where that is not known.
 */
export function backFrom(
  alias: Alias,
  to: string,
  by: { readonly action: string; readonly owner: Owner /** Milliseconds since the epoch. */; readonly at: number },
): AliasContent {
  const { action, owner, at } = by;
  const { order } = alias.mark ?? {};
  const canary = canaryOf(alias);
  const taken = canary?.version ?? alias.version;
  // Where only weights are cleared, what was taken back before stays so; else it is what had them.
  const [beside = taken] = Object.keys(alias.weights).filter((version) => version !== to);
  const undid = taken === to ? (alias.mark?.undid ?? beside) : taken;
  const mark = { by: action, owner, to, undid, at, ...(order && { order }) };
  const isOfCanary = canary && to === alias.version;
  const kept = isOfCanary ? ofLive(alias) : remembering(liveBefore(to, alias) ?? []);
  return { version: to, description: markedDescription({ ...kept, ...mark }) };
}

/** What a mark says of the version that an alias is on, whoever has a share of the traffic beside it. */
export function ofLive(alias: Pick<Alias, 'mark'>): Pick<Mark, 'from' | 'earlier' | 'proof'> {
  const { proof } = alias.mark ?? {};
  return { ...remembering(historyOf(alias)), ...(proof && { proof }) };
}
