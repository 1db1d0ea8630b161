import {
  type DeploymentBrief,
  isInFlight,
  progressOf,
  revisionId,
  revisionIdIn,
  type Service,
  type ServiceDeployment,
} from '@actions-aws/ecs';
import type { Standing, Undone } from './state.ts';

/**
 * Deployments that have to be read whole to tell how a service stands, by ARN, the newest first: those that are under way, and the newest
 * unless it went well.
 */
export function toDescribe(briefs: readonly DeploymentBrief[]): readonly string[] {
  const [newest] = briefs;
  return briefs
    .filter((brief) => isInFlight(brief) || (brief === newest && progressOf(brief) !== 'successful'))
    .map(({ arn }) => arn);
}

/**
 * How a service stands, by its deployments, the newest first, of which some were read whole. `undefined` where what is listed does not
 * tell of the deployment that the service itself names as its PRIMARY: AWS may show it late.
 */
export function standingOf(
  service: Service,
  briefs: readonly DeploymentBrief[],
  described: readonly ServiceDeployment[],
): Standing | undefined {
  const primary = revisionIdIn(service);
  const [newest] = briefs;
  // Deployments are kept for 90 days: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
  if (!newest) return primary === '' ? undefined : { is: 'resting', live: primary, undone: undefined };
  const target = revisionId(newest.target);
  const whole = described.find(({ arn }) => arn === newest.arn);
  // Read a moment later than the list, so that its status is the newer one.
  const progress = progressOf(whole ?? newest);
  if (!isKnown(primary, target, progress, whole)) return undefined;
  const undone = whole && undoneBy(whole);
  if (progress === 'successful') return { is: 'resting', live: target, undone: undefined };
  const [first, ...others] = described.filter((one) => isInFlight(one) && progressOf(one) !== 'going back');
  if (first) {
    const behind = undone && { ...undone, isOver: progress === 'back' };
    return { is: 'moving', deployments: [first, ...others], target: revisionId(first.target.arn), behind };
  }
  if (!whole) return undefined;
  if (progress === 'stopped') return { is: 'broken off', deployment: whole, target };
  if (progress === 'going back') return undone && { is: 'going back', deployment: whole, undone };
  const live = backOn(service, whole);
  return live ? { is: 'resting', live, undone } : undefined;
}

/**
 * Whether the newest deployment that is listed is the one that was asked for last. ECS's own rollback makes no new revision
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html), and AWS does not say whether PRIMARY follows it.
 */
function isKnown(
  primary: string,
  target: string,
  progress: ReturnType<typeof progressOf>,
  whole: ServiceDeployment | undefined,
): boolean {
  if (primary === '' || primary === target) return true;
  const mayBeBefore = progress === 'back' || progress === 'going back' || progress === 'stopped';
  return (
    mayBeBefore && [whole?.rollback?.revision ?? '', ...sourcesOf(whole)].some((arn) => revisionId(arn) === primary)
  );
}

/** Where ECS went back to: as it says, else what the deployment replaced, else the only revision that has tasks. */
function backOn(service: Service, deployment: ServiceDeployment): string | undefined {
  if (deployment.rollback?.revision) return revisionId(deployment.rollback.revision);
  const sources = sourcesOf(deployment);
  const running = service.revisions.filter((one) => (one.running ?? 0) > 0).map(({ arn }) => arn);
  const [only] = sources.length === 1 ? sources : running.length === 1 ? running : [];
  return only === undefined ? undefined : revisionId(only);
}

function sourcesOf(deployment: ServiceDeployment | undefined): readonly string[] {
  return (deployment?.sources ?? []).map(({ arn }) => arn);
}

function undoneBy(deployment: ServiceDeployment): Undone | undefined {
  const progress = progressOf(deployment);
  if (progress !== 'back' && progress !== 'going back') return undefined;
  const { target, rollback, statusReason, finishedAt, updatedAt } = deployment;
  return {
    revision: revisionId(target.arn),
    reason: rollback?.reason || statusReason,
    at: rollback?.startedAt ?? finishedAt ?? updatedAt,
  };
}
