import { showDuration } from '@actions-aws/action';
import {
  type ActiveHook,
  dueAt,
  type Hook,
  type Pause,
  pausesIn,
  pausesOf,
  progressOf,
  type ServiceDeployment,
} from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { isHeldAt, watchedMs } from './shares.ts';
import type { Desired, Observed } from './state.ts';

/** How long a proof may take at the least before its pause ends, in milliseconds: what comes after it takes some time, too. */
const MARGIN_MS = 30_000;

/** The pauses that wait for an answer, and have none of ours yet. */
export function openPauses({ ours, answered }: Pick<Observed, 'ours' | 'answered'>): readonly Pause[] {
  return ours?.deployment ? pausesOf(ours.deployment).filter(({ id }) => !answered.includes(id)) : [];
}

/** Whether the checks of the test listener are still due. */
export function mustSmoke({ smoked, service }: Pick<Observed, 'smoked' | 'service'>, { smoke }: Desired): boolean {
  return smoke.length > 0 && !smoked && service.configuration.strategy !== 'ROLLING';
}

/** Stages that pause before users get new tasks, in their order. RECONCILE_SERVICE, which few deployments have, is not counted on. */
const STAGES_BEFORE_USERS = [
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
] as const;

/**
 * Whether a pause keeps users from a deployment, or kept them until it was over: of those that it has before them not all were gone on from.
 * What hooks came to is in its details (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHookDetail.html); they
 * do not name their stage, but come in one order.
 */
export function isKeptFromUsers({ configuration, hooks }: ServiceDeployment): boolean {
  if (configuration.strategy === 'ROLLING') return false;
  return hooks.filter(isPassed).length < stagesBeforeUsers(pausesIn(configuration)).length;
}

/** The stages before users at which these pauses are. */
export function stagesBeforeUsers(pauses: readonly Hook[]): readonly string[] {
  return STAGES_BEFORE_USERS.filter((stage) => pauses.some(({ stages }) => stages.includes(stage)));
}

/** Whether a deployment went on from a pause. */
export function isPassed({ type, status, timeoutAction }: ActiveHook): boolean {
  return type === 'PAUSE' && (status === 'SUCCEEDED' || (status === 'TIMED_OUT' && timeoutAction !== 'ROLLBACK'));
}

/**
 * Whether no pause is left between users and a deployment that has not stood `smoke`: its test listener leads to it, and another hand has
 * answered the pause at which that was due. It is proved at once, since what is proved later meets more users.
 */
export function isPassedOver(
  deployment: ServiceDeployment,
  observed: Pick<Observed, 'smoked' | 'service'>,
  desired: Desired,
): boolean {
  if (!mustSmoke(observed, desired) || progressOf(deployment) !== 'under way') return false;
  const { testWeight = 0, productionWeight = 0 } = deployment.target;
  return productionWeight > 0 || (testWeight >= 100 && !isKeptFromUsers(deployment));
}

/**
 * Whether users may get a deployment once it goes on from the pause at which it waits: no other pause is left before them. The stage that a
 * deployment tells lacks PRE_PRODUCTION_TRAFFIC_SHIFT, so that it does not decide
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html).
 */
function isLastBeforeUsers(
  { configuration, hooks }: ServiceDeployment,
  { service }: Pick<Observed, 'service'>,
): boolean {
  const own = pausesIn(configuration);
  // It waits at one: where its own configuration tells of none, that is left out.
  const pauses = own.length > 0 ? own : pausesIn(service.configuration);
  return hooks.filter(isPassed).length + 1 >= stagesBeforeUsers(pauses).length;
}

/** What is wrong with the pause that a deployment waits at, so that nothing can be proved there; it is answered with ROLLBACK. */
export function wrongPause(deployment: ServiceDeployment, seen: Observed, desired: Desired): Failure | undefined {
  const { service } = desired.name;
  const { target } = deployment;
  const pauses = openPauses(seen);
  const [pause, ...others] = pauses;
  const unsafe = (message: string, hint: string): Failure => ({ code: 'unsafe', message, hint });
  if (others.length > 0) {
    return unsafe(
      `${pauses.length} pauses of the deployment of ${service} wait at once, and do not tell which is which.`,
      'Leave one PAUSE hook at each stage.',
    );
  }
  if (pause?.timeoutAction !== 'ROLLBACK') {
    return unsafe(
      `The pause of ${service} ends by ${pause?.timeoutAction || 'an action that AWS does not name'} when no answer comes, so that a run that is killed would leave users to what is not proved.`,
      'Set `timeoutConfiguration.action` of each PAUSE hook to ROLLBACK.',
    );
  }
  if (seen.service.configuration.strategy === 'ROLLING') return undefined;
  const due = dueAt(target);
  if (due.is === 'unknown') {
    return unsafe(
      `AWS does not say how many users have the new tasks of ${service} at its pause.`,
      'Run the job again.',
    );
  }
  const mustBeTested = mustSmoke(seen, desired) || isHeldAt(0, desired);
  const isUntold = target.testWeight === undefined || isLastBeforeUsers(deployment, seen);
  if (due.is === 'nothing' && mustBeTested && isUntold) {
    return unsafe(
      `AWS does not say that the test listener of ${service} leads to the new tasks, at a pause after which users may get them.`,
      'Look at `testListenerRule` of its load balancer, and run the job again.',
    );
  }
  const hasUsers = due.is === 'gate' || due.is === 'last gate';
  if (hasUsers && mustSmoke(seen, desired) && (target.testWeight ?? 0) < 100) {
    return unsafe(
      `${target.productionWeight}% of the users of ${service} have the new tasks, and its test listener does not, so that \`smoke\` has nothing to ask.`,
      'Add a pause at POST_TEST_TRAFFIC_SHIFT (see *Infrastructure* in the README).',
    );
  }
  const needed = (due.is === 'gate' ? watchedMs(due.share, desired) : 0) + MARGIN_MS;
  const left = (pause.expiresAt ?? Number.POSITIVE_INFINITY) - seen.at;
  if (due.is === 'nothing' || left >= needed) return undefined;
  return unsafe(
    `The pause of ${service} ends in ${showDuration(Math.max(0, left))}, before what has to hold there can be seen, which takes ${showDuration(needed)}.`,
    'Raise `timeoutInMinutes` of the hook.',
  );
}
