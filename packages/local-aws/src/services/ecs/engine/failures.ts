import { isGuessed } from '../guesses.ts';
import { revisionOf } from '../place.ts';
import type { DeploymentRecord, Revision, TaskRecord } from '../state.ts';
import { called, say } from './events.ts';
import { deploymentTo, type Moment, member } from './moment.ts';

/** How a task failed: it never ran, its health checks failed, or it ended by itself before they ever passed. */
export type TaskFailure = 'start' | 'health' | 'exit';

// "The time between subsequent restart attempts is incrementally increased up to a maximum of 15 minutes":
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html. By how much is not said: here it doubles.
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 15 * 60_000;

/** Counts a failed task: for its revision, for the circuit breaker, and for how soon the next is started. */
export function taskFailed(moment: Moment, task: TaskRecord, failure: TaskFailure): void {
  const { place, service } = moment;
  const revision = revisionOf(service, task.revision);
  if (failure !== 'exit' || isGuessed(place.state, 'breakerCountsExits')) count(moment, revision);
  // "Tasks that are stopped after they reach the RUNNING state don't start the throttle logic": the same page.
  if (failure === 'start') throttle(moment, revision);
}

function count({ service }: Moment, revision: Revision): void {
  revision.failedTasks += 1;
  const deployment = deploymentTo(service, revision);
  if (deployment?.status === 'IN_PROGRESS') deployment.failures += 1;
}

function throttle(moment: Moment, revision: Revision): void {
  revision.failedStarts += 1;
  revision.throttledUntil = moment.at + Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (revision.failedStarts - 1));
  if (revision.failedStarts === 3) say(moment, `${called(moment)} is unable to consistently start tasks successfully.`);
}

/** "A task is considered a failure if the service scheduler can't launch the task": Deployment.failedTasks. */
export function launchFailed(moment: Moment, revision: Revision): void {
  count(moment, revision);
  throttle(moment, revision);
}

/** A task has become healthy: what failed before is forgotten, unless the circuit breaker is told to add it all up. */
export function taskHealthy({ service }: Moment, task: TaskRecord): void {
  if (task.wasHealthy) return;
  task.wasHealthy = true;
  const revision = revisionOf(service, task.revision);
  revision.failedTasks = 0;
  revision.failedStarts = 0;
  revision.throttledUntil = 0;
  const deployment = deploymentTo(service, revision);
  if (deployment && resets(deployment)) deployment.failures = 0;
}

/** "When set to true, a task that reaches a healthy state resets the failure count to 0 … The default is true": resetOnHealthyTask. */
function resets({ configuration }: DeploymentRecord): boolean {
  return member(configuration, 'deploymentCircuitBreaker').resetOnHealthyTask !== false;
}
