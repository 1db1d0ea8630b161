import { type Deployer, isAheadOf, type Mark, type Order, type Owner } from '@actions-aws/promotion';
import type { Pointer, PointerContent } from './pointer.ts';

/** What to write to move a pointer on: to a release, from what it holds. */
export function movingTo(
  current: Pick<Pointer, 'release'>,
  release: string,
  by: { readonly action: string; readonly deployer: Deployer; readonly proof?: string | undefined },
): PointerContent {
  const { action, deployer, proof } = by;
  const { release: from } = current;
  const mark: Mark = { by: action, ...deployer, to: release, ...(from && { from }), ...(proof && { proof }) };
  return { release, mark };
}

/**
 * What to write to go back from what a pointer holds. It keeps the order of the run that is taken back, so that a run older than that
 * one, still under way, does not slip in. It has no `from`: a release that was taken back is nothing to go back to.
 */
export function backTo(
  current: Pick<Pointer, 'release' | 'mark'>,
  release: string,
  by: { readonly action: string; readonly owner: Owner /** Milliseconds since the epoch. */; readonly at: number },
): PointerContent {
  const { action, owner, at } = by;
  const { order } = current.mark ?? {};
  const { release: undid } = current;
  return { release, mark: { by: action, owner, to: release, at, ...(undid && { undid }), ...(order && { order }) } };
}

/**
 * What to write where a pointer holds the release already that a run was to bring: the same, by its own writer, with the order of this run, so
 * that a run between the two does not take the release from users. Nothing where the order is as new, or of another workflow.
 */
export function claiming(
  { release, mark }: Pick<Pointer, 'release' | 'mark'>,
  order: Order | undefined,
): PointerContent | undefined {
  if (release === undefined || !mark?.owner || !order) return undefined;
  return isAheadOf(order, mark.order) ? { release, mark: { ...mark, order } } : undefined;
}

/** Whether a pointer holds the release that it held, by the write that put it there, so that no user notices what else has changed of it. */
export function isSameMove(
  found: Pick<Pointer, 'release' | 'mark'>,
  before: Pick<Pointer, 'release' | 'mark'>,
): boolean {
  const [now, then] = [found.mark, before.mark];
  return found.release === before.release && now?.owner?.nonce === then?.owner?.nonce && now?.at === then?.at;
}

/** Whether a pointer holds what it held before, by the same writer. */
export function isSamePointer(found: Pointer, before: Pointer): boolean {
  return (
    found.raw === before.raw &&
    found.mark?.owner?.nonce === before.mark?.owner?.nonce &&
    found.mark?.at === before.mark?.at &&
    isSameOrder(found.mark?.order, before.mark?.order)
  );
}

/** Whether a pointer holds just this, by the writer that it names: then a write was done whose answer was lost. */
export function isWrittenBy(found: Pointer, { release, mark }: PointerContent): boolean {
  const written = found.mark;
  return (
    found.release === release &&
    written?.owner !== undefined &&
    written.owner.nonce === mark.owner?.nonce &&
    written.undid === mark.undid &&
    // On a way back a comment that is too long may have lost it.
    (mark.undid !== undefined || isSameOrder(written.order, mark.order))
  );
}

function isSameOrder(a: Order | undefined, b: Order | undefined): boolean {
  return a?.workflow === b?.workflow && a?.number === b?.number;
}
