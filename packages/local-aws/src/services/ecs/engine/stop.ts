import type { TaskRecord } from '../state.ts';
import { leave } from './groups.ts';
import type { Moment } from './moment.ts';

/** Why a task is stopped: its `stopCode` and `stoppedReason`. */
export interface Stopping {
  readonly code: string;
  readonly reason: string;
}

/**
 * Stops a task: it is taken out of its target groups, which drain it, and gets a SIGTERM then
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html).
 */
export function stopTask(moment: Moment, task: TaskRecord, stopping: Stopping): void {
  if (task.desiredStatus === 'STOPPED') return;
  beginStop(moment, task, stopping);
  task.version += 1;
  if (task.status !== 'RUNNING') {
    deprovision(moment, task);
    return;
  }
  task.status = 'DEACTIVATING';
  task.next = Math.max(moment.at, ...leaveTargetGroups(moment, task));
}

/** Notes that a task stops from now on, and why. */
export function beginStop({ at }: Moment, task: TaskRecord, { code, reason }: Stopping): void {
  task.desiredStatus = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stopping = at;
  task.healthChanges = undefined;
}

/** The containers of a task have ended, or never run: it is DEPROVISIONING. */
export function deprovision({ place, at }: Moment, task: TaskRecord): void {
  task.status = 'DEPROVISIONING';
  task.executionStopped = at;
  task.next = at + place.state.pace.deprovisioning;
}

/** Takes a task out of its target groups. Returns when each has drained it. */
export function leaveTargetGroups(moment: Moment, task: TaskRecord): readonly number[] {
  const drained = task.targets.map(({ targetGroupArn, port }) => leave(moment, task, targetGroupArn, port));
  task.targets = task.targets.map((target) => ({ ...target, state: 'draining', until: undefined }));
  return drained;
}
