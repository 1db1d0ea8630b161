import type * as sdk from '@aws-sdk/client-ecs';
import { end } from '../engine/end.ts';
import { underWay } from '../engine/moment.ts';
import { clusterNotFound, invalidParameter, serviceNotFound } from '../errors.ts';
import { operation } from '../operation.ts';
import { clusterName, clusterOf, findService, page, serviceArn } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import { createService } from './create.ts';
import { shownService } from './shown.ts';
import { updateService } from './update.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const describeServices = operation<sdk.DescribeServicesRequest, sdk.DescribeServicesResponse>('DescribeServices', {
  takes: ['cluster', 'services', 'include'],
  resource: ({ cluster, services }, place) => serviceArn(place, services?.[0], cluster),
  authorizes: ({ cluster, services = [] }, place) =>
    services.map((each) => ({ action: 'ecs:DescribeServices', resource: serviceArn(place, each, cluster) })),
  run(call, input) {
    const { cluster, services = [], include = [] } = input;
    const named = clusterName(cluster);
    if (!call.state.clusters.has(named)) throw clusterNotFound();
    if (services.length === 0) throw invalidParameter('Services cannot be empty.');
    // "You may specify up to 10 services to describe in a single operation."
    if (services.length > 10) throw invalidParameter('You can describe up to 10 services.');
    const found = services.map((each) => ({ each, service: findService(call, each, named) }));
    return {
      services: found.flatMap(({ service }) =>
        service ? [shownService(call, service, include.includes('TAGS'))] : [],
      ),
      failures: found
        .filter(({ service }) => service === undefined)
        .map(({ each }) => ({ arn: serviceArn(call, each, cluster), reason: 'MISSING' })),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
const listServices = operation<sdk.ListServicesRequest, sdk.ListServicesResponse>('ListServices', {
  takes: ['cluster', 'nextToken', 'maxResults', 'launchType', 'schedulingStrategy', 'resourceManagementType'],
  resource: () => '*',
  run(call, input) {
    const { cluster, nextToken, maxResults, launchType, schedulingStrategy, resourceManagementType } = input;
    const { name } = clusterOf(call, cluster);
    const all = [...call.state.services.values()].filter(
      (service) =>
        service.cluster === name &&
        service.status !== 'INACTIVE' &&
        (launchType === undefined || service.settings.launchType === launchType) &&
        (schedulingStrategy === undefined || service.settings.schedulingStrategy === schedulingStrategy) &&
        (resourceManagementType === undefined ||
          (service.settings.resourceManagementType ?? 'CUSTOMER') === resourceManagementType),
    );
    const { items, ...more } = page(all, { maxResults, nextToken }, 100, 10);
    return { serviceArns: items.map(({ arn }) => arn), ...more };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html */
const deleteService = operation<sdk.DeleteServiceRequest, sdk.DeleteServiceResponse>('DeleteService', {
  takes: ['cluster', 'service', 'force'],
  resource: ({ cluster, service }, place) => serviceArn(place, service, cluster),
  run(call, input) {
    const { cluster, service: named = '', force = false } = input;
    clusterOf(call, cluster);
    const service = findService(call, named, cluster);
    if (!service || service.status === 'INACTIVE') throw serviceNotFound();
    // The message is ECS's own, as users have noted it; no page or issue is known to quote it.
    if (service.desiredCount > 0 && !force)
      throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
    const now = call.clock.now();
    service.status = 'DRAINING';
    service.desiredCount = 0;
    for (const revision of service.revisions) revision.scaled = false;
    for (const deployment of underWay(service)) {
      end({ service, at: now }, deployment, 'STOPPED');
      deployment.stopped = now;
    }
    service.wake = now;
    return { service: shownService(call, service) };
  },
});

/** Services. */
export function serviceOperations(ports: EcsPorts) {
  return {
    CreateService: createService(ports),
    UpdateService: updateService(ports),
    DescribeServices: describeServices,
    ListServices: listServices,
    DeleteService: deleteService,
  };
}
