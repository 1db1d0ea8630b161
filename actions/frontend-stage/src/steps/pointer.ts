import { createHash } from 'node:crypto';
import { type Failure, isOlder, isSameRun } from '@actions-aws/promotion';
import { isSameMove, keyOf, movingTo, type Pointer, releaseFileOf, watchServed } from '@actions-aws/site';
import { isThere, releaseSoFar } from '../plan/plan.ts';
import { older } from '../plan/refusal.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { StageContext } from '../ports.ts';

/** The action's name, as its marks have it. */
export const ACTION = 'frontend-stage';

/**
 * How long TEST must go on to answer with the release, in milliseconds. By the origin path AWS has said that all edges have it: what is left to see
 * is that the address leads there. Of a store it says nothing, and edges follow one after another.
 */
const SETTLE_MS: Readonly<Record<Pointer['kind'], number>> = { 'origin-path': 1_000, 'key-value-store': 5_000 };

/** The end of a run's time is a signal, which ends all waiting. */
const BY_SIGNAL = Number.POSITIVE_INFINITY;

/** Writes the file by which the release says its id, then its manifest, which finishes it. */
export async function commit(
  observed: Observed,
  desired: Desired,
  { ports: { releases } }: StageContext,
): Promise<Observed> {
  const { id } = desired.build;
  const { path, text, headers } = releaseFileOf(id);
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const written = await releases.create(keyOf(id, path), bytes, { headers, sha256, size: bytes.length });
  if (typeof written === 'object') {
    return {
      ...observed,
      failure: {
        code: 'error',
        message: `The release ${id} cannot say its id: ${keyOf(id, path)} is there already, and ${written.differs}.`,
        hint: 'Remove that object, and run the job again.',
      },
    };
  }
  return { ...observed, release: await releases.commit(releaseSoFar(observed, desired)) };
}

/** Notes what is about to be moved: when a release stopped being served is told by nothing else. */
export async function note(
  observed: Observed,
  desired: Desired,
  { ports: { history } }: StageContext,
): Promise<Observed> {
  await history.note(desired.test, observed.test, contentFor(observed.test, desired));
  return { ...observed, isNoted: true };
}

/**
 * Moves TEST's pointer, if it still is where it was seen. Where an older run of this workflow has moved it meanwhile, the plan begins from
 * what that left: the newer run of the two ends on TEST, in whichever order they come.
 */
export async function move(observed: Observed, desired: Desired, { ports, signal }: StageContext): Promise<Observed> {
  const now = await ports.test.describe();
  const next = seenNow(observed, now);
  if (isThere(now, desired.build)) return next;
  if (!isSameMove(now, observed.test) || older(next, desired)) return overtaken(observed, now, desired);
  const swap = await ports.test.point(now, contentFor(now, desired), signal);
  if (swap.won) return { ...seenNow(observed, swap.pointer), moved: true };
  // A store may show late what an earlier attempt of this run wrote: then the write that won is our own.
  const isOurs = isSameRun(desired.deployer.owner, swap.pointer.mark?.owner);
  if (isOurs && isThere(swap.pointer, desired.build)) return seenNow(observed, swap.pointer);
  return overtaken(observed, swap.pointer, desired);
}

function overtaken(observed: Observed, now: Pointer, desired: Desired): Observed {
  const next = seenNow(observed, now);
  const failure = older(next, desired);
  if (failure) return { ...next, failure };
  if (isOlder(now.mark?.order, desired.deployer.order)) return { ...next, isNoted: false };
  return { ...next, failure: lost(desired, now) };
}

/** Waits until all edges have what was written. */
export async function spread(observed: Observed, desired: Desired, { ports, signal }: StageContext): Promise<Observed> {
  const now = await ports.test.describe();
  if (now.release !== desired.build.id) return { ...seenNow(observed, now), failure: lost(desired, now) };
  await ports.test.spread(now, { deadline: BY_SIGNAL, signal });
  return { ...seenNow(observed, now), isSpread: true };
}

/** Asks TEST's own address until it goes on saying that it serves the release. */
export async function awaitServed(
  observed: Observed,
  release: string,
  desired: Desired,
  context: StageContext,
): Promise<Observed> {
  const { ports, clock, signal } = context;
  const address = { url: observed.test.url, headers: ports.testHeaders, distribution: desired.test };
  const { wrong } = await watchServed(address, release, {
    exchange: ports.exchange,
    clock,
    signal,
    settleMs: SETTLE_MS[observed.test.kind],
  });
  if (wrong === '') return { ...observed, isServed: true };
  // Another release may be there since another run has staged.
  const now = await ports.test.describe();
  if (now.release !== release) return { ...seenNow(observed, now), failure: lost(desired, now) };
  const failure: Failure = {
    code: 'error',
    message: wrong,
    hint: 'TEST has to serve `/.well-known/release` from the release; where it is protected, give what opens it in `headers`.',
  };
  return { ...observed, failure };
}

function contentFor(current: Pick<Pointer, 'release'>, { build, deployer }: Desired) {
  return movingTo(current, build.id, { action: ACTION, deployer });
}

function seenNow(observed: Observed, { kind, release, raw, mark, deployed }: Pointer): Observed {
  return { ...observed, test: { ...observed.test, kind, release, raw, mark, deployed } };
}

function lost({ test: id }: Desired, { raw, mark }: Pointer): Failure {
  const who = mark?.owner ? `run ${mark.owner.run} (${mark.by})` : 'another hand';
  return {
    code: 'pointer-changed',
    message: `The pointer of TEST (${id}) was moved by ${who} while this run was under way: it is at ${raw || '/'} now, and was left as it is.`,
    hint: 'Give the deployments of one site a common `concurrency:` group, so that they follow one another.',
  };
}
