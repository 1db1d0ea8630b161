import type * as sdk from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kernel/service.ts';
import { member, primaryOf } from '../engine/moment.ts';
import { invalidParameter } from '../errors.ts';
import { operation } from '../operation.ts';
import { activeService, type EcsCall, serviceArn } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { Document, EcsState, ServiceRecord, TaskDefinitionRecord } from '../state.ts';
import { findDefinition, usableDefinition } from '../task-definitions/find.ts';
import { settingsOf } from './create.ts';
import { activeRevisions, newDeployment } from './new-deployment.ts';
import { rolesOf } from './roles.ts';
import { startsDeployment, updatedSettings } from './settings.ts';
import { shownService } from './shown.ts';
import { assertDesiredCount, assertSettings } from './validate.ts';

// "Once five deployments are simultaneously in a non-completed state, ECS rejects any additional deployment requests":
// aws/containers-roadmap#2836, with the message.
const MOST_DEPLOYMENTS = 5;

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html. It has neither a condition nor a client
 * token: the newest wins.
 */
export function updateService(
  ports: EcsPorts,
): Operation<EcsState, sdk.UpdateServiceRequest, sdk.UpdateServiceResponse> {
  return operation('UpdateService', {
    takes: [
      'cluster',
      'service',
      'desiredCount',
      'taskDefinition',
      'capacityProviderStrategy',
      'deploymentConfiguration',
      'availabilityZoneRebalancing',
      'networkConfiguration',
      'placementConstraints',
      'placementStrategy',
      'platformVersion',
      'forceNewDeployment',
      'healthCheckGracePeriodSeconds',
      'deploymentController',
      'enableExecuteCommand',
      'enableECSManagedTags',
      'loadBalancers',
      'propagateTags',
      'serviceRegistries',
      'serviceConnectConfiguration',
      'volumeConfigurations',
      'vpcLatticeConfigurations',
      'gatewayConnectors',
      'monitoring',
    ],
    resource: ({ service, cluster }, place) => serviceArn(place, service, cluster),
    authorizes: (input, place) => [
      { action: 'ecs:UpdateService', resource: serviceArn(place, input.service, input.cluster) },
      ...rolesOf(place, input),
    ],
    run(call, input) {
      const asked = { ...input };
      const service = activeService(call, asked);
      const { desiredCount, taskDefinition, forceNewDeployment = false } = asked;
      assertDesiredCount(desiredCount);
      assertController(service, taskDefinition);
      const definition = definitionOf(call, service, taskDefinition);
      const change = { ...settingsOf(call), ...(taskDefinition !== undefined && { taskDefinition: definition?.arn }) };
      const settings = updatedSettings(service.settings, change);
      assertSettings(call, ports, settings, definition);
      const starts = forceNewDeployment || startsDeployment(service.settings, settings);
      if (starts) assertFewDeployments(service);
      service.settings = settings;
      if (desiredCount !== undefined && desiredCount !== service.desiredCount) {
        service.desiredCount = desiredCount;
        service.steady = false;
      }
      if (starts) newDeployment({ place: call, service, at: call.clock.now() });
      service.wake = call.clock.now();
      return { service: shownService(call, service) };
    },
  });
}

/** A definition that is named has to be ACTIVE; the one that the service has may be INACTIVE by now. */
function definitionOf(
  call: EcsCall,
  { settings }: ServiceRecord,
  named: string | undefined,
): TaskDefinitionRecord | undefined {
  return named === undefined ? findDefinition(call, String(settings.taskDefinition)) : usableDefinition(call, named);
}

/** The message for CODE_DEPLOY is ECS's own: boto/boto3#1936. That for EXTERNAL is ours. */
function assertController({ settings }: ServiceRecord, taskDefinition: string | undefined): void {
  const { type } = member(settings, 'deploymentController') as Document;
  if (settings.resourceManagementType === 'ECS')
    throw invalidParameter('An Express Gateway service is updated by UpdateExpressGatewayService.');
  if (taskDefinition === undefined || type === 'ECS') return;
  const remedy = type === 'CODE_DEPLOY' ? 'Use AWS CodeDeploy to trigger a new deployment.' : 'Use task sets instead.';
  throw invalidParameter(
    `Unable to update task definition on services with a ${type} deployment controller. ${remedy}`,
  );
}

function assertFewDeployments(service: ServiceRecord): void {
  const active = 1 + activeRevisions(service, primaryOf(service)).length;
  if (active >= MOST_DEPLOYMENTS)
    throw invalidParameter(`${MOST_DEPLOYMENTS} active deployments exist, unable to create new deployment.`);
}
