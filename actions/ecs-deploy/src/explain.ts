import { oneLine } from '@actions-aws/action';
import {
  primaryOf,
  type ServiceDeployment,
  type ServiceEvent,
  type ServiceName,
  type StoppedTask,
} from '@actions-aws/ecs';
import type { Desired, Observed } from './plan/state.ts';
import type { Ports } from './ports.ts';

/** Why tasks of a deployment failed. */
export interface Explained {
  /** In ECS's own words, the newest first. */
  readonly events: readonly string[];
  readonly tasks: readonly ExplainedTask[];
  /** Whether ECS could be asked for tasks that stopped: where it could not, that there are none is not known. */
  readonly isKnown: boolean;
}

/** One task that stopped, in words. */
export interface ExplainedTask {
  /** Such as `EssentialContainerExited: Essential container in task exited; container app exited with 1`. */
  readonly why: string;
  /** What its container wrote last. */
  readonly lines: readonly string[];
}

const EVENTS = 5;
const TASKS = 2;
const LINES = 20;

/**
 * Finds out why tasks of a task definition failed since a moment. Never rejects: what went wrong is known without it, and a role that may
 * not look is no reason to stop.
 */
export async function explainFailure(
  name: ServiceName,
  {
    definition,
    since,
    events,
    container,
  }: {
    readonly definition: string;
    /** Milliseconds since the epoch. */
    readonly since: number;
    readonly events: readonly ServiceEvent[];
    /** Whose last lines are read where a task names no container that failed. */
    readonly container: string;
  },
  { explain }: Pick<Ports, 'explain'>,
): Promise<Explained> {
  const told = events.filter(({ at, message }) => at >= since && message !== '').slice(0, EVENTS);
  const answer = await explain.stoppedTasks(name, 20).catch(() => undefined);
  const stopped = answer ?? [];
  const own = distinct(stopped.filter((task) => task.taskDefinition === definition && !wasScaledIn(task))).slice(
    0,
    TASKS,
  );
  const tasks = await Promise.all(
    own.map(async (task): Promise<ExplainedTask> => {
      const [failed = container] = task.containers.filter(({ exitCode = 0 }) => exitCode !== 0).map((one) => one.name);
      const lines = await explain.lastLines(task, failed, LINES).catch((): readonly string[] => []);
      return { why: whyOf(task), lines: lines.map(oneLine) };
    }),
  );
  return { events: told.map(({ message }) => oneLine(message)), tasks, isKnown: answer !== undefined };
}

/** The same of the deployment of this run, by what was observed of it. */
export function explainDeployment(
  deployment: ServiceDeployment,
  { registered, service, at }: Pick<Observed, 'registered' | 'service' | 'at'>,
  { name, images }: Pick<Desired, 'name' | 'images'>,
  ports: Pick<Ports, 'explain'>,
): Promise<Explained> {
  const definition = registered?.arn ?? primaryOf(service)?.taskDefinition ?? '';
  const [container = ''] = Object.keys(images);
  const since = deployment.createdAt ?? at;
  return explainFailure(name, { definition, since, events: service.events, container }, ports);
}

/** What is worth a sentence in the failure itself; empty where nothing is known. */
export function inBrief({ tasks, events }: Explained): string {
  const [task] = tasks;
  if (task) return `A task stopped: ${task.why.replace(/\.$/, '')}.`;
  const [event] = events.filter((message) => /unable|unhealthy|failed|failing|error/i.test(message));
  return event ? `ECS said: ${event.replace(/\.$/, '')}.` : '';
}

/** A task that ECS stopped since it was one too many, such as in a rollback, failed by nothing of its own. */
function wasScaledIn({ stoppedReason }: StoppedTask): boolean {
  return stoppedReason.startsWith('Scaling activity initiated by');
}

/** Tasks that stopped for the same reason are told of once. */
function distinct(tasks: readonly StoppedTask[]): readonly StoppedTask[] {
  return tasks.filter((task, index) => tasks.findIndex((other) => whyOf(other) === whyOf(task)) === index);
}

function whyOf({ stopCode, stoppedReason, containers }: StoppedTask): string {
  const reason = [stopCode, stoppedReason].filter(Boolean).join(': ');
  const failed = containers.filter(({ exitCode, reason: why }) => why !== '' || (exitCode ?? 0) !== 0);
  const each = failed.map(({ name, exitCode, reason: why }) => {
    const code = exitCode === undefined ? 'never started' : `exited with ${exitCode}`;
    return `the container ${name} ${code}${why && ` (${why})`}`;
  });
  return oneLine([reason, ...each].filter(Boolean).join('; '));
}
