import { showTime } from '@actions-aws/action';
import { endOfArn, primaryOf, revisionId } from '@actions-aws/ecs';
import type { End, Failure, Outcome } from '@actions-aws/promotion';
import type { Result } from '../deploy.ts';
import { shareOf } from '../plan/drive.ts';
import { openPauses } from '../plan/pause.ts';
import type { Observed, Step } from '../plan/state.ts';
import { isRefusal } from '../plan/stuck.ts';
import { isLeftToEcs, isSplit } from '../plan/undo.ts';
import { isLeftToPost } from '../post/interrupted.ts';

/** The end of a deployment, worked out once: log, outputs, report and summary are told from it. */
export interface DeployEnd extends End<Step> {
  readonly result: Result;
  /** Id of the revision that this run set out to promote. */
  readonly revision: string;
  /** Id of the revision that users, or some of them, are on because of this run; empty where there is none. */
  readonly promoted: string;
  /** Of the users, in percent; `undefined` where that is not known. */
  readonly share: number | undefined;
  /** When a held deployment is rolled back; empty unless it is held. */
  readonly expiresAt: string;
}

/** Works it out. */
export function endOf(result: Result): DeployEnd {
  const { participant, outcome } = result;
  const { desired, planned, done, observed } = participant;
  const revision = revisionId(observed.ours?.revision ?? '');
  const share = outcome === 'unknown' ? undefined : shareAtEnd(result);
  return {
    result,
    key: desired.name.service,
    name: desired.name.service,
    outcome,
    previous: revisionId(observed.before?.revision.arn ?? ''),
    usersReach: usersReach(result, share ?? 0),
    failure: failureOf(result),
    planned,
    done,
    revision,
    promoted: share ? revision : '',
    share,
    expiresAt: outcome === 'held' ? expiryOf(result) : '',
  };
}

function shareAtEnd({ outcome, participant: { observed } }: Result): number {
  if (outcome === 'promoted') return 100;
  if (outcome === 'rollback-failed' && observed.brings !== undefined) return observed.brings;
  if (outcome === 'held' || outcome === 'rollback-failed') return shareOf(observed.ours?.deployment) || 0;
  return 0;
}

/** What matters most, in whichever way it ended. */
function usersReach({ participant: { observed, desired }, outcome }: Result, share: number): string {
  const { service } = desired.name;
  const before = revisionId(observed.before?.revision.arn ?? '');
  const ours = revisionId(observed.ours?.revision ?? '');
  const was = before ? `the revision ${before}` : 'what was there before';
  switch (outcome) {
    case 'promoted':
      return `All users of ${service} are on the revision ${ours}.`;
    case 'noop':
    case 'planned':
    case 'rejected':
    case 'failed':
      return `Users of ${service} are on ${was}.`;
    case 'held':
      return share === 0
        ? `Users of ${service} are on ${was}; the revision ${ours} waits behind the test listener.`
        : `${share}% of the users of ${service} are on the revision ${ours}, and the others on ${was}.`;
    case 'rolled-back':
      if (!observed.ours)
        return `No user of ${service} has the new tasks any more: another deployment took their place.`;
      return observed.back === 'not waited for'
        ? `ECS takes the users of ${service} back to ${was}; that was not waited for.`
        : `All users of ${service} are back on ${was}.`;
    case 'superseded':
      return `Users of ${service} were left to the other deployment.`;
    case 'rollback-failed':
      return `Users of ${service}, or ${share}% of them, are on the revision ${ours}.`;
    case 'unknown':
      return `It is not known which revision users of ${service} are on.`;
  }
}

/** When the pause that it waits at is rolled back; empty where it waits at none, or AWS does not say. */
function expiryOf({ participant: { observed } }: Result): string {
  const [pause] = openPauses(observed);
  return pause?.expiresAt === undefined ? '' : showTime(pause.expiresAt);
}

