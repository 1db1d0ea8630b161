import type * as sdk from '@aws-sdk/client-ecs';
import { rawJson } from '../../../kernel/service.ts';
import { pending, running } from '../engine/counts.ts';
import { clusterContainsServices, invalidParameter } from '../errors.ts';
import { documentOf, operation } from '../operation.ts';
import { arnOf, clusterName, clusterOf, type EcsPlace, given, page } from '../place.ts';
import type { Cluster, Document } from '../state.ts';
import { withTags } from '../tag-rules.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;

const byName = ({ cluster }: { readonly cluster?: string | undefined }, place: EcsPlace) =>
  arnOf(place, 'cluster', clusterName(cluster));

const createCluster = operation<sdk.CreateClusterRequest, sdk.CreateClusterResponse>('CreateCluster', {
  takes: [
    'clusterName',
    'tags',
    'settings',
    'configuration',
    'capacityProviders',
    'defaultCapacityProviderStrategy',
    'serviceConnectDefaults',
  ],
  resource: ({ clusterName: name }, place) => arnOf(place, 'cluster', name ?? 'default'),
  authorizes: ({ clusterName: name = 'default', tags = [] }, place) => {
    const resource = arnOf(place, 'cluster', name);
    const tagging = tags.length > 0 ? [{ action: 'ecs:TagResource', resource }] : [];
    return [{ action: 'ecs:CreateCluster', resource }, ...tagging];
  },
  run(call, input) {
    const { clusterName: name = 'default', tags = [], ...settings } = { ...input };
    if (!NAME.test(name)) throw invalidParameter('Invalid cluster name.');
    // Creating what is there is no error: hashicorp/terraform-provider-aws#38875 and #44817. Here it changes nothing, either.
    const existing = call.state.clusters.get(name);
    if (existing?.status === 'ACTIVE') return { cluster: shownCluster(call, existing) };
    const kept = Object.keys(settings);
    const document = Object.fromEntries(Object.entries(documentOf(call)).filter(([key]) => kept.includes(key)));
    const cluster: Cluster = { name, settings: document, tags: withTags([], tags as []), status: 'ACTIVE' };
    call.state.clusters.set(name, cluster);
    return { cluster: shownCluster(call, cluster) };
  },
});

const deleteCluster = operation<sdk.DeleteClusterRequest, sdk.DeleteClusterResponse>('DeleteCluster', {
  takes: ['cluster'],
  resource: byName,
  run(call, input) {
    const cluster = clusterOf(call, input.cluster);
    const isUsed = [...call.state.services.values()].some(
      (service) => service.cluster === cluster.name && service.status !== 'INACTIVE',
    );
    if (isUsed) throw clusterContainsServices();
    cluster.status = 'INACTIVE';
    return { cluster: shownCluster(call, cluster) };
  },
});

const describeClusters = operation<sdk.DescribeClustersRequest, sdk.DescribeClustersResponse>('DescribeClusters', {
  takes: ['clusters', 'include'],
  resource: ({ clusters }, place) => arnOf(place, 'cluster', clusterName(clusters?.[0])),
  authorizes: ({ clusters }, place) =>
    (clusters ?? [undefined]).map((each) => ({
      action: 'ecs:DescribeClusters',
      resource: arnOf(place, 'cluster', clusterName(each)),
    })),
  run(call, input) {
    const { clusters = ['default'], include = [] } = input;
    if (clusters.length > 100) throw invalidParameter('You can describe up to 100 clusters.');
    const names = clusters.map(clusterName);
    return {
      clusters: names.flatMap((name) => {
        const found = call.state.clusters.get(name);
        return found ? [shownCluster(call, found, include)] : [];
      }),
      failures: names
        .filter((name) => !call.state.clusters.has(name))
        .map((name) => ({ arn: arnOf(call, 'cluster', name), reason: 'MISSING' })),
    };
  },
});

const listClusters = operation<sdk.ListClustersRequest, sdk.ListClustersResponse>('ListClusters', {
  takes: ['maxResults', 'nextToken'],
  resource: () => '*',
  run(call, input) {
    const { maxResults, nextToken } = input;
    const active = [...call.state.clusters.values()].filter(({ status }) => status === 'ACTIVE');
    const { items, ...more } = page(active, { maxResults, nextToken }, 100);
    return { clusterArns: items.map(({ name }) => arnOf(call, 'cluster', name)), ...more };
  },
});

/** A cluster as answers have it; `include` as DescribeClusters asks. */
export function shownCluster(place: EcsPlace, cluster: Cluster, include: readonly string[] = []): sdk.Cluster {
  const { name, status, settings, tags } = cluster;
  const services = [...place.state.services.values()].filter((service) => service.cluster === name);
  const tasks = services.flatMap((service) => service.tasks);
  const { settings: kept, configuration, ...rest } = settings as Record<string, unknown>;
  const document: Document = given({
    clusterArn: arnOf(place, 'cluster', name),
    clusterName: name,
    status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running(tasks),
    pendingTasksCount: pending(tasks),
    activeServicesCount: services.filter((service) => service.status === 'ACTIVE').length,
    statistics: [],
    tags: include.includes('TAGS') ? tags : [],
    settings: include.includes('SETTINGS') ? (kept ?? [{ name: 'containerInsights', value: 'disabled' }]) : [],
    configuration: include.includes('CONFIGURATIONS') ? configuration : undefined,
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    ...rest,
  });
  return { [rawJson]: document } as unknown as sdk.Cluster;
}

/** Clusters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html */
export const clusterOperations = {
  CreateCluster: createCluster,
  DeleteCluster: deleteCluster,
  DescribeClusters: describeClusters,
  ListClusters: listClusters,
};
