import { isInFlight, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import { shareOf } from './drive.ts';
import { isKeptFromUsers, openPauses } from './pause.ts';
import type { Observed, Touched } from './state.ts';

/** Whether users have met a deployment, by the newest look at it. At a pause AWS says how many have it; between, they may have had it and been taken back. */
export function touchedBy(
  { touched, service, answered }: Pick<Observed, 'touched' | 'service' | 'answered'>,
  deployment: ServiceDeployment | undefined,
): Touched {
  if (!deployment || touched === 'yes') return touched;
  if (service.configuration.strategy === 'ROLLING' || shareOf(deployment) > 0) return 'yes';
  const ours = { revision: '', deployment, isAdopted: false };
  if (openPauses({ ours, answered }).length > 0 && deployment.target.productionWeight === 0) return 'no';
  if (isOnTheWay(deployment)) return touched;
  return neverHadUsers(deployment) ? 'no' : 'maybe';
}

/** Whether no user can have met a deployment: a pause kept them from it, or it had not begun. */
export function neverHadUsers(deployment: ServiceDeployment): boolean {
  const { startedAt, target } = deployment;
  if (shareOf(deployment) > 0) return false;
  return isKeptFromUsers(deployment) || (startedAt === undefined && !target.running);
}

function isOnTheWay(deployment: ServiceDeployment): boolean {
  return isInFlight(deployment) && progressOf(deployment) !== 'going back';
}
