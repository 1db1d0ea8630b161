import type { Clock } from '@actions-aws/action';
import { lackingOf, lastLive, type Manifest, type Pointer } from '@actions-aws/site';
import { settled } from '../plan/plan.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { Ports, Site } from '../ports.ts';
import { deployedSince, neverLive, noRelease, noTarget, notServable, notWhole } from '../report/words.ts';

/** What was observed, and the account that must own the bucket. */
export interface Observation {
  readonly observed: Observed;
  readonly account: string | undefined;
}

/** How many releases are looked for that were live before. */
const BEFORE = 6;

/** Reads all that a plan is made from, and no more: where the pointer tells its end already, that is one look at it. */
export async function observe(
  desired: Desired,
  given: string | undefined,
  { ports, signal, clock }: { readonly ports: Ports; readonly signal: AbortSignal; readonly clock: Clock },
): Promise<Observation> {
  const [pointer, site] = await Promise.all([ports.app.describe(), ports.site()]);
  const { account, url = '' } = site;
  const resting: Observed = {
    pointer,
    url: given ?? url,
    target: undefined,
    because: '',
    undone: undefined,
    isLate: false,
    isNoted: false,
    isCarriedFirst: false,
    isCarried: false,
    isSpread: false,
    isServed: false,
    isUnreadable: false,
    failure: undefined,
  };
  const found = await lookFor(pointer, desired, { ports: ports.ownedBy(account), signal, clock, site });
  return { observed: { ...resting, ...found }, account };
}

interface Where {
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly site: Pick<Site, 'misplaced'>;
}

async function lookFor(pointer: Pointer, desired: Desired, where: Where): Promise<Partial<Observed>> {
  const ended = settled(pointer, desired);
  if (ended === 'superseded') return { failure: deployedSince(pointer, desired) };
  if (ended === 'noop') return lookAfter(pointer, where);
  const { release } = pointer;
  if (release === undefined) return { failure: noRelease(pointer, desired) };
  if (ended === 'rolled-back') {
    // An earlier attempt has moved the pointer: what is left is for tabs, and to see that users follow.
    return { ...(await manifestsOf(pointer, where)), because: 'an earlier attempt of this run moved it there' };
  }
  const wanted = await targetOf(pointer, desired, where.ports);
  if ('failure' in wanted) return wanted;
  const { id, because } = wanted;
  const [target, undone] = await Promise.all([where.ports.releases.read(id), ifThere(release, where)]);
  const lacking = target ? await lackingOf(target, where.ports.releases) : [];
  if (!target || lacking.length > 0) return { failure: notWhole(id, because, lacking, desired) };
  const wrong = where.site.misplaced(target, pointer.kind);
  if (wrong) return { failure: notServable(id, because, wrong) };
  return { target, undone: undone.manifest, isLate: undone.isUnread, because };
}

/** Whether the run that led there, this action's or another's, was cut short: what it left is finished, and else nothing is written. */
async function lookAfter(pointer: Pointer, where: Where): Promise<Partial<Observed>> {
  const { mark, deployed } = pointer;
  // No run of ours has moved it there, and edges have it.
  const isByHand = mark?.owner === undefined && deployed;
  const [isSpread, between] = await Promise.all([
    isByHand || where.ports.app.hasSpread(pointer),
    mark?.undid ? manifestsOf(pointer, where) : undefined,
  ]);
  return { isSpread, ...between };
}

/** The manifests of what is live and of what was taken back for it. */
async function manifestsOf({ release = '', mark }: Pointer, where: Where) {
  const [target, undone] = await Promise.all([ifThere(release, where), ifThere(mark?.undid ?? '', where)]);
  return { target: target.manifest, undone: undone.manifest, isLate: target.isUnread || undone.isUnread };
}

/** Where to go: what the workflow names, if it was live; else what the live release was promoted from. */
async function targetOf(
  pointer: Pointer,
  desired: Desired,
  { history }: Ports,
): Promise<{ readonly id: string; readonly because: string } | Pick<Observed, 'failure'>> {
  const { mark, release } = pointer;
  const { to, app } = desired;
  const from = mark?.from;
  if (from && (to === undefined || to === from)) return { id: from, because: `${release} was promoted from it` };
  const named = (id: string) => ({ id, because: 'the workflow names it' });
  // What was taken back was live by the pointer's own word, also where the history could not be written.
  if (to !== undefined && to === mark?.undid) return named(to);
  const moves = await history.newest(app);
  // A move says for certain only where it came from.
  if (to !== undefined && moves.some((move) => move.from === to)) return named(to);
  const before = lastLive(pointer, moves, BEFORE).filter((one) => one !== release);
  return { failure: to === undefined ? noTarget(pointer, before, desired) : neverLive(to, before, desired) };
}

/** How long a manifest that only open tabs need may keep users waiting, in milliseconds: one request that is never answered takes 20 s. */
const WAIT_MS = 25_000;

/** A manifest that only open tabs need: the way back does not depend on it. */
async function ifThere(
  id: string,
  { ports, signal, clock }: Omit<Where, 'site'>,
): Promise<{ readonly manifest: Manifest | undefined; readonly isUnread: boolean }> {
  try {
    const { releases } = ports.under({ waitsOut: 'outages', until: clock.now() + WAIT_MS, signal });
    return { manifest: id === '' ? undefined : await releases.read(id), isUnread: false };
  } catch {
    signal.throwIfAborted();
    return { manifest: undefined, isUnread: true };
  }
}
