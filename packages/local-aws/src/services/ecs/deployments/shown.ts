import type * as sdk from '@aws-sdk/client-ecs';
import { drawn } from '../../../kernel/drawn.ts';
import { rawJson } from '../../../kernel/service.ts';
import { countsOf } from '../engine/counts.ts';
import { awaited } from '../engine/hooks.ts';
import { member } from '../engine/moment.ts';
import { alarmNames, thresholdOf } from '../engine/monitors.ts';
import { arnOf, type EcsPlace, given, revisionOf, seconds } from '../place.ts';
import type { DeploymentRecord, Document, ServiceRecord, Stage } from '../state.ts';
import type { Found } from './find.ts';

/** A service deployment as DescribeServiceDeployments has it. */
export function shownDeployment(place: EcsPlace, { service, deployment }: Found): sdk.ServiceDeployment {
  const document: Document = given({
    ...headOf(place, { service, deployment }),
    stoppedAt: seconds(deployment.stopped),
    updatedAt: seconds(deployment.updated),
    sourceServiceRevisions: deployment.sources.map((id, index) => source(service, deployment, id, index)),
    targetServiceRevision: target(service, deployment),
    lifecycleStage: shownStage(place, deployment),
    lifecycleHookDetails: deployment.hooks.length === 0 ? undefined : deployment.hooks.map(shownHook),
    deploymentConfiguration: deployment.configuration,
    rollback: shownRollback(service, deployment),
    deploymentCircuitBreaker: {
      status: deployment.breaker,
      failureCount: deployment.failures,
      threshold: thresholdOf(service, deployment),
    },
    alarms: given({
      status: deployment.alarms,
      alarmNames: [...alarmNames(deployment)],
      triggeredAlarmNames: deployment.triggeredAlarms,
    }),
  });
  return { [rawJson]: document } as unknown as sdk.ServiceDeployment;
}

/** What a service deployment is, and how it goes, as both answers have it. */
function headOf(place: EcsPlace, { service, deployment }: Found): Document {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: arnOf(place, 'cluster', service.cluster),
    createdAt: seconds(deployment.created),
    startedAt: seconds(deployment.started),
    finishedAt: seconds(deployment.finished),
    status: deployment.status,
    statusReason: deployment.statusReason,
  };
}

function shownHook({ hookId, status, expires, timeoutAction }: DeploymentRecord['hooks'][number]): Document {
  return { hookId, targetType: 'PAUSE', status, expiresAt: seconds(expires), timeoutAction };
}

/** A rollback record with the ARN of its revision; undefined before it begins. */
function shownRollback(service: ServiceRecord, { rollback }: DeploymentRecord): Document | undefined {
  if (!rollback) return undefined;
  const { reason, started, revision } = rollback;
  const serviceRevisionArn = revision === undefined ? undefined : revisionOf(service, revision).arn;
  return given({ reason, startedAt: seconds(started), serviceRevisionArn });
}

function target(service: ServiceRecord, deployment: DeploymentRecord): Document {
  const { testWeight, productionWeight } = deployment;
  return given({
    ...counts(service, deployment, deployment.target),
    requestedTestTrafficWeight: testWeight,
    requestedProductionTrafficWeight: productionWeight,
  });
}

/** The first source has all the traffic that the target does not have. */
function source(service: ServiceRecord, deployment: DeploymentRecord, id: string, index: number): Document {
  const rest = (weight: number | undefined) => {
    if (weight === undefined) return undefined;
    return index === 0 ? Math.round((100 - weight) * 10) / 10 : 0;
  };
  return given({
    ...counts(service, deployment, id),
    requestedTestTrafficWeight: rest(deployment.testWeight),
    requestedProductionTrafficWeight: rest(deployment.productionWeight),
  });
}

/** As it is now, and of a deployment that is over, as it was then. */
function counts(service: ServiceRecord, deployment: DeploymentRecord, id: string): Document {
  return { arn: revisionOf(service, id).arn, ...(deployment.counts?.[id] ?? countsOf(service, id)) };
}

/**
 * ServiceDeploymentLifecycleStage has no PRE_PRODUCTION_TRAFFIC_SHIFT: what is shown there is not said, and is drawn of
 * nothing, the stage before, and PRODUCTION_TRAFFIC_SHIFT. ROLLING shows a stage only at a pause, as far as is known.
 */
function shownStage({ state }: EcsPlace, deployment: DeploymentRecord): Stage | undefined {
  const { stage, strategy, steps } = deployment;
  if (strategy === 'ROLLING') return awaited(deployment).length > 0 ? stage : undefined;
  if (stage !== 'PRE_PRODUCTION_TRAFFIC_SHIFT') return stage;
  const { stageBeforeShift } = state.guesses;
  const choices = ['none', 'before', 'shift'] as const;
  const draw = Math.floor(drawn(state.pace.seed, `stage before shift ${deployment.id} ${steps}`) * choices.length);
  const choice = stageBeforeShift === 'seed' ? choices[draw] : stageBeforeShift;
  if (choice === 'none') return undefined;
  if (choice === 'shift') return 'PRODUCTION_TRAFFIC_SHIFT';
  return steps === 0 ? 'POST_TEST_TRAFFIC_SHIFT' : 'PRODUCTION_TRAFFIC_SHIFT';
}

/** A service deployment as ListServiceDeployments has it. */
export function briefOf(place: EcsPlace, { service, deployment }: Found): sdk.ServiceDeploymentBrief {
  const document: Document = given({
    ...headOf(place, { service, deployment }),
    targetServiceRevisionArn: revisionOf(service, deployment.target).arn,
  });
  return { [rawJson]: document } as unknown as sdk.ServiceDeploymentBrief;
}

/** A service revision as DescribeServiceRevisions has it. */
export function shownRevision(place: EcsPlace, service: ServiceRecord, id: string): sdk.ServiceRevision {
  const { arn, created, settings, targetGroups, images } = revisionOf(service, id);
  const balancers = (settings.loadBalancers ?? []) as readonly Document[];
  const document: Document = given({
    ...settings,
    serviceRevisionArn: arn,
    serviceArn: service.arn,
    clusterArn: arnOf(place, 'cluster', service.cluster),
    createdAt: seconds(created),
    // Known once a task of it has pulled them.
    containerImages: images,
    guardDutyEnabled: false,
    resolvedConfiguration: {
      loadBalancers: targetGroups.map((targetGroupArn, index) =>
        given({
          targetGroupArn,
          productionListenerRule: member(balancers[index] ?? {}, 'advancedConfiguration').productionListenerRule,
        }),
      ),
    },
  });
  return { [rawJson]: document } as unknown as sdk.ServiceRevision;
}
