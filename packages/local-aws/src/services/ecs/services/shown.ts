import type * as sdk from '@aws-sdk/client-ecs';
import { rawJson } from '../../../kernel/service.ts';
import { countsOf, pending, running } from '../engine/counts.ts';
import { members, primaryOf, underWay } from '../engine/moment.ts';
import { arnOf, type EcsPlace, given, seconds } from '../place.ts';
import type { Document, Guesses, Revision, ServiceRecord } from '../state.ts';
import { activeRevisions } from './new-deployment.ts';

/** A service as answers have it: all that was received, known to the SDK or not, and what has become of it. */
export function shownService(place: EcsPlace, service: ServiceRecord, withTags = false): sdk.Service {
  const { deploymentConfiguration, ...settings } = service.settings as { deploymentConfiguration: Document } & Document;
  const primary = primaryOf(service);
  const revisions = [primary, ...activeRevisions(service, primary)];
  const isOwn = (settings.deploymentController as Document).type === 'ECS';
  const document: Document = given({
    resourceManagementType: 'CUSTOMER',
    roleArn: `arn:aws:iam::${place.account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    ...settings,
    deploymentConfiguration: shownConfiguration(deploymentConfiguration, place.state.guesses),
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: arnOf(place, 'cluster', service.cluster),
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running(service.tasks),
    pendingCount: pending(service.tasks),
    deployments: isOwn
      ? revisions.map((revision, index) => shownDeployment(service, revision, index === 0 ? 'PRIMARY' : 'ACTIVE'))
      : [],
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: seconds(at), message })),
    createdAt: seconds(service.created),
    createdBy: service.createdBy,
    currentServiceDeployment: isOwn ? (underWay(service)[0] ?? service.deployments.at(-1))?.arn : undefined,
    currentServiceRevisions: isOwn ? currentRevisions(service, revisions) : undefined,
    tags: withTags ? service.tags : undefined,
  });
  return { [rawJson]: document } as unknown as sdk.Service;
}

/**
 * What a user of pause hooks has seen: DescribeServices gives their `lifecycleStages` alone, neither `targetType` nor
 * `timeoutConfiguration`, which DescribeServiceDeployments tells at the pause.
 */
function shownConfiguration(configuration: Document, { hooksLackType }: Guesses): Document {
  const hooks = members(configuration, 'lifecycleHooks');
  if (!hooksLackType || hooks.length === 0) return configuration;
  return {
    ...configuration,
    lifecycleHooks: hooks.map(({ targetType, timeoutConfiguration, ...hook }) =>
      targetType === 'PAUSE' ? hook : { targetType, timeoutConfiguration, ...hook },
    ),
  };
}

function currentRevisions(service: ServiceRecord, revisions: readonly Revision[]): readonly Document[] {
  return revisions.map(({ arn, id }) => ({ arn, ...countsOf(service, id) }));
}

function shownDeployment(service: ServiceRecord, revision: Revision, status: 'PRIMARY' | 'ACTIVE'): Document {
  const tasks = service.tasks.filter((task) => task.revision === revision.id);
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion, platformFamily } = revision.settings;
  const { networkConfiguration, serviceConnectConfiguration, volumeConfigurations } = revision.settings;
  return given({
    id: `ecs-svc/${revision.id}`,
    status,
    taskDefinition,
    desiredCount: status === 'PRIMARY' || revision.scaled ? service.desiredCount : 0,
    pendingCount: pending(tasks),
    runningCount: running(tasks),
    failedTasks: revision.failedTasks,
    createdAt: seconds(revision.created),
    updatedAt: seconds(revision.updated),
    launchType,
    capacityProviderStrategy,
    platformVersion,
    platformFamily,
    networkConfiguration,
    serviceConnectConfiguration,
    volumeConfigurations,
    rolloutState: revision.rollout,
    rolloutStateReason: revision.rolloutReason,
  });
}
