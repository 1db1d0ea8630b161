import { kindOf, type Outcome, outcomeOfFailure, type Plan, proofOf } from '@actions-aws/promotion';
import { besideShared, claiming, type Manifest, toCarry, withCarried } from '@actions-aws/site';
import { moves, mustUndo, writer } from './ownership.ts';
import type { Desired, Observed, Step } from './state.ts';

/** All that is left to do, in order. Asked again after each step, so only the first one is ever applied. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  if (observed.failure) return { steps: undo(observed, desired) };
  return { steps: [...prove(observed, desired), ...promote(observed, desired)] };
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  if (!observed.failure) return writer(observed.app, desired) === 'other' ? 'noop' : 'promoted';
  if (observed.unreadable) return 'unknown';
  if (observed.restored) return 'rolled-back';
  if (mustUndo(observed, desired) || isLeftLive(observed, desired)) return 'rollback-failed';
  return outcomeOfFailure(observed.failure);
}

/** What the mark says of the proof: this release, these checks, these jobs. Nothing where there was none. */
export function proofFor({ staged, smoke, require }: Desired): string | undefined {
  return smoke.length + require.length > 0 ? proofOf(staged.release, { smoke, require }) : undefined;
}

/** Up to a release that may meet users. */
function prove(observed: Observed, desired: Desired): Step[] {
  const { release } = desired.staged;
  if (!moves(observed, desired)) return [];
  return [
    ...(observed.isWhole ? [] : [{ do: 'look-at-objects', release } as const]),
    ...(observed.isProved || !desired.asksTest ? [] : [{ do: 'prove', release } as const]),
    // Only what is proved is carried into what is live.
    ...carrying(observed),
  ];
}

/**
 * Open tabs of the releases that were live last find their files in the one that comes. And before it comes each of those has its files, and
 * so also those of the others: a rollback leads to any of them by one write, and no tab waits for a copy.
 */
function carrying({ manifest, kept, carried }: Observed): readonly Step[] {
  if (!manifest) return [];
  const recent = kept.map(({ id }) => id);
  const steps: Step[] = [];
  const carry = (from: Manifest, into: Manifest): Manifest => {
    if (carried.some((done) => done.from === from.id && done.into === into.id)) return into;
    const { files } = toCarry(from, into, recent);
    if (files.length > 0) steps.push({ do: 'carry', from: from.id, into: into.id, files: files.length });
    return withCarried(into, files);
  };
  const whole = kept.reduce((into, from) => carry(from, into), manifest);
  for (const into of kept) carry(whole, into);
  return steps;
}

/** From a release that may meet users to one that all of them meet. */
function promote(observed: Observed, desired: Desired): Step[] {
  const { release } = desired.staged;
  const { app, manifest, isNoted, isSpread, isServed, verified } = observed;
  const isToMove = moves(observed, desired);
  const isOurs = writer(app, desired) !== 'other';
  const steps: Step[] = [];
  if (isToMove) {
    if (!isNoted) steps.push({ do: 'note', from: app.release, to: release });
    steps.push({ do: 'move', from: app.release, to: release });
  }
  // The run that promoted it may have been cut short before the last edge had it. Where it was not, this takes a moment.
  const mayBeOnItsWay = app.mark?.owner !== undefined || !app.deployed;
  if (!isSpread && waitsFor(app) && (isToMove || isOurs || mayBeOnItsWay)) steps.push({ do: 'spread', release });
  if (!isServed) steps.push({ do: 'await-served', release });
  if (!verified && desired.verify.length > 0) steps.push({ do: 'verify', release });
  const beside = manifest && !observed.isBesideShared ? besideShared(manifest).length : 0;
  if (beside > 0) steps.push({ do: 'share-beside', release, files: beside });
  if (!isToMove && !isOurs && claiming(app, desired.deployer.order)) steps.push({ do: 'claim', release });
  return steps;
}

/** Back to what the pointer held, if what it holds now is ours. Its own mark says what that was. */
function undo(observed: Observed, desired: Desired): Step[] {
  const { app, restored, stuck, isBackEverywhere } = observed;
  if (restored && app.release) {
    return isBackEverywhere === 'not yet' && waitsFor(app) ? [{ do: 'spread-back', release: app.release }] : [];
  }
  if (!mustUndo(observed, desired) || stuck || !app.release) return [];
  const to = app.mark?.from;
  return to ? [{ do: 'move-back', from: app.release, to }] : [];
}

/** Of a store AWS tells nothing that could be waited for, and paths in the cache name their release. */
function waitsFor({ kind }: Observed['app']): boolean {
  return kind === 'origin-path';
}

/** Whether users get what this run moved there, by a mark that is not ours any more. */
function isLeftLive({ moved, failure, app }: Observed, { staged }: Desired): boolean {
  if (failure && kindOf(failure) === 'superseded') return false;
  return moved && app.release === staged.release;
}
