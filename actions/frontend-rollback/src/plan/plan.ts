import { isSameRun, kindOf, type Outcome, type Plan } from '@actions-aws/promotion';
import { type Pointer, toCarry } from '@actions-aws/site';
import { ANY, type Desired, type Observed, type Step } from './state.ts';

/** The action's name, as its marks have it. */
export const ACTION = 'frontend-rollback';

/** How it has ended already, as the pointer tells it; `undefined` where something is left to do. */
export function settled(
  pointer: Pick<Pointer, 'release' | 'mark'>,
  { onlyIf, to, owner }: Pick<Desired, 'onlyIf' | 'to' | 'owner'>,
): 'rolled-back' | 'noop' | 'superseded' | undefined {
  const { mark, release } = pointer;
  // Our own write: the reply was lost, or the run was killed, and now goes on. It must not take a second step back.
  const isOurs =
    mark?.by === ACTION && (mark.owner?.nonce === owner.nonce || isSameRun(owner, mark.owner)) && mark.undid;
  const isWhereAsked = to === undefined || to === release;
  if (isOurs && isWhereAsked && (onlyIf === ANY || mark.undid === onlyIf)) return 'rolled-back';
  if (onlyIf === ANY || release === onlyIf) {
    if (to !== undefined) return to === release ? 'noop' : undefined;
    return mark?.undid === undefined ? undefined : 'noop';
  }
  // It has been undone already, by the promotion itself or by a colleague.
  return mark?.undid === onlyIf ? 'noop' : 'superseded';
}

/** All that is left to do, in order. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  const { pointer, target, failure, isNoted, isCarriedFirst } = observed;
  if (failure) return { steps: [] };
  const ended = settled(pointer, desired);
  if (ended === 'superseded') return { steps: [] };
  if (ended === 'noop') return { steps: unfinished(observed) };
  if (ended === 'rolled-back')
    return { steps: after({ from: pointer.mark?.undid ?? '', to: pointer.release ?? '' }, observed) };
  const { release: from } = pointer;
  if (!from || !target) return { steps: [] };
  const to = target.id;
  const files = isCarriedFirst ? 0 : filesFirst(observed);
  return {
    steps: [
      ...(files > 0 ? [{ do: 'carry-first', from, into: to, files } as const] : []),
      ...(isNoted ? [] : [{ do: 'note', from, to } as const]),
      { do: 'move', from, to },
      ...after({ from, to }, files > 0 ? { ...observed, isCarried: true } : observed),
    ],
  };
}

/** What the run that moved the pointer there has left where it was cut short: for all else one look is enough. */
function unfinished(observed: Observed): readonly Step[] {
  const { release: to, mark } = observed.pointer;
  return to === undefined ? [] : after({ from: mark?.undid ?? '', to }, { ...observed, isServed: true });
}

/**
 * How many files are copied before the move: by the origin path edges follow within minutes, one after another, and pages of both releases ask
 * any of them. Under a store users are back within seconds of the write, which waits for nothing.
 */
function filesFirst(observed: Observed): number {
  return observed.pointer.kind === 'origin-path' ? filesToCarry(observed) : 0;
}

/**
 * Those that were live last have these files by their promotions. All that users have found so far is there again, whosever tabs need it; and an
 * edge that does not follow yet serves what pages of the others name.
 */
function filesToCarry({ isCarried, undone, target }: Observed): number {
  if (isCarried || !undone || !target) return 0;
  return toCarry(undone, target, 'all').files.length + toCarry(target, undone).files.length;
}

/** What follows once the pointer is back. */
function after({ from, to }: { readonly from: string; readonly to: string }, observed: Observed): readonly Step[] {
  const { pointer, isLate, isCarried, isSpread, isServed } = observed;
  const files = filesToCarry(observed);
  return [
    ...(files > 0 ? [{ do: 'carry', from, into: to, files } as const] : []),
    // Of a store AWS tells nothing that could be waited for, and paths in the cache name their release.
    ...(isSpread || pointer.kind === 'key-value-store' ? [] : [{ do: 'spread', release: to } as const]),
    ...(isServed ? [] : [{ do: 'await-served', release: to } as const]),
    ...(isLate && !isCarried ? [{ do: 'carry-late', from, into: to } as const] : []),
  ];
}

/** How it ended, once nothing is left to do. */
export function outcomeOf({ pointer, failure, isUnreadable }: Observed, desired: Desired): Outcome {
  const ended = settled(pointer, desired);
  if (!failure) return ended ?? 'noop';
  if (isUnreadable) return 'unknown';
  const kind = kindOf(failure);
  if (kind === 'superseded' || kind === 'unknown') return kind;
  // The pointer is where it should be, and that users follow was not seen.
  return ended === 'rolled-back' ? 'rollback-failed' : 'failed';
}
