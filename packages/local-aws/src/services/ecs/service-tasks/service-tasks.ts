import type * as sdk from '@aws-sdk/client-ecs';
import { rawJson } from '../../../kernel/service.ts';
import { stopTask } from '../engine/stop.ts';
import { clusterNotFound, invalidParameter, serviceNotFound } from '../errors.ts';
import { operation } from '../operation.ts';
import {
  arnOf,
  clusterName,
  clusterOf,
  type EcsPlace,
  findService,
  given,
  page,
  revisionOf,
  seconds,
} from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { Document, ServiceRecord, TaskRecord } from '../state.ts';
import { findDefinition } from '../task-definitions/find.ts';

interface Owned {
  readonly service: ServiceRecord;
  readonly task: TaskRecord;
}

function tasksIn({ state }: EcsPlace, cluster: string): readonly Owned[] {
  return [...state.services.values()]
    .filter((service) => service.cluster === cluster)
    .flatMap((service) => [...service.tasks, ...service.stopped].map((task) => ({ service, task })));
}

function findTask(place: EcsPlace, cluster: string, named: string): Owned | undefined {
  const id = named.split('/').at(-1);
  return tasksIn(place, cluster).find(({ task }) => task.id === id);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
const listTasks = operation<sdk.ListTasksRequest, sdk.ListTasksResponse>('ListTasks', {
  takes: ['cluster', 'family', 'nextToken', 'maxResults', 'startedBy', 'serviceName', 'desiredStatus', 'launchType'],
  resource: ({ cluster }, place) => arnOf(place, 'cluster', clusterName(cluster)),
  // "container-instance*", with the condition key ecs:cluster: tasks of Fargate are on none of them, and `*` is what covers it.
  authorizes: ({ cluster }, place) => [
    {
      action: 'ecs:ListTasks',
      resource: `arn:aws:ecs:${place.region}:${place.account}:container-instance/${clusterName(cluster)}/*`,
    },
  ],
  run(call, input) {
    const { cluster, family, nextToken, maxResults, startedBy, serviceName, launchType } = input;
    const { desiredStatus = 'RUNNING' } = input;
    const { name } = clusterOf(call, cluster);
    const wanted = serviceName === undefined ? undefined : findService(call, serviceName, name);
    if (serviceName !== undefined && !wanted) throw serviceNotFound();
    if (serviceName !== undefined && (family !== undefined || startedBy !== undefined))
      throw invalidParameter('serviceName cannot be combined with family or startedBy.');
    const all = tasksIn(call, name).filter(
      ({ service, task }) =>
        // "Although you can filter results based on a desired status of PENDING, this doesn't return any results."
        task.desiredStatus === desiredStatus &&
        (wanted === undefined || service === wanted) &&
        (family === undefined || task.taskDefinition.includes(`:task-definition/${family}:`)) &&
        (startedBy === undefined || startedBy === `ecs-svc/${task.revision}`) &&
        (launchType === undefined || service.settings.launchType === launchType),
    );
    const { items, ...more } = page(all, { maxResults, nextToken }, 100);
    return { taskArns: items.map(({ task }) => task.arn), ...more };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const describeTasks = operation<sdk.DescribeTasksRequest, sdk.DescribeTasksResponse>('DescribeTasks', {
  takes: ['cluster', 'tasks', 'include'],
  resource: ({ cluster, tasks }, place) => taskArn(place, cluster, tasks?.[0] ?? '*'),
  authorizes: ({ cluster, tasks = [] }, place) =>
    tasks.map((each) => ({ action: 'ecs:DescribeTasks', resource: taskArn(place, cluster, each) })),
  run(call, input) {
    const { cluster, tasks = [], include = [] } = input;
    if (!call.state.clusters.has(clusterName(cluster))) throw clusterNotFound();
    if (tasks.length === 0) throw invalidParameter('Tasks cannot be empty.');
    // "A list of up to 100 task IDs or full ARN entries."
    if (tasks.length > 100) throw invalidParameter('You can describe up to 100 tasks.');
    const found = tasks.map((each) => ({ each, owned: findTask(call, clusterName(cluster), each) }));
    return {
      tasks: found.flatMap(({ owned }) => (owned ? [shownTask(call, owned, include.includes('TAGS'))] : [])),
      failures: found
        .filter(({ owned }) => !owned)
        .map(({ each }) => ({ arn: taskArn(call, cluster, each), reason: 'MISSING' })),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
const stopTaskOperation = (ports: EcsPorts) =>
  operation<sdk.StopTaskRequest, sdk.StopTaskResponse>('StopTask', {
    takes: ['cluster', 'task', 'reason'],
    resource: ({ cluster, task = '*' }, place) => taskArn(place, cluster, task),
    run(call, input) {
      const { cluster, task: named = '', reason = 'Task stopped by user' } = input;
      clusterOf(call, cluster);
      const owned = findTask(call, clusterName(cluster), named);
      // The message is ECS's own: griptape-ai/griptape-nodes-engine#1454.
      if (!owned) throw invalidParameter('The referenced task was not found.');
      const { service, task } = owned;
      stopTask({ place: call, ports, service, at: call.clock.now() }, task, { code: 'UserInitiated', reason });
      service.steady = false;
      service.wake = call.clock.now();
      return { task: shownTask(call, owned, false) };
    },
  });

function taskArn(place: EcsPlace, cluster: string | undefined, named: string): string {
  return named.startsWith('arn:') ? named : arnOf(place, 'task', `${clusterName(cluster)}/${named}`);
}

function shownTask(place: EcsPlace, { service, task }: Owned, withTags: boolean): sdk.Task {
  const definition = findDefinition(place, task.taskDefinition)?.settings ?? {};
  const settings = revisionOf(service, task.revision).settings;
  const document: Document = given({
    taskArn: task.arn,
    clusterArn: arnOf(place, 'cluster', service.cluster),
    taskDefinitionArn: task.taskDefinition,
    group: `service:${service.name}`,
    startedBy: `ecs-svc/${task.revision}`,
    lastStatus: task.status,
    desiredStatus: task.desiredStatus,
    healthStatus: task.health,
    createdAt: seconds(task.created),
    pullStartedAt: seconds(task.pullStarted),
    pullStoppedAt: seconds(task.pullStopped),
    startedAt: seconds(task.started),
    stoppingAt: seconds(task.stopping),
    executionStoppedAt: seconds(task.executionStopped),
    stoppedAt: seconds(task.stopped),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    cpu: definition.cpu,
    memory: definition.memory,
    launchType: settings.launchType,
    platformVersion: settings.platformVersion === undefined ? undefined : '1.4.0',
    platformFamily: settings.platformFamily,
    availabilityZone: `${place.region}a`,
    attachments: [attachment(task)],
    attributes: [],
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    enableExecuteCommand: service.settings.enableExecuteCommand,
    containers: task.containers.map((container) => shownContainer(place, service, task, container)),
    version: task.version,
    tags: withTags ? task.tags : [],
  });
  return { [rawJson]: document } as unknown as sdk.Task;
}

function attachment({ id, address, status }: TaskRecord): Document {
  return {
    id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    type: 'ElasticNetworkInterface',
    status: status === 'STOPPED' ? 'DELETED' : 'ATTACHED',
    details: [{ name: 'privateIPv4Address', value: address }],
  };
}

function shownContainer(
  place: EcsPlace,
  service: ServiceRecord,
  task: TaskRecord,
  { name, image, imageDigest, exitCode, reason, essential }: TaskRecord['containers'][number],
): Document {
  const ended = task.executionStopped !== undefined;
  const lastStatus = ended ? 'STOPPED' : task.started === undefined ? 'PENDING' : 'RUNNING';
  return given({
    containerArn: arnOf(place, 'container', `${service.cluster}/${task.id}/${name}`),
    taskArn: task.arn,
    name,
    image,
    imageDigest,
    runtimeId: task.started === undefined ? undefined : `${task.id}-${name}`,
    lastStatus,
    // Of a container that never ran there is none.
    exitCode: ended ? exitCode : undefined,
    reason,
    networkBindings: [],
    networkInterfaces: [{ privateIpv4Address: task.address }],
    healthStatus: essential && task.checked ? task.health : 'UNKNOWN',
  });
}

/** Tasks of services; none is run apart from one. */
export const taskOperations = (ports: EcsPorts) => ({
  ListTasks: listTasks,
  DescribeTasks: describeTasks,
  StopTask: stopTaskOperation(ports),
});
