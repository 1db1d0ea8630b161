import type { EcsState, ServiceRecord, TaskRecord } from '../state.ts';

/** The task that has an address in the local cloud, with its service; undefined where none has, or has any more. */
export function taskAt(
  state: EcsState,
  address: string,
): { readonly service: ServiceRecord; readonly task: TaskRecord } | undefined {
  for (const service of state.services.values()) {
    const task = service.tasks.find((each) => each.address === address);
    if (task) return { service, task };
  }
  return undefined;
}

/** Whether the containers of a task run at a time, so that someone can talk to it. */
export function isUp({ started, executionStopped }: TaskRecord, time: number): boolean {
  return started !== undefined && started <= time && (executionStopped === undefined || time < executionStopped);
}
