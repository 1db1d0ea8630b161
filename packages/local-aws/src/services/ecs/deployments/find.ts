import { arnOf, type EcsPlace } from '../place.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';

/** A service deployment with its service. */
export interface Found {
  readonly service: ServiceRecord;
  readonly deployment: DeploymentRecord;
}

/**
 * The service deployment of an ARN, if reads show it by now. ECS "follows an eventual consistency model": a new one may not be
 * there yet when UpdateService has answered (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html).
 */
export function findDeployment(place: EcsPlace, arn: string): Found | undefined {
  const service = serviceOfDeployment(place, arn);
  const deployment = service?.deployments.find((each) => each.arn === arn);
  return service && deployment && isVisible(place, service, deployment) ? { service, deployment } : undefined;
}

/** Whether reads show a service deployment. "Amazon ECS deletes the service deployment when you delete a service": service-deployment.html */
export function isVisible(place: EcsPlace, { status }: ServiceRecord, { visible }: DeploymentRecord): boolean {
  return status === 'ACTIVE' && visible <= place.clock.now();
}

function serviceOfDeployment({ state }: EcsPlace, arn: string): ServiceRecord | undefined {
  return state.services.get(pathOf(arn).split('/').slice(0, 2).join('/'));
}

/** What follows the kind in the ARN of a deployment or a revision: `<cluster>/<service>/<id>`. */
function pathOf(arn: string): string {
  return arn.replace(/^arn:[^/]*\//, '');
}

/**
 * The action on a service deployment or revision, and on its service: the Service Authorization Reference requires both
 * resource types (https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs.html).
 */
export function onBoth(action: string) {
  return (arns: readonly string[], place: EcsPlace) => {
    const services = arns.map((arn) => arnOf(place, 'service', pathOf(arn).split('/').slice(0, 2).join('/')));
    return [...new Set([...services, ...arns])].map((resource) => ({ action: `ecs:${action}`, resource }));
  };
}
