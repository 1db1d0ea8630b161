import { isInFlight, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import { kindOf } from '@actions-aws/promotion';
import { shareOf } from './drive.ts';
import { openPauses } from './pause.ts';
import type { Desired, Observed, Step } from './state.ts';

/** What is left until users are on what was there before. */
export function undo(observed: Observed, desired: Pick<Desired, 'verify'>): readonly Step[] {
  const { ours, back, before } = observed;
  if (!ours || isLeftToEcs(observed, desired)) return [];
  const revision = before?.revision.arn ?? '';
  const after: readonly Step[] = [
    { do: 'update-back', revision },
    { do: 'await-update-back', revision },
  ];
  switch (back) {
    case 'not yet': {
      const { deployment } = ours;
      if (deployment && progressOf(deployment) === 'successful') {
        return before && !isSplit(observed) ? [{ do: 'register-back', revision }, ...after] : [];
      }
      if (deployment && !isInFlight(deployment)) return [];
      if (deployment && progressOf(deployment) === 'going back') return [{ do: 'await-back' }];
      return [{ do: 'roll-back' }, { do: 'await-back' }];
    }
    case 'asked':
      return [{ do: 'await-back' }];
    case 'registered':
      return after;
    case 'deployed':
      return after.slice(1);
    default:
      return [];
  }
}

/**
 * Whether another hand has the production listener split users once our deployment has ended: ECS takes none back then, since a deployment
 * "should have exactly one target group serving traffic" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html).
 */
export function isSplit({ brings }: Pick<Observed, 'brings'>): boolean {
  return brings !== undefined && brings > 0 && brings < 100;
}

/** Whether a run that has to end leaves the rest to ECS: all users are on what was proved, and what is left is that old tasks stop. */
export function isLeftToEcs(
  { failure, ours, verified, service, answered, back }: Observed,
  { verify }: Pick<Desired, 'verify'>,
): boolean {
  if (!failure || kindOf(failure) !== 'cancelled' || back !== 'not yet' || !ours?.deployment) return false;
  const isRolling = service.configuration.strategy === 'ROLLING';
  const hasAll = progressOf(ours.deployment) === 'successful' || (!isRolling && shareOf(ours.deployment) >= 100);
  const isPaused = openPauses({ ours, answered }).length > 0;
  return hasAll && !isPaused && (verified || verify.length === 0) && isSound(ours.deployment);
}

function isSound(deployment: ServiceDeployment): boolean {
  return ['under way', 'successful'].includes(progressOf(deployment));
}

/** Whether users may not have been back when the run had to end, and where they are by now was not seen. */
export function isOnItsWay({ ours, back, backTo, service, touched }: Observed): boolean {
  const deployment = ours?.deployment;
  if (back !== 'not waited for') return false;
  if (backTo) return true;
  if (!deployment || !isInFlight(deployment) || touched === 'no') return false;
  // What was seen before ECS went back says nothing of what came between.
  const isBefore = progressOf(deployment) !== 'going back';
  return isBefore || service.configuration.strategy === 'ROLLING' || shareOf(deployment) > 0;
}

/** Whether users, or some of them, are on what this run deployed, as far as is known. */
export function isOurs(observed: Observed): boolean {
  const { ours, back, touched } = observed;
  if (back === 'done' || back === 'not waited for' || !ours) return false;
  const { deployment } = ours;
  if (!deployment) return touched !== 'no';
  const progress = progressOf(deployment);
  if (progress === 'successful') return true;
  if (progress === 'back' || isLeftToOther(deployment, observed)) return false;
  return hasKept(deployment, observed);
}

/**
 * Whether a deployment that is not back has users. Where it was stopped without a rollback, AWS says which share it has kept; of ROLLING it
 * says how many of its tasks run, and what it does not say may be some.
 */
export function hasKept(
  deployment: ServiceDeployment,
  { service, touched }: Pick<Observed, 'service' | 'touched'>,
): boolean {
  const isRolling = service.configuration.strategy === 'ROLLING' && touched !== 'no';
  return shareOf(deployment) > 0 || (isRolling && (isInFlight(deployment) || deployment.target.running !== 0));
}

/**
 * Whether a deployment was stopped where nothing of its own had failed: as ECS does with one that is under way when another one begins. It is
 * not rolled back then, other than by an alarm, the circuit breaker, an answer to its pause, or the timeout of that.
 */
export function isReplaced({ status, breaker, alarms }: ServiceDeployment): boolean {
  const hasFailed = breaker.status === 'TRIGGERED' || alarms.triggered.length > 0;
  return ['STOP_REQUESTED', 'STOPPED'].includes(status) && !hasFailed;
}

/** Whether another deployment has ended one that gives way to it: its users are the other one's, which leads them on or back. */
export function isLeftToOther(deployment: ServiceDeployment, { failure }: Pick<Observed, 'failure'>): boolean {
  return failure !== undefined && kindOf(failure) === 'superseded' && isReplaced(deployment);
}
