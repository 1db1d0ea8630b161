import { revisionOf } from '../place.ts';
import type { DeploymentRecord, Document, Stage } from '../state.ts';
import { healthyCount, unstoppedOf } from './health.ts';
import { awaited, meetHooks } from './hooks.ts';
import { isDue, lastSuccessful, type Moment, member, targetOf } from './moment.ts';
import { alarmNames } from './monitors.ts';
import { hasTestTraffic, shiftProduction, shiftTest } from './weights.ts';

const SHIFTING: readonly Stage[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

// Which stages ROLLING has is not said, only that it takes pause hooks as well: here those that need no traffic shift.
const ROLLING: readonly Stage[] = ['PRE_SCALE_UP', 'SCALE_UP', 'POST_SCALE_UP', 'BAKE_TIME', 'CLEAN_UP'];

// "The system times out, fails the deployment, and then initiates a rollback after a stage reaches 24 hours":
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html#blue-green-deployment-stages
const LONGEST_STAGE = 24 * 3_600_000;

/** The shares of production traffic that a service deployment leads to its target, one step after the other, in percent. */
export function sharesOf(strategy: string, configuration: Document): readonly number[] {
  if (strategy === 'CANARY') {
    const { canaryPercent = 5 } = member(configuration, 'canaryConfiguration');
    return Number(canaryPercent) >= 100 ? [100] : [Number(canaryPercent), 100];
  }
  if (strategy !== 'LINEAR') return [100];
  const step = Math.round(Number(member(configuration, 'linearConfiguration').stepPercent ?? 10) * 10);
  const whole = Array.from({ length: Math.ceil(1000 / step) }, (_, index) => Math.min(1000, (index + 1) * step) / 10);
  return whole;
}

/**
 * The first stage: RECONCILE_SERVICE where more than one revision is there already. ROLLING has it where one of them has
 * traffic shifted to it, which no roll would give back.
 */
export function firstStage({ service }: Moment, { strategy, sources }: DeploymentRecord): Stage {
  const others = service.deployments.filter(({ target }) => sources.includes(target));
  const isShifted = others.some(({ status, productionWeight }) => status === 'STOPPED' && productionWeight);
  return sources.length > 1 && (strategy !== 'ROLLING' || isShifted) ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP';
}

/** The stage after this one; undefined when it was the last. Each step of the shift has its own PRE_PRODUCTION_TRAFFIC_SHIFT. */
export function nextStage({ strategy, stage, steps, shares }: DeploymentRecord): Stage | undefined {
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && steps < shares.length) return 'PRE_PRODUCTION_TRAFFIC_SHIFT';
  const order = strategy === 'ROLLING' ? ROLLING : SHIFTING;
  return order[order.indexOf(stage!) + 1];
}

/** A stage begins. */
export function enter(moment: Moment, deployment: DeploymentRecord, stage: Stage): void {
  const { place, at } = moment;
  deployment.stage = stage;
  deployment.stageSince = at;
  deployment.updated = at;
  deployment.until = deployment.strategy === 'ROLLING' ? undefined : at + place.state.pace.stage;
  beginnings[stage]?.(moment, deployment);
  meetHooks(moment, deployment, stage);
}

const beginnings: Readonly<Partial<Record<Stage, (moment: Moment, deployment: DeploymentRecord) => void>>> = {
  RECONCILE_SERVICE({ place, service, at }, deployment) {
    const kept = lastSuccessful(service);
    if (kept) kept.scaled = true;
    deployment.until = kept ? undefined : at + place.state.pace.reconcile;
  },
  SCALE_UP(moment, deployment) {
    targetOf(moment, deployment).scaled = true;
    deployment.until = undefined;
  },
  TEST_TRAFFIC_SHIFT(moment, deployment) {
    if (!hasTestTraffic(targetOf(moment, deployment))) return;
    shiftTest(moment, deployment, 100);
    deployment.until = moment.at + moment.place.state.pace.shift;
  },
  PRODUCTION_TRAFFIC_SHIFT(moment, deployment) {
    const share = deployment.shares[deployment.steps] ?? 100;
    deployment.steps += 1;
    shiftProduction(moment, deployment, share);
    // "Note, that last step bake time is skipped once traffic is shifted 100.0%": deployment-type-linear.html
    const bake = share < 100 ? stepBake(deployment) : 0;
    deployment.until = moment.at + moment.place.state.pace.shift + bake * 60_000;
  },
  BAKE_TIME(moment, deployment) {
    deployment.until = moment.at + bakeTime(moment, deployment);
  },
  CLEAN_UP({ service }, deployment) {
    for (const revision of service.revisions) if (revision.id !== deployment.target) revision.scaled = false;
    deployment.until = undefined;
  },
};

