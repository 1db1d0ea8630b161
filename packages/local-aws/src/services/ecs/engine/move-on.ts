import type { TaskRecord } from '../state.ts';
import type { Moment } from './moment.ts';
import { pull } from './pull.ts';
import { exit, run, stopTimeout } from './run.ts';
import { deprovision } from './stop.ts';

/** Moves a task on to its next status, if the time for it has come. Says whether it has. */
export function moveOn(moment: Moment, task: TaskRecord): boolean {
  if (task.next === undefined || task.next > moment.at) return false;
  task.next = undefined;
  task.version += 1;
  steps[task.status]?.(moment, task);
  return true;
}

const steps: Readonly<Record<string, (moment: Moment, task: TaskRecord) => void>> = {
  PROVISIONING({ place, at }, task) {
    task.status = 'PENDING';
    task.pullStarted = at;
    task.next = at + place.state.pace.pull;
  },
  PENDING(moment, task) {
    if (task.pullStopped === undefined) pull(moment, task);
    else run(moment, task);
  },
  RUNNING: exit,
  DEACTIVATING(moment, task) {
    task.status = 'STOPPING';
    task.next = moment.at + Math.min(task.life?.stopsAfterMs ?? 0, stopTimeout(moment, task));
  },
  STOPPING(moment, task) {
    const isKilled = (task.life?.stopsAfterMs ?? 0) > stopTimeout(moment, task);
    task.containers = task.containers.map((each) => ({ ...each, exitCode: isKilled ? 137 : 0 }));
    deprovision(moment, task);
  },
  DEPROVISIONING({ at }, task) {
    task.status = 'STOPPED';
    task.stopped = at;
  },
};
