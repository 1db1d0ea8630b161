import { arnOf, taskId } from '../place.ts';
import type { Document, Revision, TaskRecord } from '../state.ts';
import { findDefinition } from '../task-definitions/find.ts';
import { type Moment, members } from './moment.ts';

/** The container definitions of a revision's task definition. */
export function containersOf({ place }: Moment, revision: Revision): readonly Document[] {
  const found = findDefinition(place, String(revision.settings.taskDefinition));
  return members(found?.settings ?? {}, 'containerDefinitions');
}

/** Starts one task of a revision: it is PROVISIONING. */
export function launch(moment: Moment, revision: Revision): void {
  const { place, service, at } = moment;
  const id = taskId(place);
  const containers = containersOf(moment, revision);
  service.tasks.push({
    id,
    arn: arnOf(place, 'task', `${service.cluster}/${id}`),
    revision: revision.id,
    taskDefinition: String(revision.settings.taskDefinition),
    address: addressOf(id),
    created: at,
    status: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    pullStarted: undefined,
    pullStopped: undefined,
    started: undefined,
    stopping: undefined,
    executionStopped: undefined,
    stopped: undefined,
    stopCode: undefined,
    stoppedReason: undefined,
    health: 'UNKNOWN',
    // "If a task has one or more essential containers with a health check defined, the service scheduler will wait for the
    // task to reach a healthy status": DeploymentConfiguration.minimumHealthyPercent.
    checked: containers.some(({ essential, healthCheck }) => essential !== false && healthCheck !== undefined),
    containers: containers.map(({ name, image, essential }) => ({
      name: String(name),
      image: String(image),
      essential: essential !== false,
    })),
    targets: [],
    life: undefined,
    next: at + place.state.pace.provisioning,
    healthChanges: undefined,
    wasHealthy: false,
    printed: 0,
    tags: tagsOf(moment, revision),
    version: 1,
  });
}

/** One of sixteen million addresses of 10.0.0.0/8, by the task's id. */
function addressOf(id: string): string {
  const bytes = [0, 2, 4].map((from) => Number.parseInt(id.slice(from, from + 2), 16));
  return `10.${bytes.join('.')}`;
}

/** "Determines whether to propagate the tags from the task definition or the service to the task": propagateTags. */
function tagsOf({ place, service }: Moment, { settings }: Revision): TaskRecord['tags'] {
  if (service.settings.propagateTags === 'SERVICE') return service.tags;
  if (service.settings.propagateTags !== 'TASK_DEFINITION') return [];
  return findDefinition(place, String(settings.taskDefinition))?.tags ?? [];
}
