import { isInFlight, judgeHook, pausesIn } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { shareOf } from './drive.ts';
import { isPassed, openPauses, stagesBeforeUsers } from './pause.ts';
import type { Observed } from './state.ts';
import { hasKept } from './undo.ts';

/** How a step of the way back failed. */
export interface StuckBy {
  readonly failure: Failure;
  /** It wrote, and what came of that could not be read. */
  readonly isUncertain: boolean;
  /** What is observed was seen by this very step. */
  readonly isFresh: boolean;
  /** When, in milliseconds since the epoch. */
  readonly now: number;
}

/** What is observed where the way back failed: it is tried no more. */
export function stuck(observed: Observed, by: StuckBy): Observed {
  const { failure, isUncertain } = by;
  const message = `${observed.failure?.message ?? ''} Going back failed as well: ${failure.message}`.trim();
  return {
    ...observed,
    back: 'stuck',
    unreadable: observed.unreadable || isUncertain || isLost(observed, by),
    failure: { ...(observed.failure ?? failure), message },
    remedy: isRefusal(failure) ? (failure.hint ?? '') : '',
  };
}

/** Whether AWS refused a call for who makes it, and so has done nothing of it. */
export function isRefusal({ code }: Pick<Failure, 'code'>): boolean {
  return code === 'not-allowed' || code === 'credentials-invalid';
}

/** Whether what was seen last does not say any more where users are: a deployment that is under way goes on by itself. */
function isLost(observed: Observed, { failure, isFresh, now }: StuckBy): boolean {
  const isUnavailable = failure.code === 'unavailable';
  const deployment = observed.ours?.deployment;
  if (deployment && !isInFlight(deployment)) return isUnavailable;
  const hasUsersNow = isFresh && !isUnavailable && deployment !== undefined && hasKept(deployment, observed);
  return !hasUsersNow && !waits(observed, now) && !isKeptOut(observed);
}

/** Whether our deployment is at a pause whose timeout takes it back, and that is still to come. */
export function waits(observed: Pick<Observed, 'ours' | 'answered' | 'inDoubt'>, now: number): boolean {
  return openPauses(observed).some(
    ({ id, timeoutAction, expiresAt = Number.POSITIVE_INFINITY }) =>
      timeoutAction === 'ROLLBACK' && now < expiresAt && !observed.inDoubt.includes(id),
  );
}

/**
 * Whether a pause that takes our deployment back when its time is up is still between it and users, also where nothing was seen since some
 * pauses were answered.
 */
export function isKeptOut({
  ours,
  service,
  answered,
  inDoubt,
}: Pick<Observed, 'ours' | 'service' | 'answered' | 'inDoubt'>): boolean {
  const { configuration, hooks } = ours?.deployment ?? { configuration: service.configuration, hooks: [] };
  if (configuration.strategy === 'ROLLING' || shareOf(ours?.deployment) > 0) return false;
  const safe = pausesIn(configuration).filter(({ timeoutAction = 'ROLLBACK' }) => timeoutAction === 'ROLLBACK');
  const unsafe = hooks.filter((hook) => judgeHook(hook).is === 'act' && hook.timeoutAction !== 'ROLLBACK');
  const since = [...new Set([...answered, ...inDoubt])].filter(
    (id) => !hooks.some((hook) => hook.id === id && isPassed(hook)),
  );
  return hooks.filter(isPassed).length + since.length + unsafe.length < stagesBeforeUsers(safe).length;
}
