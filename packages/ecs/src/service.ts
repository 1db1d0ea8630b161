import { endOfArn } from './arn.ts';
import { configurationIn, type DeploymentConfiguration } from './configuration.ts';
import { type JsonObject, numberIn, objectIn, objectsIn, textIn, timeIn } from './json.ts';

/** A service by its name, in a cluster by its name or ARN. */
export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
  /** The service's ARN, where the workflow gave that: its Region and account have to be those of the service that is found. */
  readonly arn?: string;
}

/** A service as DescribeServices and UpdateService tell of it. */
export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  /** `ACTIVE`, `DRAINING` or `INACTIVE`. */
  readonly status: string;
  /** What deploys it: `ECS`, `CODE_DEPLOY` or `EXTERNAL`. Where AWS names none it is `ECS`. */
  readonly controller: string;
  /** `ECS` is an Express service, which is changed by an API of its own; `CUSTOMER` any other. */
  readonly managedBy: string;
  /** `REPLICA` or `DAEMON`. */
  readonly scheduling: string;
  readonly desiredCount: number | undefined;
  readonly runningCount: number | undefined;
  readonly pendingCount: number | undefined;
  /** ARN of the task definition that was asked for last. */
  readonly taskDefinition: string;
  readonly configuration: DeploymentConfiguration;
  /** ARN of the service deployment that is under way, or else of the last one; empty where there is none. */
  readonly currentDeployment: string;
  /** Revisions that have tasks now. */
  readonly revisions: readonly RevisionTasks[];
  /** The older view of the same: one is PRIMARY, and those that are being replaced are ACTIVE. */
  readonly deployments: readonly TaskDeployment[];
  readonly loadBalancers: readonly ServiceLoadBalancer[];
  /** Whether traffic can be shifted by Service Connect. */
  readonly hasServiceConnect: boolean;
  /** The newest first, as AWS has them; a hundred at the most. */
  readonly events: readonly ServiceEvent[];
  /** As it came, with members that this version of the suite does not know. */
  readonly raw: JsonObject;
}

/** The tasks of one revision. */
export interface RevisionTasks {
  /** Of the service revision. */
  readonly arn: string;
  readonly requested: number | undefined;
  readonly running: number | undefined;
  readonly pending: number | undefined;
}

/** A deployment as a service lists it. */
export interface TaskDeployment {
  /** Such as `ecs-svc/1234567890123456789`. */
  readonly id: string;
  /** `PRIMARY`, `ACTIVE` or `INACTIVE`. */
  readonly status: string;
  readonly taskDefinition: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
  readonly desired: number | undefined;
  readonly running: number | undefined;
  readonly pending: number | undefined;
  readonly failed: number | undefined;
  readonly rolloutState: string;
  readonly rolloutReason: string;
}

/** How a load balancer reaches the service. ARNs; empty where there is none. */
export interface ServiceLoadBalancer {
  readonly targetGroup: string;
  readonly alternateTargetGroup: string;
  /** A listener rule, or of a Network Load Balancer a listener. */
  readonly productionRule: string;
  readonly testRule: string;
  readonly container: string;
}

/** What happened to a service, in ECS's own words. */
export interface ServiceEvent {
  /** Milliseconds since the epoch; 0 where AWS does not say. */
  readonly at: number;
  readonly message: string;
}

/** Reads a service out of AWS's JSON. */
export function serviceIn(raw: JsonObject): Service {
  return {
    arn: textIn(raw, 'serviceArn'),
    name: textIn(raw, 'serviceName'),
    clusterArn: textIn(raw, 'clusterArn'),
    status: textIn(raw, 'status'),
    controller: textIn(objectIn(raw, 'deploymentController'), 'type') || 'ECS',
    managedBy: textIn(raw, 'resourceManagementType') || 'CUSTOMER',
    scheduling: textIn(raw, 'schedulingStrategy') || 'REPLICA',
    desiredCount: numberIn(raw, 'desiredCount'),
    runningCount: numberIn(raw, 'runningCount'),
    pendingCount: numberIn(raw, 'pendingCount'),
    taskDefinition: textIn(raw, 'taskDefinition'),
    configuration: configurationIn(raw),
    currentDeployment: textIn(raw, 'currentServiceDeployment'),
    revisions: objectsIn(raw, 'currentServiceRevisions').map(tasksIn),
    deployments: objectsIn(raw, 'deployments').map(deploymentIn),
    loadBalancers: objectsIn(raw, 'loadBalancers').map(loadBalancerIn),
    hasServiceConnect: raw.serviceConnectConfiguration !== undefined || hasConnectedDeployment(raw),
    events: objectsIn(raw, 'events').map((event) => ({
      at: timeIn(event, 'createdAt') ?? 0,
      message: textIn(event, 'message'),
    })),
    raw,
  };
}

/** The counts of tasks of a revision, wherever AWS gives them. */
export function tasksIn(raw: JsonObject): RevisionTasks {
  return {
    arn: textIn(raw, 'arn'),
    requested: numberIn(raw, 'requestedTaskCount'),
    running: numberIn(raw, 'runningTaskCount'),
    pending: numberIn(raw, 'pendingTaskCount'),
  };
}

function deploymentIn(raw: JsonObject): TaskDeployment {
  return {
    id: textIn(raw, 'id'),
    status: textIn(raw, 'status'),
    taskDefinition: textIn(raw, 'taskDefinition'),
    createdAt: timeIn(raw, 'createdAt'),
    desired: numberIn(raw, 'desiredCount'),
    running: numberIn(raw, 'runningCount'),
    pending: numberIn(raw, 'pendingCount'),
    failed: numberIn(raw, 'failedTasks'),
    rolloutState: textIn(raw, 'rolloutState'),
    rolloutReason: textIn(raw, 'rolloutStateReason'),
  };
}

function loadBalancerIn(raw: JsonObject): ServiceLoadBalancer {
  const advanced = objectIn(raw, 'advancedConfiguration');
  return {
    targetGroup: textIn(raw, 'targetGroupArn'),
    alternateTargetGroup: textIn(advanced, 'alternateTargetGroupArn'),
    productionRule: textIn(advanced, 'productionListenerRule'),
    testRule: textIn(advanced, 'testListenerRule'),
    container: textIn(raw, 'containerName'),
  };
}

/** Service Connect is told of with the deployments: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
function hasConnectedDeployment(raw: JsonObject): boolean {
  return objectsIn(raw, 'deployments').some((one) => one.serviceConnectConfiguration !== undefined);
}

/** The deployment that was asked for last. */
export function primaryOf({ deployments }: Pick<Service, 'deployments'>): TaskDeployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/**
 * The id of the revision that a write has made, by the PRIMARY deployment in UpdateService's reply: the N of `ecs-svc/N` is the end of
 * the service revision's ARN (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html). Empty where the reply
 * names none.
 */
export function revisionIdIn(service: Pick<Service, 'deployments'>): string {
  return /^ecs-svc\/(\d+)$/.exec(primaryOf(service)?.id ?? '')?.[1] ?? '';
}

/** The ARN of a service's revision, such as `arn:aws:ecs:…:service-revision/shop/web/1234567890123456789`. */
export function revisionArn({ arn }: Pick<Service, 'arn'>, id: string): string {
  return `${arn.replace(':service/', ':service-revision/')}/${id}`;
}

/** The id at the end of a revision's ARN. */
export function revisionId(arn: string): string {
  return endOfArn(arn);
}
