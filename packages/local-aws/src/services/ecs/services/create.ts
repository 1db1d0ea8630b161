import type * as sdk from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kernel/service.ts';
import { invalidParameter } from '../errors.ts';
import { documentOf, operation } from '../operation.ts';
import { arnOf, clusterName, clusterOf, type EcsCall } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { Document, EcsState, ServiceRecord } from '../state.ts';
import { withTags } from '../tag-rules.ts';
import { usableDefinition } from '../task-definitions/find.ts';
import { newDeployment } from './new-deployment.ts';
import { rolesOf } from './roles.ts';
import { completedSettings } from './settings.ts';
import { shownService } from './shown.ts';
import { assertDesiredCount, assertSettings } from './validate.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export function createService(
  ports: EcsPorts,
): Operation<EcsState, sdk.CreateServiceRequest, sdk.CreateServiceResponse> {
  const resource: (input: sdk.CreateServiceRequest, place: Pick<EcsCall, 'account' | 'region'>) => string = (
    { cluster, serviceName = '*' },
    place,
  ) => arnOf(place, 'service', `${clusterName(cluster)}/${serviceName}`);
  return operation('CreateService', {
    takes: [
      'cluster',
      'serviceName',
      'taskDefinition',
      'availabilityZoneRebalancing',
      'loadBalancers',
      'serviceRegistries',
      'desiredCount',
      'clientToken',
      'launchType',
      'capacityProviderStrategy',
      'platformVersion',
      'role',
      'deploymentConfiguration',
      'placementConstraints',
      'placementStrategy',
      'networkConfiguration',
      'healthCheckGracePeriodSeconds',
      'schedulingStrategy',
      'deploymentController',
      'tags',
      'enableECSManagedTags',
      'propagateTags',
      'enableExecuteCommand',
      'serviceConnectConfiguration',
      'volumeConfigurations',
      'vpcLatticeConfigurations',
      'gatewayConnectors',
      'monitoring',
    ],
    resource,
    authorizes: (input, place) => [
      { action: 'ecs:CreateService', resource: resource(input, place) },
      ...rolesOf(place, input),
      ...((input.tags ?? []).length > 0 ? [{ action: 'ecs:TagResource', resource: resource(input, place) }] : []),
    ],
    run(call, input) {
      const asked = { ...input };
      const cluster = clusterOf(call, asked.cluster);
      const { serviceName = '', clientToken, tags = [], desiredCount, taskDefinition } = asked;
      if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) throw invalidParameter('Invalid service name.');
      const key = `${cluster.name}/${serviceName}`;
      const existing = call.state.services.get(key);
      if (existing && existing.status !== 'INACTIVE') return again(call, existing, clientToken);
      const definition = usableDefinition(call, taskDefinition ?? '');
      const settings = completedSettings({ ...settingsOf(call), taskDefinition: definition.arn });
      assertSettings(call, ports, settings, definition);
      assertDesiredCount(desiredCount);
      // "desiredCount … is required if schedulingStrategy is REPLICA": the API's page.
      if (desiredCount === undefined) throw invalidParameter('desiredCount is required.');
      const service: ServiceRecord = {
        cluster: cluster.name,
        name: serviceName,
        arn: arnOf(call, 'service', key),
        created: call.clock.now(),
        createdBy: call.principal,
        status: 'ACTIVE',
        settings,
        desiredCount,
        tags: withTags([], tags as []),
        revisions: [],
        deployments: [],
        tasks: [],
        stopped: [],
        events: [],
        clientToken,
        steady: false,
        wake: call.clock.now(),
      };
      newDeployment({ place: call, service, at: call.clock.now() });
      call.state.services.set(key, service);
      return { service: shownService(call, service, true) };
    },
  });
}

/** The message is ECS's own: hashicorp/terraform-provider-aws#2283. */
function again(call: EcsCall, existing: ServiceRecord, clientToken: string | undefined) {
  if (clientToken === undefined || existing.clientToken !== clientToken)
    throw invalidParameter('Creation of service was not idempotent.');
  return { service: shownService(call, existing, true) };
}

const NOT_SETTINGS = [
  'cluster',
  'service',
  'serviceName',
  'desiredCount',
  'clientToken',
  'tags',
  'role',
  'forceNewDeployment',
];

/** What of a call are settings of the service, members included that no SDK knows. */
export function settingsOf(call: EcsCall): Document {
  return Object.fromEntries(Object.entries(documentOf(call)).filter(([name]) => !NOT_SETTINGS.includes(name)));
}
