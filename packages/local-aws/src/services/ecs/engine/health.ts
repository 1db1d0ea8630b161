import type { Revision, TargetRecord, TaskRecord } from '../state.ts';
import { called, say } from './events.ts';
import { taskFailed, taskHealthy } from './failures.ts';
import { healthIn } from './groups.ts';
import type { Moment } from './moment.ts';
import { graceOf } from './run.ts';
import { stopTask } from './stop.ts';

/** Asks how a running task is, notes when it has become healthy, and stops one whose checks fail. Says whether anything changed. */
export function lookAfter(moment: Moment, task: TaskRecord): boolean {
  if (task.status !== 'RUNNING') return false;
  const before = JSON.stringify([task.health, task.targets.map(({ state }) => state), task.wasHealthy]);
  checkContainers(moment, task);
  task.targets = task.targets.map((target) => asked(moment, task, target));
  if (isHealthy(moment, task)) taskHealthy(moment, task);
  else replaceUnhealthy(moment, task);
  return before !== JSON.stringify([task.health, task.targets.map(({ state }) => state), task.wasHealthy]);
}

function checkContainers({ at }: Moment, task: TaskRecord): void {
  if (task.healthChanges === undefined || task.healthChanges > at) return;
  task.healthChanges = undefined;
  task.health = task.life?.healthyAfterMs === undefined ? 'UNHEALTHY' : 'HEALTHY';
}

function asked(moment: Moment, task: TaskRecord, target: TargetRecord): TargetRecord {
  const { targetGroupArn, port } = target;
  const { state, until } = healthIn(moment, task, targetGroupArn, port);
  return { targetGroupArn, port, state, until };
}

/**
 * Whether a task counts towards the minimum healthy percent: its container health checks and those of its load balancers
 * pass; without either, it has run for 40 seconds (DeploymentConfiguration.minimumHealthyPercent).
 */
export function isHealthy({ place, at }: Moment, task: TaskRecord): boolean {
  if (task.status !== 'RUNNING') return false;
  if (task.checked && task.health !== 'HEALTHY') return false;
  if (task.targets.some(({ state }) => state !== 'healthy')) return false;
  return task.checked || task.targets.length > 0 || at >= task.started! + place.state.pace.settled;
}

/** When a running task's health may be another, if nothing else happens. */
export function healthDue(moment: Moment, task: TaskRecord): number | undefined {
  const { place, at } = moment;
  if (task.status !== 'RUNNING') return undefined;
  const grace = task.started! + graceOf(moment);
  const settled = task.started! + place.state.pace.settled;
  const waits = !task.checked && task.targets.length === 0 && settled > at ? settled : undefined;
  const times = [task.healthChanges, waits, grace > at ? grace : undefined, ...task.targets.map(({ until }) => until)];
  return Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
}

/** Within the grace period "the Amazon ECS service scheduler ignores unhealthy Elastic Load Balancing … and container health checks". */
function replaceUnhealthy(moment: Moment, task: TaskRecord): void {
  const { at } = moment;
  if (at < task.started! + graceOf(moment)) return;
  const failing = task.targets.find(({ state }) => state === 'unhealthy');
  if (failing) {
    // The texts are ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
    const { targetGroupArn, port } = failing;
    say(
      moment,
      `${called(moment)} (port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to (reason Health checks failed).`,
    );
    replace(moment, task, `Task failed ELB health checks in (target-group ${targetGroupArn})`);
  } else if (task.health === 'UNHEALTHY') {
    say(moment, `${called(moment)} (task ${task.id}) failed container health checks.`);
    replace(moment, task, 'Task failed container health checks');
  }
}

function replace(moment: Moment, task: TaskRecord, reason: string): void {
  stopTask(moment, task, { code: 'ServiceSchedulerInitiated', reason });
  taskFailed(moment, task, 'health');
}

/** The tasks of a revision that are wanted: they run, or will. */
export function livingOf({ service }: Moment, { id }: Revision): readonly TaskRecord[] {
  return service.tasks.filter((task) => task.revision === id && task.desiredStatus === 'RUNNING');
}

/** The tasks of a revision that have not stopped. */
export function unstoppedOf({ service }: Moment, { id }: Revision): readonly TaskRecord[] {
  return service.tasks.filter((task) => task.revision === id && task.status !== 'STOPPED');
}

/** How many tasks of a revision are healthy. */
export function healthyCount(moment: Moment, revision: Revision): number {
  return livingOf(moment, revision).filter((task) => isHealthy(moment, task)).length;
}