/** Why it did not go well, and what to do; nothing when it did. */
function failureOf(result: Result): Failure | undefined {
  const { participant, outcome } = result;
  const { observed, refusal } = participant;
  if (refusal) return refusal;
  const { failure } = observed;
  if (!failure) return undefined;
  if (outcome === 'unknown') return unknown(failure, result);
  const pause = pauseInWords(observed);
  if (outcome === 'rollback-failed' && isSplit(observed)) {
    return {
      ...failure,
      message: `${failure.message} ECS begins no deployment as long as they are so: none takes users back.`,
    };
  }
  if (outcome === 'rollback-failed') {
    const why = observed.before
      ? `It could not be taken back${pause && `; ${pause}`}.`
      : 'There is no revision before to go back to.';
    if (observed.back !== 'left at its pauses') {
      const hint = `Run ecs-rollback now. ${observed.remedy}`.trim();
      return { ...failure, message: `${failure.message} ${why}`, hint };
    }
    return {
      ...failure,
      message: `${failure.message} The deployment that takes users back pauses, and this run had to end before its end: the end of the job goes on with it for some minutes.`,
      hint: 'Look how the job ends. Where that has not seen users back, run the job again, or run ecs-rollback now: the timeout of a pause leaves users to what failed.',
    };
  }
  if (!isLeftToPost(observed)) return failure;
  return {
    ...failure,
    message: `${failure.message} No user has the new tasks; ${pause || 'the timeout of their pause takes them back'}.`,
    ...(observed.remedy && { hint: observed.remedy }),
  };
}

/** Why it is not known which tasks users have, and how to find out. */
function unknown(failure: Failure, { participant: { observed, desired } }: Result): Failure {
  const { cluster, service } = desired.name;
  const remedy = observed.remedy || (isRefusal(failure) ? failure.hint : '');
  const look = `${remedy} Look with aws ecs describe-services --cluster ${cluster} --services ${service}`.trim();
  if (observed.back === 'stuck' || observed.unreadable) {
    const id = revisionId(observed.ours?.revision ?? '');
    const back = id ? `To take it back run ecs-rollback with \`only-if: ${id}\`; or run` : 'Run';
    return {
      ...failure,
      message: `${failure.message} What ${service} does by now is not known: it was not seen to go back, and users may have the new tasks.`,
      hint: `${look}. ${back} this job again: it goes on from there.`,
    };
  }
  const rest = isLeftToEcs(observed, desired)
    ? 'all users are on the new tasks, which were proved, and ECS stops the old ones'
    : 'ECS is taking its users back';
  return {
    ...failure,
    message: `${failure.message} What the service ${service} does was not waited for: ${rest}.`,
    hint: `${look}, and run this job again: it goes on from there.`,
  };
}

/** What becomes of a deployment that waits at a pause which takes it back; empty where it waits at none. */
function pauseInWords(observed: Observed): string {
  const [pause] = openPauses(observed).filter(({ timeoutAction }) => timeoutAction === 'ROLLBACK');
  if (!pause || observed.back !== 'stuck') return '';
  return `the timeout of its pause takes it back${pause.expiresAt === undefined ? '' : ` at ${showTime(pause.expiresAt)}`}`;
}

/** Family and revision of what this run registered; empty where it registered none. */
export function registeredIn({ participant: { observed } }: Result): string {
  const { registered, ours, service } = observed;
  if (registered) return `${registered.family}:${registered.revision}`;
  const asked = ours?.isAdopted ? (primaryOf(service)?.taskDefinition ?? '') : '';
  return endOfArn(asked);
}

/** What each ending means, in a few words. */
export const ENDINGS: Readonly<Record<Outcome, string>> = {
  promoted: 'all users are on the new revision, and no old task runs',
  noop: 'what is live has this very content; nothing was written',
  planned: 'a dry run; nothing was written',
  held: 'stopped where it was told to',
  rejected: 'the new tasks did not stand their proof; no user met them',
  superseded: 'another deployment won; it was left alone',
  failed: 'an error; no user met the new tasks',
  'rolled-back': 'users had met the new tasks, or may have, and are back',
  'rollback-failed': 'users are on the new tasks, and should not be',
  unknown: 'what the service does is not known',
};
