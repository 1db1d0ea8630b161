import { isSameRun, kindOf } from '@actions-aws/promotion';
import type { Pointer } from '@actions-aws/site';
import type { Desired, Observed } from './state.ts';

/** The action's name, as its marks have it. */
export const ACTION = 'frontend-promote';

/** Whose write the pointer holds: this attempt's; an earlier attempt's of the same workflow run; or another's. */
export function writer(
  app: Pointer,
  { staged, deployer }: Pick<Desired, 'staged' | 'deployer'>,
): 'us' | 'predecessor' | 'other' {
  const { mark, release } = app;
  if (!mark?.owner || mark.by !== ACTION || mark.undid || release !== staged.release) return 'other';
  if (mark.owner.nonce === deployer.owner.nonce) return 'us';
  return isSameRun(deployer.owner, mark.owner) ? 'predecessor' : 'other';
}

/**
 * Whether the pointer must be taken back, once something went wrong. What a predecessor moved, only if it fails its proof: it may have
 * been live and well since, and a second attempt that is cancelled says nothing against it.
 */
export function mustUndo({ app, failure }: Pick<Observed, 'app' | 'failure'>, desired: Desired): boolean {
  const by = writer(app, desired);
  if (by !== 'predecessor') return by === 'us';
  return failure !== undefined && kindOf(failure) === 'proof';
}

/** Whether the pointer must still move. */
export function moves({ app }: Pick<Observed, 'app'>, { staged }: Pick<Desired, 'staged'>): boolean {
  return app.release !== staged.release;
}

/** Whether TEST still serves what was staged, by the very write that staged it: what other jobs tested is that. */
export function isStillStaged(test: Pointer, { staged }: Pick<Desired, 'staged'>): boolean {
  return test.release === staged.release && test.mark?.owner?.nonce === staged.nonce;
}
