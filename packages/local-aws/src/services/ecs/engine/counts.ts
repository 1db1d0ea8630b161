import { revisionOf } from '../place.ts';
import type { ServiceRecord, TaskCounts, TaskRecord } from '../state.ts';

/** How many tasks are RUNNING. */
export function running(tasks: readonly TaskRecord[]): number {
  return tasks.filter(({ status }) => status === 'RUNNING').length;
}

/** How many tasks are on their way to RUNNING. */
export function pending(tasks: readonly TaskRecord[]): number {
  return tasks.filter(({ status }) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(status)).length;
}

/** How many tasks a revision has now. */
export function countsOf(service: ServiceRecord, id: string): TaskCounts {
  const tasks = service.tasks.filter((task) => task.revision === id);
  return {
    requestedTaskCount: revisionOf(service, id).scaled ? service.desiredCount : 0,
    runningTaskCount: running(tasks),
    pendingTaskCount: pending(tasks),
  };
}
