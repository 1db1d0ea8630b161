import { revisionOf } from '../place.ts';
import type { ContainerRecord, Document, Revision, TaskRecord } from '../state.ts';
import { taskFailed } from './failures.ts';
import { join } from './groups.ts';
import { containersOf } from './launch.ts';
import { type Moment, member, members } from './moment.ts';
import { beginStop, deprovision, leaveTargetGroups } from './stop.ts';

/** The containers run: load balancers get the task as a target, and its health checks begin. */
export function run(moment: Moment, task: TaskRecord): void {
  const { service, at } = moment;
  const revision = revisionOf(service, task.revision);
  task.status = 'RUNNING';
  task.started = at;
  const { life } = task;
  task.next = life?.exit && at + life.exit.afterMs;
  if (task.checked) task.healthChanges = at + (life?.healthyAfterMs ?? patience(moment, revision));
  task.targets = members(revision.settings, 'loadBalancers').flatMap(({ containerPort }, index) => {
    const targetGroupArn = revision.targetGroups[index];
    return targetGroupArn === undefined
      ? []
      : [{ targetGroupArn, port: Number(containerPort), state: 'initial', until: at }];
  });
  for (const { targetGroupArn, port } of task.targets) join(moment, task, targetGroupArn, port);
}

/**
 * How long a container has until it is UNHEALTHY, in milliseconds: `startPeriod`, then `retries` checks, each an `interval`
 * apart (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html).
 */
function patience(moment: Moment, revision: Revision): number {
  const checks = containersOf(moment, revision).flatMap(({ healthCheck }) =>
    healthCheck ? [healthCheck as Document] : [],
  );
  const longest = checks.map(({ interval = 30, retries = 3, startPeriod = 0 }) => {
    return Number(startPeriod) + Number(interval) * Number(retries);
  });
  return Math.max(...longest, 0) * 1000;
}

/** An essential container ends by itself: the whole task does. */
export function exit(moment: Moment, task: TaskRecord): void {
  const ended = task.life?.exit;
  if (!ended) return;
  leaveTargetGroups(moment, task);
  const first = task.containers.findIndex(({ essential }) => essential);
  task.containers = task.containers.map(
    (container, index): ContainerRecord =>
      index === first
        ? { ...container, exitCode: ended.code, ...(ended.reason !== undefined && { reason: ended.reason }) }
        : { ...container, exitCode: 137 },
  );
  // The texts are ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
  beginStop(moment, task, { code: 'EssentialContainerExited', reason: 'Essential container in task exited' });
  deprovision(moment, task);
  if (!task.wasHealthy) taskFailed(moment, task, 'exit');
}

/** How long a task has from SIGTERM to SIGKILL, in milliseconds: "if the parameter is not specified, the default value of 30 seconds is used". */
export function stopTimeout(moment: Moment, task: TaskRecord): number {
  const revision = revisionOf(moment.service, task.revision);
  const given = containersOf(moment, revision).map(({ stopTimeout: timeout = 30 }) => Number(timeout));
  return Math.max(...given, 0) * 1000;
}

/** The grace that a service gives its tasks, in milliseconds. */
export function graceOf({ service }: Moment): number {
  return Number(service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000;
}

/** Writes what the containers of a task have printed by now to the log group of their first that has one. */
export function print(moment: Moment, task: TaskRecord): void {
  const { place, ports, service, at } = moment;
  if (task.started === undefined || task.life === undefined || task.printed >= task.life.logs.length) return;
  const started = task.started;
  const until = Math.min(at, task.executionStopped ?? at);
  const due = task.life.logs.slice(task.printed).filter(({ afterMs }) => started + afterMs <= until);
  if (due.length === 0) return;
  task.printed += due.length;
  const revision = revisionOf(service, task.revision);
  const logging = containersOf(moment, revision).find(
    ({ logConfiguration }) => (logConfiguration as Document | undefined)?.logDriver === 'awslogs',
  );
  if (!logging) return;
  const options = member(member(logging, 'logConfiguration'), 'options');
  // `prefix-name/container-name/ecs-task-id`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
  const stream = `${options['awslogs-stream-prefix'] ?? 'ecs'}/${logging.name}/${task.id}`;
  const events = due.map(({ afterMs, message }) => ({ timestamp: started + afterMs, message }));
  ports.writeLog(place, String(options['awslogs-group']), stream, events);
}
