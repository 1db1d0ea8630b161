/**
 * How a promotion or a rollback ended; the vocabulary that every action of the suite reports.
 *
 * - `promoted`: the pointer is on the candidate, and was proved there
 * - `noop`: the pointer was there already
 * - `planned`: a dry run; nothing was written
 * - `held`: stopped where it was told to
 * - `rejected`: a proof failed, and the pointer never moved
 * - `superseded`: another deployer, or a newer run, won; nothing of theirs was touched
 * - `failed`: an error, and the pointer never moved
 * - `rolled-back`: the pointer moved, and was moved back
 * - `rollback-failed`: what we wrote is still live, and should not be
 * - `unknown`: the pointer could not be read
 */
export type Outcome =
  | 'promoted'
  | 'noop'
  | 'planned'
  | 'held'
  | 'rejected'
  | 'superseded'
  | 'failed'
  | 'rolled-back'
  | 'rollback-failed'
  | 'unknown';

const GREEN: Readonly<Record<'promote' | 'rollback', readonly Outcome[]>> = {
  promote: ['promoted', 'noop', 'planned', 'held'],
  rollback: ['rolled-back', 'noop', 'planned'],
};

/** Whether a step of a workflow that ended so is green. For a rollback, `rolled-back` is what was asked for. */
export function isGreen(outcome: Outcome, purpose: 'promote' | 'rollback'): boolean {
  return GREEN[purpose].includes(outcome);
}
