import type { Quota } from '../../kernel/service.ts';
import { throttled } from './errors.ts';

const of = (name: string, burst: number, ratePerSecond: number): Quota => ({
  name,
  burst,
  ratePerSecond,
  refusal: throttled,
});

// "API action category … Bucket maximum capacity … Bucket refill rate":
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
const clusterModify = of('cluster modify', 20, 1);
const clusterRead = of('cluster read', 50, 20);
const definitionModify = of('task definition modify', 20, 1);
const definitionRead = of('task definition read', 50, 20);
const tagModify = of('tag modify', 20, 10);
const tagRead = of('tag read', 50, 20);
const resourceModify = of('cluster resource modify', 100, 40);
const resourceRead = of('cluster resource read', 100, 20);
const serviceModify = of('service modify', 50, 5);
const serviceRead = of('service read', 100, 20);
const deployment = of('service deployment', 50, 20);
const revision = of('service revision', 50, 20);

const byOperation: Readonly<Record<string, Quota>> = {
  CreateCluster: clusterModify,
  DeleteCluster: clusterModify,
  DescribeClusters: clusterRead,
  ListClusters: clusterRead,
  RegisterTaskDefinition: definitionModify,
  DeregisterTaskDefinition: definitionModify,
  DescribeTaskDefinition: definitionRead,
  ListTaskDefinitions: definitionRead,
  ListTaskDefinitionFamilies: definitionRead,
  TagResource: tagModify,
  UntagResource: tagModify,
  ListTagsForResource: tagRead,
  StopTask: resourceModify,
  DescribeTasks: resourceRead,
  ListTasks: resourceRead,
  CreateService: serviceModify,
  UpdateService: serviceModify,
  DeleteService: serviceModify,
  DescribeServices: serviceRead,
  ListServices: serviceRead,
  DescribeServiceDeployments: deployment,
  ListServiceDeployments: deployment,
  DescribeServiceRevisions: revision,
  // AWS's page names no category for these two: with the writes of services they are the scarcest.
  StopServiceDeployment: serviceModify,
  ContinueServiceDeployment: serviceModify,
};

/** The quota of an operation, per account and region. */
export function quota(operation: string): Quota | undefined {
  return byOperation[operation];
}
