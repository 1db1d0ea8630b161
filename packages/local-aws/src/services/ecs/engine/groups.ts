import type { TargetHealth } from '../ports.ts';
import type { TaskRecord } from '../state.ts';
import type { Moment } from './moment.ts';

// A target group or a rule may be gone while a service still has it: then there is nothing to tell it, and no target is healthy.

/** Adds a task to a target group. */
export function join({ place, ports, at }: Moment, task: TaskRecord, targetGroupArn: string, port: number): void {
  if (ports.targetGroup(place, targetGroupArn, at))
    ports.register(place, targetGroupArn, { id: task.address, port }, at);
}

/** Takes a task out of a target group. Returns when that has drained it. */
export function leave({ place, ports, at }: Moment, task: TaskRecord, targetGroupArn: string, port: number): number {
  if (!ports.targetGroup(place, targetGroupArn, at)) return at;
  return ports.deregister(place, targetGroupArn, { id: task.address, port }, at);
}

/** What a target group thinks of a task. */
export function healthIn(
  { place, ports, at }: Moment,
  task: TaskRecord,
  targetGroupArn: string,
  port: number,
): TargetHealth {
  if (!ports.targetGroup(place, targetGroupArn, at)) return { state: 'unused', until: undefined };
  return ports.health(place, targetGroupArn, { id: task.address, port }, at);
}

/** Sets the weights of a rule. */
export function weigh({ place, ports, at }: Moment, ruleArn: string, weights: Readonly<Record<string, number>>): void {
  const isThere = Object.keys(weights).every((arn) => ports.targetGroup(place, arn, at));
  if (isThere && ports.rule(place, ruleArn, at)) ports.setWeights(place, ruleArn, weights, at);
}
