import { revisionOf } from '../place.ts';
import type { DeploymentRecord, Revision, TaskRecord } from '../state.ts';
import { called, say } from './events.ts';
import { launchFailed } from './failures.ts';
import { healthyCount, isHealthy, livingOf } from './health.ts';
import { launch } from './launch.ts';
import { type Moment, primaryOf, underWay } from './moment.ts';
import { stopTask } from './stop.ts';

/** Starts and stops tasks, so that each revision has those that it shall have. Says whether it did anything. */
export function schedule(moment: Moment): boolean {
  const current = currentOf(moment);
  if (!current) return false;
  // Before it rolls, it is led to one revision as others are.
  const isRolling = current.strategy === 'ROLLING' && current.stage !== 'RECONCILE_SERVICE';
  const changed = isRolling ? roll(moment, goalOf(moment, current)) : fillAll(moment);
  if (changed) moment.service.steady = false;
  else saySteady(moment);
  return changed;
}

/** The newest service deployment that has begun: it says what the scheduler does. */
function currentOf({ service }: Moment): DeploymentRecord | undefined {
  return service.deployments.findLast(({ started }) => started !== undefined);
}

/** The revision that ROLLING leads to. */
function goalOf({ service }: Moment, { target, rollback }: DeploymentRecord): Revision {
  return revisionOf(service, rollback?.revision ?? target);
}

/** Each revision has all tasks or none, and none waits for another. */
function fillAll(moment: Moment): boolean {
  const { service } = moment;
  const changes = service.revisions.map((revision) => {
    const wanted = revision.scaled ? service.desiredCount : 0;
    const living = livingOf(moment, revision);
    if (living.length < wanted) return start(moment, revision, wanted - living.length);
    return stop(moment, revision, stoppable(moment, living, living.length - wanted));
  });
  return changes.includes(true);
}

/**
 * ROLLING: new tasks are started as `maximumPercent` lets them, "rounded down", and old ones are stopped as `minimumHealthyPercent`
 * lets them, "rounded up", where only healthy tasks count (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html).
 */
function roll(moment: Moment, goal: Revision): boolean {
  const { service } = moment;
  const base = goal.scaled ? goal : (service.revisions.findLast(({ scaled }) => scaled) ?? goal);
  const wanted = base.scaled ? service.desiredCount : 0;
  const others = service.revisions.filter(({ id }) => id !== base.id);
  const own = livingOf(moment, base);
  const old = others.flatMap((each) => livingOf(moment, each));
  const { minimum, maximum } = boundsOf(moment);
  const room = old.length === 0 ? Number.POSITIVE_INFINITY : maximum - own.length - old.length;
  const started = start(moment, base, Math.min(wanted - own.length, room));
  const excess = stop(moment, base, stoppable(moment, own, own.length - wanted));
  const healthy = service.revisions.reduce((sum, each) => sum + healthyCount(moment, each), 0);
  const unhealthy = old.filter((task) => !isHealthy(moment, task));
  const spare = Math.max(0, healthy - minimum);
  const stopping = isStalled(base)
    ? []
    : [...unhealthy, ...old.filter((task) => isHealthy(moment, task)).slice(0, spare)];
  const stopped = others.map((each) =>
    stop(
      moment,
      each,
      stopping.filter(({ revision }) => revision === each.id),
    ),
  );
  return started || excess || stopped.includes(true);
}

function boundsOf({ service }: Moment): { readonly minimum: number; readonly maximum: number } {
  const configuration = service.settings.deploymentConfiguration as Record<string, unknown>;
  const share = (name: string, usual: number) => (Number(configuration?.[name] ?? usual) / 100) * service.desiredCount;
  return {
    minimum: Math.ceil(share('minimumHealthyPercent', 100)),
    maximum: Math.floor(share('maximumPercent', 200)),
  };
}

/** "A deployment in FAILED state doesn't launch any new tasks": Deployment.rolloutState. */
function isStalled({ rollout }: Revision): boolean {
  return rollout === 'FAILED';
}

function start(moment: Moment, revision: Revision, count: number): boolean {
  const { place, service, at } = moment;
  if (count <= 0 || isStalled(revision) || at < revision.throttledUntil) return false;
  const everyone = [...place.state.services.values()].flatMap(({ tasks }) => tasks);
  const busy = everyone.filter(({ status }) => status !== 'STOPPED').length;
  const possible = Math.max(0, Math.min(count, (place.state.capacity ?? Number.POSITIVE_INFINITY) - busy));
  const known = service.tasks.length;
  for (let made = 0; made < possible; made++) launch(moment, revision);
  if (possible > 0) say(moment, `${called(moment)} has started ${counted(service.tasks.slice(known))}.`);
  if (possible < count) {
    say(
      moment,
      `${called(moment)} was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.`,
    );
    launchFailed(moment, revision);
  }
  return true;
}

function stop(moment: Moment, revision: Revision, tasks: readonly TaskRecord[]): boolean {
  if (tasks.length === 0) return false;
  const primary = primaryOf(moment.service);
  // The texts are ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
  const reason = `Scaling activity initiated by (deployment ecs-svc/${primary.id})`;
  const isDraining = tasks.some(({ targets }) => targets.length > 0);
  for (const task of tasks) stopTask(moment, task, { code: 'ServiceSchedulerInitiated', reason });
  say(moment, `${called(moment)} has stopped ${tasks.length} running tasks: ${named(tasks)}.`);
  if (isDraining) say(moment, `${called(moment)} has begun draining connections on ${tasks.length} tasks.`);
  revision.updated = moment.at;
  return true;
}

/** So many tasks of a revision, first those that are of least use. */
function stoppable(moment: Moment, living: readonly TaskRecord[], count: number): readonly TaskRecord[] {
  if (count <= 0) return [];
  const unhealthy = living.filter((task) => !isHealthy(moment, task));
  return [...unhealthy, ...living.filter((task) => isHealthy(moment, task))].slice(0, count);
}

function counted(tasks: readonly TaskRecord[]): string {
  return `${tasks.length} tasks: ${named(tasks)}`;
}

function named(tasks: readonly TaskRecord[]): string {
  return tasks.map(({ id }) => `(task ${id})`).join(' ');
}

function saySteady(moment: Moment): void {
  const { service } = moment;
  if (service.steady || service.status !== 'ACTIVE' || underWay(service).length > 0) return;
  const primary = primaryOf(service);
  const others = service.tasks.filter(({ status, revision }) => status !== 'STOPPED' && revision !== primary.id);
  if (others.length > 0 || healthyCount(moment, primary) !== service.desiredCount) return;
  service.steady = true;
  say(moment, `${called(moment)} has reached a steady state.`);
}
