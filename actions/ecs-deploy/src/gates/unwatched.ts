import type { ServiceDeployment } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { openPauses } from '../plan/pause.ts';
import type { Desired, Observed } from '../plan/state.ts';

/**
 * What is wrong with a deployment in which ECS watches none of the service's own alarms, since one fired as it began: after this run had looked
 * at them, before it wrote. The status is DISABLED then (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentAlarms.html).
 * ECS begins to watch at some moment of the start, so that it counts once the deployment waits at a pause or has users; what AWS shows of one
 * that has ended is not known.
 */
export function unwatched(deployment: ServiceDeployment, seen: Observed, desired: Desired): Failure | undefined {
  const { alarms, target, configuration } = deployment;
  const own = configuration.alarms;
  if (!own.enable || own.names.length === 0 || alarms.status !== 'DISABLED') return undefined;
  const isBegun =
    openPauses(seen).length > 0 ||
    (configuration.strategy === 'ROLLING' ? (target.running ?? 0) > 0 : (target.productionWeight ?? 0) > 0);
  if (!isBegun) return undefined;
  return {
    code: 'unsafe',
    message: `An alarm of the service ${desired.name.service} fired as its deployment began, so that ECS watches none of them in it: ${own.names.join(', ')}.`,
    hint: 'Put right what the alarm tells of, and run the job again; or set `on-firing-alarm: ignore` if this deployment is what does.',
  };
}
