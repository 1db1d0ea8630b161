import type { Document } from '../state.ts';

/** What of a service's settings its revisions hold: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html */
const OF_REVISIONS: readonly string[] = [
  'taskDefinition',
  'capacityProviderStrategy',
  'launchType',
  'platformVersion',
  'platformFamily',
  'loadBalancers',
  'serviceRegistries',
  'networkConfiguration',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'gatewayConnectors',
  'monitoring',
];

/**
 * Of these "this parameter triggers a new service deployment" is said in
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html; of the last two nothing is said, and they
 * are what a revision holds.
 */
const TRIGGERS: readonly string[] = [
  'taskDefinition',
  'networkConfiguration',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'gatewayConnectors',
  'monitoring',
];

/** What a revision holds of a service's settings. */
export function revisionSettings(settings: Document): Document {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => OF_REVISIONS.includes(name)));
}

/** The settings of a service that goes back to a revision: what that did not have is gone as well. */
export function settingsWith(settings: Document, revision: Document): Document {
  const own = Object.entries(settings).filter(([name]) => !OF_REVISIONS.includes(name));
  return { ...Object.fromEntries(own), ...revision };
}

/** Whether a change of settings starts a service deployment: one of them is another than before. */
export function startsDeployment(before: Document, after: Document): boolean {
  return TRIGGERS.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** The settings of a new service, with what AWS adds. */
export function completedSettings(settings: Document): Document {
  const isFargate = settings.launchType === 'FARGATE' || hasFargateProvider(settings);
  return {
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    availabilityZoneRebalancing: 'ENABLED',
    ...(isFargate && { platformVersion: 'LATEST', platformFamily: 'Linux' }),
    ...(settings.capacityProviderStrategy === undefined && { launchType: 'EC2' }),
    ...settings,
    deploymentConfiguration: completedConfiguration(settings.deploymentConfiguration as Document | undefined),
  };
}

function hasFargateProvider({ capacityProviderStrategy = [] }: Document): boolean {
  return (capacityProviderStrategy as readonly Document[]).some(({ capacityProvider }) =>
    String(capacityProvider).startsWith('FARGATE'),
  );
}

/** Defaults of https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html. */
function completedConfiguration(given: Document = {}): Document {
  return {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING',
    ...given,
  };
}

/**
 * Settings after an update: what is given is put in the place of what was, of `deploymentConfiguration` member by member. AWS
 * does not say the latter, and "you must manually set the bake time" to have its default again: deployment-alarm-failure.html.
 */
export function updatedSettings(before: Document, change: Document): Document {
  const configuration = change.deploymentConfiguration as Document | undefined;
  return {
    ...before,
    ...change,
    deploymentConfiguration: { ...(before.deploymentConfiguration as Document), ...configuration },
  };
}
