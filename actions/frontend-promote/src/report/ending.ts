import type { End, Failure, Outcome } from '@actions-aws/promotion';
import { lookAtPointer, type Pointer } from '@actions-aws/site';
import type { Step } from '../plan/state.ts';
import { UNREAD } from '../plan/state.ts';
import type { Result } from '../promote.ts';

/** The end of a promotion, worked out once: log, outputs, report and summary are told from it. */
export interface PromotionEnd extends End<Step> {
  readonly result: Result;
  /** The release that users get because of this run; empty where there is none. */
  readonly promoted: string;
}

/** Works it out. */
export function endOf(result: Result): PromotionEnd {
  const { participant, outcome } = result;
  const { desired, planned, done } = participant;
  return {
    result,
    key: desired.app,
    name: `APP (${desired.app})`,
    outcome,
    previous: previousOf(result),
    usersReach: usersReach(result),
    failure: failureOf(result),
    planned,
    done,
    promoted: outcome === 'promoted' ? desired.staged.release : '',
  };
}

/** What matters most, in whichever way it ended. */
function usersReach({ participant: { before, observed }, outcome }: Result): string {
  const { kind, release, raw } = observed.app;
  if (outcome === 'unknown') return 'It is not known which release users get.';
  if (observed.app.etag === UNREAD) return 'Which release users get was not looked at.';
  if (release === undefined)
    return `APP has no release yet: ${kind === 'origin-path' ? 'its OriginPath' : 'the key `release` of its store'} is ${raw || 'empty'}.`;
  if (observed.restored) {
    return observed.isBackEverywhere === 'yes'
      ? `Users are back on the release ${release}.`
      : `The pointer is back on the release ${release}; edges follow one after another, within ${kind === 'origin-path' ? 'minutes' : 'seconds'}.`;
  }
  // The run that won may have moved them since.
  if (outcome === 'superseded') return `Users were on the release ${release} when this run last looked.`;
  return release === before.app.release ? `Users stay on the release ${release}.` : `Users get the release ${release}.`;
}

/** What users had before: on a re-run after a crash, the pointer itself remembers. */
function previousOf({ participant: { before, desired } }: Result): string {
  const { release, mark } = before.app;
  if (release !== desired.staged.release) return release ?? '';
  return (mark?.undid ? undefined : mark?.from) ?? '';
}

/** Why it did not go well, and what to do; nothing when it did. */
function failureOf({ participant, outcome }: Result): Failure | undefined {
  const { observed, desired, refusal } = participant;
  if (refusal) return refusal;
  const { failure, app } = observed;
  if (!failure) return undefined;
  if (outcome === 'unknown') return unreadable(failure, desired.app, app.kind);
  if (outcome !== 'rollback-failed') return failure;
  const isFirst = app.mark !== undefined && !app.mark.from;
  const why = isFirst
    ? 'It was the first promotion: there is nothing to go back to.'
    : app.mark
      ? 'It could not be moved back.'
      : 'Its mark was rewritten by another writer meanwhile, so the pointer was left as it is.';
  return {
    ...failure,
    message: `${failure.message} The release ${app.release} is live on ${desired.app}. ${why}`,
    hint: isFirst ? 'Promote a release that works.' : 'Run frontend-rollback now.',
  };
}

function unreadable(failure: Failure, app: string, kind: Pointer['kind']): Failure {
  return {
    ...failure,
    message: `${failure.message} What the pointer of ${app} holds could not be read.`,
    hint: `${lookAtPointer(app, kind)} Run this job again: it goes on from there.`,
  };
}

/** What each ending means, in a few words. */
export const ENDINGS: Readonly<Record<Outcome, string>> = {
  promoted: 'users get the new release',
  noop: 'users had this release already; the pointer was left there',
  planned: 'a dry run; nothing was written',
  held: 'stopped where it was told to',
  rejected: 'the release did not stand its proof; this run did not move the pointer',
  superseded: 'another deployment won; its work was left alone',
  failed: 'an error; this run did not move the pointer',
  'rolled-back': 'users had met the new release, and the pointer is back on the one before',
  'rollback-failed': 'the candidate is still live, and should not be',
  unknown: 'what the pointer holds is not known',
};