/**
 * Goes on with RECONCILE_SERVICE. What it does is not said: here the last successful revision gets all its tasks, where it has lost some, and then
 * all traffic; once that is so, the others lose theirs. Says whether it did anything.
 */
export function reconcile(moment: Moment, deployment: DeploymentRecord): boolean {
  const { place, service, at } = moment;
  const kept = lastSuccessful(service);
  if (deployment.stage !== 'RECONCILE_SERVICE' || !kept) return false;
  if (deployment.until === undefined) {
    if (healthyCount(moment, kept) < service.desiredCount) return false;
    leadAway(moment, deployment.sources, kept.id);
    deployment.until = at + place.state.pace.reconcile;
    return true;
  }
  if (!isDue(moment, deployment) || awaited(deployment).length > 0 || deployment.sources.length === 1) return false;
  for (const id of deployment.sources) revisionOf(service, id).scaled = id === kept.id;
  deployment.sources = [kept.id];
  return true;
}

/** Leads all traffic of some revisions to the one that is kept. Says whether they had any. */
export function leadAway(moment: Moment, revisions: readonly string[], kept: string): boolean {
  const left = revisions
    .filter((id) => id !== kept)
    .flatMap((id) => moment.service.deployments.findLast(({ target }) => target === id) ?? []);
  for (const other of left) {
    if (other.productionWeight) shiftProduction(moment, other, 0);
    if (other.testWeight) shiftTest(moment, other, 0);
  }
  return left.length > 0;
}

function stepBake({ strategy, configuration }: DeploymentRecord): number {
  return strategy === 'CANARY'
    ? Number(member(configuration, 'canaryConfiguration').canaryBakeTimeInMinutes ?? 10)
    : Number(member(configuration, 'linearConfiguration').stepBakeTimeInMinutes ?? 6);
}

/** "The default bake time is less than 5 minutes", for ROLLING with alarms: deployment-alarm-failure.html. */
function bakeTime({ place }: Moment, deployment: DeploymentRecord): number {
  const { bakeTimeInMinutes } = deployment.configuration;
  if (bakeTimeInMinutes !== undefined) return Number(bakeTimeInMinutes) * 60_000;
  return deployment.strategy === 'ROLLING' && alarmNames(deployment).length > 0 ? place.state.pace.alarmBake : 0;
}

/** Whether a stage is over: its hooks were all continued, its time has passed, and what it is for is so. */
export function isStageOver(moment: Moment, deployment: DeploymentRecord): boolean {
  if (awaited(deployment).length > 0) return false;
  if (!isDue(moment, deployment)) return false;
  if (deployment.stage === 'RECONCILE_SERVICE') return deployment.until !== undefined;
  if (deployment.stage === 'SCALE_UP') return isScaledUp(moment, deployment);
  return deployment.stage !== 'CLEAN_UP' || isCleanedUp(moment, deployment);
}

function isScaledUp(moment: Moment, deployment: DeploymentRecord): boolean {
  const { desiredCount } = moment.service;
  const { enable, healthyPercent = 100 } = early(deployment);
  const healthy = healthyCount(moment, targetOf(moment, deployment));
  // "This value is rounded up", and "launches at least one task": early-success-criteria.html, where the bake time comes before
  // the old tasks have to be gone.
  if (enable === true)
    return healthy >= Math.max(Math.min(1, desiredCount), Math.ceil((desiredCount * Number(healthyPercent)) / 100));
  if (healthy < desiredCount) return false;
  // "This time starts after: all tasks … are running and in a healthy state; source service revisions are scaled down to 0%".
  return deployment.strategy !== 'ROLLING' || isCleanedUp(moment, deployment);
}

/** "DEFERRED: Amazon ECS marks the deployment successful, and then removes the previous tasks in the background." */
function isCleanedUp(moment: Moment, deployment: DeploymentRecord): boolean {
  const { enable, sourceServiceRevisionCleanup } = early(deployment);
  if (enable === true && sourceServiceRevisionCleanup === 'DEFERRED') return true;
  const others = moment.service.revisions.filter(({ id }) => id !== deployment.target);
  return others.every((revision) => unstoppedOf(moment, revision).length === 0);
}

/** "You can use early success criteria only with rolling deployment strategy": DeploymentEarlySuccessCriteria. */
function early({ strategy, configuration }: DeploymentRecord): Document {
  return strategy === 'ROLLING' ? member(configuration, 'earlySuccessCriteria') : {};
}

/** When a stage has taken too long; undefined where it may take any time. */
export function stageLimit(deployment: DeploymentRecord): number | undefined {
  const waits = deployment.until === undefined && awaited(deployment).length === 0;
  return deployment.strategy !== 'ROLLING' && waits ? deployment.stageSince + LONGEST_STAGE : undefined;
}
