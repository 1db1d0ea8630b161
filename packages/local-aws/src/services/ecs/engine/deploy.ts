import { drawn } from '../../../kernel/drawn.ts';
import type { DeploymentRecord, DeploymentStatus, Revision, Stage } from '../state.ts';
import { end } from './end.ts';
import { called, say } from './events.ts';
import { unstoppedOf } from './health.ts';
import { awaited, closeHooks, expire } from './hooks.ts';
import { isDue, type Moment, targetOf, underWay } from './moment.ts';
import { endMonitors, startMonitors, type Verdict, verdictOf } from './monitors.ts';
import { networkProblem } from './network.ts';
import { beginRollback, rollBack } from './rollback.ts';
import { enter, firstStage, isStageOver, nextStage, reconcile, stageLimit } from './stages.ts';
import { freeTargetGroups, servingTargetGroups } from './weights.ts';

/** Goes on with the service deployment that is the turn's. Says whether anything happened. */
export function progress(moment: Moment): boolean {
  const [current] = underWay(moment.service);
  return current ? (byStatus[current.status]?.(moment, current) ?? false) : false;
}

type Step = (moment: Moment, deployment: DeploymentRecord) => boolean;

const byStatus: Readonly<Partial<Record<DeploymentStatus, Step>>> = {
  PENDING: whenDue(begin),
  IN_PROGRESS: goOn,
  STOP_REQUESTED: whenDue(halt),
  ROLLBACK_REQUESTED: rollBackOrEnd,
  ROLLBACK_IN_PROGRESS: rollBack,
};

function whenDue(act: (moment: Moment, deployment: DeploymentRecord) => void): Step {
  return (moment, deployment) => {
    if (!isDue(moment, deployment)) return false;
    act(moment, deployment);
    return true;
  };
}

function begin(moment: Moment, deployment: DeploymentRecord): void {
  const { service, at } = moment;
  const target = targetOf(moment, deployment);
  deployment.status = 'IN_PROGRESS';
  deployment.started = at;
  const isRolling = deployment.strategy === 'ROLLING';
  // One whose tasks have not all stopped, since its users had just been led away, is ACTIVE as well.
  const isActive = (revision: Revision) => revision.scaled || (!isRolling && unstoppedOf(moment, revision).length > 0);
  deployment.sources = service.revisions.filter((one) => one.id !== target.id && isActive(one)).map(({ id }) => id);
  target.targetGroups = isRolling ? servingTargetGroups(moment, target) : freeTargetGroups(moment, target);
  if (!isRolling) deployment.productionWeight = 0;
  startMonitors(moment, deployment);
  go(moment, deployment, firstStage(moment, deployment));
}

/** Goes to a stage; before anything is shifted, ECS looks at what it shifts. */
function go(moment: Moment, deployment: DeploymentRecord, stage: Stage): void {
  const problem = stage === 'PRE_SCALE_UP' && deployment.strategy !== 'ROLLING' && networkProblem(moment, deployment);
  if (problem) beginRollback(moment, deployment, problem);
  else enter(moment, deployment, stage);
}

/**
 * A rollback that was asked for. ROLLBACK_REQUESTED "can move to SUCCESSFUL, ROLLBACK_IN_PROGRESS, and STOPPED"
 * (service-deployment.html): when it is too late is not said. Here it may be, by the seed, from CLEAN_UP on.
 */
function rollBackOrEnd(moment: Moment, deployment: DeploymentRecord): boolean {
  if (!isDue(moment, deployment)) return false;
  if (!isTooLate(moment, deployment)) {
    beginRollback(moment, deployment, deployment.statusReason ?? '');
    return true;
  }
  if (!isStageOver(moment, deployment)) return false;
  succeed(moment, deployment);
  return true;
}

function isTooLate({ place }: Moment, { stage, id }: DeploymentRecord): boolean {
  const { guesses, pace } = place.state;
  if (stage !== 'CLEAN_UP') return false;
  if (guesses.rollbackAtCleanUp !== 'seed') return guesses.rollbackAtCleanUp === 'ends';
  return drawn(pace.seed, `rollback at clean-up ${id}`) < 0.5;
}

function goOn(moment: Moment, deployment: DeploymentRecord): boolean {
  const verdict = verdictOf(moment, deployment);
  if (verdict) {
    fail(moment, deployment, verdict);
    return true;
  }
  const waiting = awaited(deployment).length;
  if (expire(moment, deployment)) {
    // The text is ECS's own: troubleshooting-blue-green.html
    beginRollback(
      moment,
      deployment,
      `Service deployment rolled back because ${deployment.stage} pause hook timed out.`,
    );
    return true;
  }
  if (reconcile(moment, deployment)) return true;
  if (isStageOver(moment, deployment)) {
    const next = nextStage(deployment);
    if (next === undefined) succeed(moment, deployment);
    else go(moment, deployment, next);
    return true;
  }
  const limit = stageLimit(deployment);
  if (limit === undefined || limit > moment.at) return waiting !== awaited(deployment).length;
  beginRollback(moment, deployment, `Service deployment rolled back because ${deployment.stage} took 24 hours.`);
  return true;
}

/**
 * "STOP_REQUESTED: … The rollback option is not in use for the failure detection mechanism (the circuit breaker or
 * alarm-based) and the service does not reach the SUCCESSFUL state": service-deployment.html
 */
function fail(moment: Moment, deployment: DeploymentRecord, { rollout, reason, rollback }: Verdict): void {
  const { place, at } = moment;
  const target = targetOf(moment, deployment);
  target.rollout = 'FAILED';
  target.rolloutReason = rollout;
  target.updated = at;
  say(moment, `${called(moment)} (deployment ecs-svc/${target.id}) deployment failed: ${rollout}`);
  if (rollback) {
    beginRollback(moment, deployment, reason);
    return;
  }
  deployment.status = 'STOP_REQUESTED';
  deployment.statusReason = rollout;
  deployment.updated = at;
  deployment.until = at + place.state.pace.react;
  closeHooks(deployment);
  endMonitors(deployment);
}

/**
 * "The rollback option is not in use for the failure detection mechanism … and the service fails", or it was superseded: stoppedAt. What has come to
 * its end by then is SUCCESSFUL: one is stopped where it "does not reach the SUCCESSFUL state" (service-deployment.html).
 */
function halt(moment: Moment, deployment: DeploymentRecord): void {
  if (deployment.stage === 'CLEAN_UP' && isStageOver(moment, deployment)) {
    succeed(moment, deployment);
    return;
  }
  end(moment, deployment, 'STOPPED');
  deployment.stopped = moment.at;
  closeHooks(deployment);
  endMonitors(deployment);
}

function succeed(moment: Moment, deployment: DeploymentRecord): void {
  const { service, at } = moment;
  const target = targetOf(moment, deployment);
  end(moment, deployment, 'SUCCESSFUL');
  deployment.stage = undefined;
  endMonitors(deployment);
  target.rollout = 'COMPLETED';
  target.rolloutReason = `ECS deployment ecs-svc/${target.id} completed.`;
  target.updated = at;
  for (const revision of service.revisions) if (revision.id !== target.id) revision.scaled = false;
  say(moment, `${called(moment)} (deployment ecs-svc/${target.id}) deployment completed.`);
}
