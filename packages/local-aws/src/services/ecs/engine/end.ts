import type { DeploymentRecord, DeploymentStatus } from '../state.ts';
import { countsOf } from './counts.ts';
import type { Moment } from './moment.ts';

/**
 * A service deployment is over, and keeps what its revisions have then: "After the deployment completes, the task counts are a
 * snapshot from when the deployment completed" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html).
 */
export function end(
  { service, at }: Pick<Moment, 'service' | 'at'>,
  deployment: DeploymentRecord,
  status: DeploymentStatus,
): void {
  const ids = [deployment.target, ...deployment.sources];
  deployment.status = status;
  deployment.counts = Object.fromEntries(ids.map((id) => [id, countsOf(service, id)]));
  deployment.finished = at;
  deployment.updated = at;
  deployment.until = undefined;
}
