import { drawn } from '../../../kernel/drawn.ts';
import { end } from '../engine/end.ts';
import { awaited } from '../engine/hooks.ts';
import { type Moment, underWay } from '../engine/moment.ts';
import { sharesOf } from '../engine/stages.ts';
import { hasTestTraffic } from '../engine/weights.ts';
import { arnOf, deploymentId, revisionId } from '../place.ts';
import type { DeploymentRecord, Document, EcsState, Revision, ServiceRecord, Strategy } from '../state.ts';
import { revisionSettings } from './settings.ts';

const SUPERSEDED = 'Service deployment stopped because a new service deployment was started.';

/** Makes a revision of a service's settings, and a service deployment to it, which begins when those before it are over. */
export function newDeployment(moment: Pick<Moment, 'place' | 'service' | 'at'>): void {
  const { place, service, at } = moment;
  supersede(moment);
  const configuration = service.settings.deploymentConfiguration as Document;
  const strategy = (configuration.strategy ?? 'ROLLING') as Strategy;
  const revision = newRevision(moment);
  service.revisions.push(revision);
  const id = deploymentId(place);
  service.deployments.push({
    id,
    arn: arnOf(place, 'service-deployment', `${service.cluster}/${service.name}/${id}`),
    created: at,
    updated: at,
    started: undefined,
    finished: undefined,
    stopped: undefined,
    status: 'PENDING',
    statusReason: undefined,
    strategy,
    configuration,
    target: revision.id,
    sources: [],
    stage: undefined,
    stageSince: at,
    until: at + place.state.pace.react,
    steps: 0,
    shares: sharesOf(strategy, configuration),
    hooks: [],
    testWeight: strategy !== 'ROLLING' && hasTestTraffic(revision) ? 0 : undefined,
    productionWeight: strategy === 'ROLLING' ? undefined : 0,
    rollback: undefined,
    exposed: false,
    failures: 0,
    breaker: 'DISABLED',
    alarms: 'DISABLED',
    triggeredAlarms: [],
    alarmsUntil: undefined,
    counts: undefined,
    visible: at + Math.ceil(place.state.pace.visible * drawn(place.state.pace.seed, `visible ${id}`)),
  });
  service.steady = false;
}

function newRevision({ place, service, at }: Pick<Moment, 'place' | 'service' | 'at'>): Revision {
  const id = revisionId(place);
  return {
    id,
    arn: arnOf(place, 'service-revision', `${service.cluster}/${service.name}/${id}`),
    created: at,
    updated: at,
    settings: revisionSettings(service.settings),
    targetGroups: [],
    images: undefined,
    scaled: false,
    rollout: 'IN_PROGRESS',
    rolloutReason: `ECS deployment ecs-svc/${id} in progress.`,
    failedTasks: 0,
    throttledUntil: 0,
    failedStarts: 0,
  };
}

/**
 * What a new service deployment does to those that are under way: one that runs is stopped, one that rolls back is waited
 * for. One at a pause is stopped, too: its hooks are answered no more when "a new deployment was triggered (invalidating
 * previous hookIds)" (troubleshooting-blue-green.html). Told otherwise, the new one is PENDING until that is over.
 */
function supersede({ place, service, at }: Pick<Moment, 'place' | 'service' | 'at'>): void {
  for (const deployment of underWay(service)) {
    if (deployment.status === 'PENDING') {
      end({ service, at }, deployment, 'STOPPED');
      deployment.statusReason = SUPERSEDED;
      deployment.stopped = at;
    }
    if (deployment.status !== 'IN_PROGRESS') continue;
    if (awaited(deployment).length > 0 && waitsAtPause(place.state, deployment)) continue;
    deployment.status = 'STOP_REQUESTED';
    deployment.statusReason = SUPERSEDED;
    deployment.updated = at;
    deployment.until = at + place.state.pace.react;
  }
}

function waitsAtPause({ guesses, pace }: EcsState, { id }: DeploymentRecord): boolean {
  if (guesses.updateAtPause !== 'seed') return guesses.updateAtPause === 'waits';
  return drawn(pace.seed, `update at pause ${id}`) < 0.5;
}

/** The revisions that still have tasks, the newest first, after that of the PRIMARY deployment. */
export function activeRevisions(service: ServiceRecord, primary: Revision): readonly Revision[] {
  const busy = new Set(service.tasks.filter(({ status }) => status !== 'STOPPED').map(({ revision }) => revision));
  return service.revisions.filter(({ id }) => id !== primary.id && busy.has(id)).reverse();
}
