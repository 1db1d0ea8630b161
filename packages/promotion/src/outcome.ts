/**
 * How a promotion or a rollback ended; the vocabulary that every action of the suite reports.
 *
 * - `promoted`: the pointer is on the candidate, and was proved there
 * - `noop`: the pointer was there already
 * - `planned`: a dry run; nothing was written
 * - `held`: stopped where it was told to
 * - `rejected`: a proof failed before we moved the pointer
 * - `superseded`: another deployer, or a newer run, won; what is theirs was left alone, and what we had moved is back
 * - `failed`: an error before we moved the pointer
 * - `rolled-back`: the pointer moved, were it for some of the users only, and was moved back
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

/** What users should know first comes first. A rollback that failed for one is worse than that others went back. */
const WORST_FIRST: Readonly<Record<'promote' | 'rollback', readonly Outcome[]>> = {
  promote: [
    'unknown',
    'rollback-failed',
    'superseded',
    'rolled-back',
    'rejected',
    'failed',
    'planned',
    'held',
    'promoted',
    'noop',
  ],
  rollback: ['unknown', 'rollback-failed', 'superseded', 'failed', 'planned', 'rolled-back', 'noop'],
};

/** The outcome of all that move together is that of the one that ended worst; `noop` where there are none. */
export function worstOf(outcomes: readonly Outcome[], purpose: 'promote' | 'rollback'): Outcome {
  if (outcomes.length === 0) return 'noop';
  return WORST_FIRST[purpose].find((one) => outcomes.includes(one)) ?? 'failed';
}

const GREEN: Readonly<Record<'promote' | 'rollback', readonly Outcome[]>> = {
  promote: ['promoted', 'noop', 'planned', 'held'],
  rollback: ['rolled-back', 'noop', 'planned'],
};

/** Whether a step of a workflow that ended so is green. For a rollback, `rolled-back` is what was asked for. */
export function isGreen(outcome: Outcome, purpose: 'promote' | 'rollback'): boolean {
  return GREEN[purpose].includes(outcome);
}
