import { revisionOf } from '../place.ts';
import { settingsWith } from '../services/settings.ts';
import type { DeploymentRecord, Revision, Stage } from '../state.ts';
import { end } from './end.ts';
import { called, say } from './events.ts';
import { healthyCount, unstoppedOf } from './health.ts';
import { closeHooks } from './hooks.ts';
import { isDue, lastSuccessful, type Moment, targetOf } from './moment.ts';
import { endMonitors } from './monitors.ts';
import { leadAway } from './stages.ts';
import { shiftProduction, shiftTest } from './weights.ts';

/** Asks for a rollback, which begins a moment later. */
export function requestRollback(
  { place, at }: Pick<Moment, 'place' | 'at'>,
  deployment: DeploymentRecord,
  reason: string,
): void {
  deployment.status = 'ROLLBACK_REQUESTED';
  deployment.statusReason = reason;
  deployment.updated = at;
  deployment.until = at + place.state.pace.react;
  closeHooks(deployment);
  endMonitors(deployment);
}

/**
 * Begins a rollback: to "the last deployment that completed successfully", whose revision is used again. "When the rollback
 * starts, the deployment changes from a COMPLETED to IN_PROGRESS"
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html). What a failure begins, begins
 * at once: ROLLBACK_REQUESTED is of what users ask for (service-deployment.html).
 */
export function beginRollback(moment: Moment, deployment: DeploymentRecord, reason: string): void {
  const { service, at } = moment;
  closeHooks(deployment);
  endMonitors(deployment);
  const back = lastSuccessful(service);
  const target = targetOf(moment, deployment);
  if (target.rollout !== 'FAILED') target.rolloutReason = reason;
  target.rollout = 'FAILED';
  target.updated = at;
  deployment.statusReason = reason;
  deployment.rollback = { reason, started: at, revision: back?.id };
  deployment.updated = at;
  deployment.until = undefined;
  if (!back) {
    // As users have met it: what runs goes on, no task comes to it, and listeners stay as they are.
    deployment.statusReason = `${reason} No rollback candidate was found to run the rollback.`;
    end(moment, deployment, 'ROLLBACK_FAILED');
    deployment.stage = undefined;
    return;
  }
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  back.scaled = true;
  back.rollout = 'IN_PROGRESS';
  // Of the circuit breaker the text is ECS's own; others are worded alike.
  const cause = deployment.breaker === 'TRIGGERED' ? 'ECS deployment circuit breaker' : 'ECS deployment';
  back.rolloutReason = `${cause}: rolling back to deploymentId ecs-svc/${back.id}.`;
  back.updated = at;
  back.throttledUntil = 0;
  // Where a newer deployment waits, the service is as that has it.
  if (service.deployments.at(-1) === deployment) service.settings = settingsWith(service.settings, back.settings);
  service.steady = false;
  say(moment, `${called(moment)} rolling back to (deployment ecs-svc/${back.id}).`);
  go(moment, deployment, 'SCALE_UP');
}

const ORDER: readonly Stage[] = ['SCALE_UP', 'PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP'];

/** Goes on with a rollback. Says whether it did. */
export function rollBack(moment: Moment, deployment: DeploymentRecord): boolean {
  if (!isOver(moment, deployment)) return false;
  const next = ORDER[ORDER.indexOf(deployment.stage!) + 1];
  if (next === undefined) succeed(moment, deployment);
  else go(moment, deployment, next);
  return true;
}

function isOver(moment: Moment, deployment: DeploymentRecord): boolean {
  const { stage } = deployment;
  if (!isDue(moment, deployment)) return false;
  if (stage === 'SCALE_UP') return healthyCount(moment, backTo(moment, deployment)) >= moment.service.desiredCount;
  return stage !== 'CLEAN_UP' || leftBy(moment, deployment).every((one) => unstoppedOf(moment, one).length === 0);
}

/** The revisions that a rollback takes users from: the one that is rolled back, and what RECONCILE_SERVICE had not taken them from by then. */
function leftBy({ service }: Moment, { target, sources, rollback }: DeploymentRecord): readonly Revision[] {
  return service.revisions.filter(({ id }) => id !== rollback?.revision && [target, ...sources].includes(id));
}

function backTo({ service }: Moment, { rollback }: DeploymentRecord): Revision {
  return revisionOf(service, rollback?.revision ?? '');
}

/** TEST_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT "are also invoked during rollback": deployment-lifecycle-hooks.html. */
function go(moment: Moment, deployment: DeploymentRecord, stage: Stage): void {
  const { place, at } = moment;
  const isShifting = deployment.strategy !== 'ROLLING';
  deployment.stage = stage;
  deployment.stageSince = at;
  deployment.updated = at;
  deployment.until = undefined;
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && isShifting && deployment.productionWeight) {
    deployment.exposed = true;
    shiftProduction(moment, deployment, 0);
    deployment.until = at + place.state.pace.shift;
  }
  if (stage === 'TEST_TRAFFIC_SHIFT' && isShifting && deployment.testWeight) {
    shiftTest(moment, deployment, 0);
    deployment.until = at + place.state.pace.shift;
  }
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && isShifting) {
    const isLed = leadAway(moment, deployment.sources, deployment.rollback?.revision ?? '');
    if (isLed) deployment.until = at + place.state.pace.shift;
  }
  // Whether a rollback bakes is not said: here it does, where users had met the revision, which takes longer.
  if (stage === 'BAKE_TIME' && deployment.exposed)
    deployment.until = at + Number(deployment.configuration.bakeTimeInMinutes ?? 0) * 60_000;
  if (stage === 'CLEAN_UP') for (const revision of leftBy(moment, deployment)) revision.scaled = false;
}

function succeed(moment: Moment, deployment: DeploymentRecord): void {
  end(moment, deployment, 'ROLLBACK_SUCCESSFUL');
  deployment.stage = undefined;
  const back = backTo(moment, deployment);
  back.rollout = 'COMPLETED';
  back.rolloutReason = 'ECS deployment rolled back.';
  back.updated = moment.at;
  say(moment, `${called(moment)} (deployment ecs-svc/${back.id}) deployment completed.`);
}
