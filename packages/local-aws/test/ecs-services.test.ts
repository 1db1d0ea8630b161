import { arn, digest, type EcsCloud, ecsCloud, network, refusalOf } from './ecs-cloud.ts';

let world: EcsCloud;
beforeAll(async () => {
  world = await ecsCloud();
  await world.cloud.control.snapshot('empty');
});
beforeEach(() => world.cloud.control.restore('empty'));
afterAll(() => world.cloud.stop());

/** A service of two tasks of image 1 that is steady. */
async function steady(more: Parameters<EcsCloud['worker']>[1] = {}) {
  await world.worker(await world.register('1'), more);
  await world.advance(120);
}

test('what is not there is refused by its own error, or is a failure MISSING', async () => {
  const one = await world.register('1');
  expect((await refusalOf(world.worker(one, { cluster: 'none' }))).code).toBe('ClusterNotFoundException');
  expect(await refusalOf(world.update(one))).toEqual({
    code: 'ServiceNotFoundException',
    message: 'Service not found.',
  });
  const { failures } = await world.send('DescribeServices', { cluster: 'main', services: ['none'] });
  expect(failures).toEqual([{ arn: arn('service/main/none'), reason: 'MISSING' }]);
  const listed = world.send('ListServiceDeployments', { cluster: 'main', service: 'none' });
  expect((await refusalOf(listed)).code).toBe('ServiceNotFoundException');
});

test('a definition that is not there or INACTIVE is refused, and the service stays as it is', async () => {
  await steady();
  expect(await refusalOf(world.update('web:9'))).toEqual({
    code: 'ClientException',
    message: 'TaskDefinition not found.',
  });
  const two = await world.register('2');
  await world.send('DeregisterTaskDefinition', { taskDefinition: two });
  expect(await refusalOf(world.update(two))).toEqual({
    code: 'ClientException',
    message: 'TaskDefinition is inactive',
  });
  expect(await world.deployments()).toHaveLength(1);
});

test.each([
  ['no network', { networkConfiguration: undefined }, 'Network Configuration must be provided'],
  ['a desired count below 0', { desiredCount: -1 }, 'must not be negative'],
  ['no desired count', { desiredCount: undefined }, 'desiredCount is required'],
  [
    'a load balancer to a container that is not there',
    { loadBalancers: [{ targetGroupArn: 'none', containerName: 'other', containerPort: 80 }] },
    'The container other does not exist in the task definition.',
  ],
  [
    'a load balancer to a port that is not there',
    { loadBalancers: [{ targetGroupArn: 'none', containerName: 'web', containerPort: 81 }] },
    'did not have a container port 81 defined',
  ],
  [
    'a target group that is not there',
    { loadBalancers: [{ targetGroupArn: 'none', containerName: 'web', containerPort: 8080 }] },
    'The target group none does not exist.',
  ],
])('a service with %s is refused', async (_, more, message) => {
  const refusal = await refusalOf(world.worker(await world.register('1'), more));
  expect(refusal).toEqual({ code: 'InvalidParameterException', message: expect.stringContaining(message) });
});

test('a service is made once, or again with the same client token', async () => {
  const one = await world.register('1');
  const first = await world.worker(one, { clientToken: 'token' });
  expect(await world.worker(one, { clientToken: 'token' })).toMatchObject({ serviceArn: first.serviceArn });
  expect((await refusalOf(world.worker(one))).message).toBe('Creation of service was not idempotent.');
});

test('a service rolls to a new definition: the PRIMARY deployment is named after the target revision', async () => {
  await steady();
  const before = await world.service();
  expect(before).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  expect(before.events?.map(({ message }) => message)).toEqual([
    '(service web) has reached a steady state.',
    expect.stringMatching(/^\(service web\) \(deployment ecs-svc\/\d{19}\) deployment completed\.$/),
    expect.stringMatching(/^\(service web\) has started 2 tasks: \(task [0-9a-f]{32}\) \(task [0-9a-f]{32}\)\.$/),
  ]);
  const two = await world.register('2');
  const { service } = await world.update(two);
  const [primary, active] = service?.deployments ?? [];
  expect(primary).toMatchObject({ status: 'PRIMARY', taskDefinition: two, rolloutState: 'IN_PROGRESS' });
  expect(active).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
  await world.advance(2);
  const [deployment] = await world.deployments();
  expect(deployment).toMatchObject({ status: 'IN_PROGRESS', deploymentConfiguration: { strategy: 'ROLLING' } });
  expect(deployment?.targetServiceRevision?.arn).toBe(
    arn(`service-revision/main/web/${primary?.id?.replace('ecs-svc/', '')}`),
  );
  await world.advance(120);
  expect(await world.service()).toMatchObject({ deployments: [{ id: primary?.id, rolloutState: 'COMPLETED' }] });
  const all = await world.deployments();
  expect(all.map(({ status }) => status)).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
  expect(all[0]?.targetServiceRevision).toMatchObject({ requestedTaskCount: 2, runningTaskCount: 2 });
});

test('at no time fewer healthy tasks than minimumHealthyPercent, nor more than maximumPercent', async () => {
  const deploymentConfiguration = { minimumHealthyPercent: 75, maximumPercent: 125 };
  await steady({ desiredCount: 4, deploymentConfiguration });
  await world.update(await world.register('2'));
  const seen = new Set<number>();
  for (let second = 0; second < 200; second += 2) {
    await world.advance(2);
    const tasks = await world.tasks();
    const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
    expect(running).toBeGreaterThanOrEqual(3);
    expect(tasks.length).toBeLessThanOrEqual(5);
    seen.add(tasks.filter(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(':2')).length);
  }
  // One old task is spared at once, and two are within the maximum; then, when these are healthy, the rest.
  expect([...seen].sort()).toEqual([2, 4]);
  expect((await world.deployments())[0]).toMatchObject({ status: 'SUCCESSFUL' });
});

test('a jump of an hour comes to the same as 1,200 steps', async () => {
  await steady();
  await world.update(await world.register('2'));
  await world.cloud.control.snapshot('updated');
  await world.advance(3600);
  const jumped = [await world.service(), await world.deployments()];
  await world.cloud.control.restore('updated');
  for (let second = 0; second < 3600; second += 3) {
    await world.advance(3);
    if (second % 7 === 0) await world.service();
  }
  expect([await world.service(), await world.deployments()]).toEqual(jumped);
});

test('a revision holds what was pulled: later tasks run the digest, wherever the tag is by then', async () => {
  const containerDefinitions = [{ name: 'web', image: 'registry.example/web:v1' }];
  await steady({ taskDefinition: await world.register('1', { containerDefinitions }) });
  const arns = (await world.deployments()).map(({ targetServiceRevision }) => targetServiceRevision?.arn ?? '');
  const { serviceRevisions } = await world.send('DescribeServiceRevisions', { serviceRevisionArns: arns });
  const [image] = serviceRevisions?.[0]?.containerImages ?? [];
  expect(image).toEqual({
    containerName: 'web',
    image: 'registry.example/web:v1',
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  const [task] = await world.tasks();
  expect(task?.containers?.[0]).toMatchObject({ imageDigest: image?.imageDigest, lastStatus: 'RUNNING' });
});

test('a revision holds what it is deployed with, and nothing of the deployment configuration', async () => {
  await steady();
  const [first] = await world.deployments();
  const serviceRevisionArns = [first?.targetServiceRevision?.arn ?? '', arn('service-revision/main/web/1')];
  const { serviceRevisions, failures } = await world.send('DescribeServiceRevisions', { serviceRevisionArns });
  expect(serviceRevisions?.[0]).toMatchObject({
    taskDefinition: arn('task-definition/web:1'),
    launchType: 'FARGATE',
    networkConfiguration: network,
    containerImages: [{ imageDigest: digest('1') }],
  });
  expect(serviceRevisions?.[0]).not.toHaveProperty('deploymentConfiguration');
  expect(failures).toEqual([{ arn: serviceRevisionArns[1], reason: 'MISSING' }]);
});

test.each([
  ['the same definition', (one: string) => world.update(one), 0],
  ['the same definition by force', (one: string) => world.update(one, { forceNewDeployment: true }), 1],
  ['a desired count', (one: string) => world.update(one, { desiredCount: 3 }), 0],
  [
    'a deployment configuration',
    (one: string) => world.update(one, { deploymentConfiguration: { maximumPercent: 150 } }),
    0,
  ],
  ['a grace period', (one: string) => world.update(one, { healthCheckGracePeriodSeconds: 30 }), 0],
  [
    'another network',
    (one: string) => world.update(one, { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-2'] } } }),
    1,
  ],
])('an update with %s starts so many deployments', async (_, update, more) => {
  await steady();
  await update(arn('task-definition/web:1'));
  await world.advance(120);
  expect(await world.deployments()).toHaveLength(1 + more);
});

test('settings that an update leaves out stay, and what no SDK knows is kept', async () => {
  await steady({ deploymentConfiguration: { maximumPercent: 150 } });
  await world.update('web:1', { deploymentConfiguration: { minimumHealthyPercent: 50 } });
  expect((await world.service()).deploymentConfiguration).toMatchObject({
    maximumPercent: 150,
    minimumHealthyPercent: 50,
    strategy: 'ROLLING',
  });
});

test('twenty deployments are described at most, and ten services', async () => {
  await steady();
  const [deployment] = await world.deployments();
  const serviceDeploymentArns = Array.from({ length: 21 }, () => deployment?.serviceDeploymentArn ?? '');
  const refusal = await refusalOf(world.send('DescribeServiceDeployments', { serviceDeploymentArns }));
  expect(refusal).toEqual({ code: 'InvalidParameterException', message: expect.stringContaining('20 ARNs') });
  const services = Array.from({ length: 11 }, () => 'web');
  expect((await refusalOf(world.send('DescribeServices', { cluster: 'main', services }))).message).toContain('10');
});

test('deployments are listed by status and time', async () => {
  await steady();
  await world.update(await world.register('2'));
  await world.advance(2);
  const list = async (more: object) => {
    const { serviceDeployments = [] } = await world.send('ListServiceDeployments', {
      cluster: 'main',
      service: 'web',
      ...more,
    });
    return serviceDeployments.map(({ status }) => status);
  };
  expect(await list({})).toEqual(['IN_PROGRESS', 'SUCCESSFUL']);
  expect(await list({ status: ['SUCCESSFUL'] })).toEqual(['SUCCESSFUL']);
  expect(await list({ createdAt: { after: new Date(world.cloud.clock.now() - 10_000) } })).toEqual(['IN_PROGRESS']);
});

test('a new deployment may be listed late', async () => {
  await world.call('ecs.pace', { visible: 60_000 });
  await steady();
  await world.update(await world.register('2'));
  const known = (await world.deployments()).length;
  await world.advance(60);
  expect(known).toBe(1);
  expect(await world.deployments()).toHaveLength(2);
});

test('a stale read shows a service from before its last update', async () => {
  await steady();
  const two = await world.register('2');
  await world.update(two);
  await world.cloud.control.addFault({ operation: 'DescribeServices', when: 'before', kind: 'stale' });
  expect((await world.service()).taskDefinition).toBe(arn('task-definition/web:1'));
  expect((await world.service()).taskDefinition).toBe(two);
});

test('a stopped task is replaced, and shown for an hour', async () => {
  await steady();
  const [task] = await world.tasks();
  await world.send('StopTask', { cluster: 'main', task: task?.taskArn, reason: 'tried' });
  await world.advance(60);
  expect(await world.tasks()).toHaveLength(2);
  const [stopped] = await world.tasks('STOPPED');
  expect(stopped).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'tried' });
  await world.advance(3500);
  expect(await world.tasks('STOPPED')).toHaveLength(1);
  await world.advance(60);
  expect(await world.tasks('STOPPED')).toHaveLength(0);
  const gone = await world.send('DescribeTasks', { cluster: 'main', tasks: [task?.taskArn ?? ''] });
  expect(gone.failures).toEqual([{ arn: task?.taskArn, reason: 'MISSING' }]);
});

test('auto scaling changes the desired count, and no deployment comes of it', async () => {
  await steady();
  await world.call('ecs.scale', { cluster: 'main', service: 'web', desiredCount: 4 });
  await world.advance(60);
  expect(await world.service()).toMatchObject({ desiredCount: 4, runningCount: 4 });
  await world.call('ecs.scale', { cluster: 'main', service: 'web', desiredCount: 1 });
  await world.advance(60);
  expect(await world.service()).toMatchObject({ desiredCount: 1, runningCount: 1 });
  expect(await world.deployments()).toHaveLength(1);
});

test('a service without tasks is deployed at once', async () => {
  await steady({ desiredCount: 0 });
  await world.update(await world.register('2'));
  await world.advance(10);
  expect((await world.deployments())[0]).toMatchObject({ status: 'SUCCESSFUL' });
  expect(await world.tasks()).toEqual([]);
});

test('deleting needs no tasks or force, and the service drains', async () => {
  await steady();
  const deletion = () => world.send('DeleteService', { cluster: 'main', service: 'web' });
  expect((await refusalOf(deletion())).message).toBe('The service cannot be stopped while it is scaled above 0.');
  await world.send('DeleteService', { cluster: 'main', service: 'web', force: true });
  expect((await world.service()).status).toBe('DRAINING');
  expect((await refusalOf(world.update('web:1'))).code).toBe('ServiceNotActiveException');
  expect(await world.deployments()).toEqual([]);
  await world.advance(60);
  expect((await world.service()).status).toBe('INACTIVE');
  const listed = await world.send('ListServices', { cluster: 'main' });
  expect(listed.serviceArns).toEqual([]);
  await world.send('DeleteCluster', { cluster: 'main' });
  expect((await refusalOf(world.worker('web:1'))).code).toBe('ClusterNotFoundException');
});

test('services of other controllers are updated by others', async () => {
  await steady({ deploymentController: { type: 'CODE_DEPLOY' } });
  expect((await refusalOf(world.update(await world.register('2')))).message).toBe(
    'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  );
  expect((await world.service()).deployments).toEqual([]);
  expect(await world.deployments()).toEqual([]);
});

test('an Express service is told apart, and not updated by UpdateService', async () => {
  await steady();
  expect((await world.service()).resourceManagementType).toBe('CUSTOMER');
  await world.call('ecs.express', { cluster: 'main', service: 'web' });
  expect((await world.service()).resourceManagementType).toBe('ECS');
  expect((await refusalOf(world.update(await world.register('2')))).code).toBe('InvalidParameterException');
});

test('what an update asks IAM for: the service, and the roles of the definition', async () => {
  await steady();
  const two = await world.register('2', { executionRoleArn: 'pull' });
  await world.cloud.control.clearJournal();
  await world.update(two);
  await world.deployments();
  const journal = await world.cloud.control.journal();
  expect(journal[0]?.iam).toEqual([
    { action: 'ecs:UpdateService', resource: arn('service/main/web') },
    { action: 'iam:PassRole', resource: 'arn:aws:iam::123456789012:role/pull' },
  ]);
  const described = journal.find(({ operation }) => operation === 'DescribeServiceDeployments');
  expect(described?.iam.map(({ resource }) => resource)).toEqual([
    arn('service/main/web'),
    expect.stringContaining(':service-deployment/main/web/'),
    expect.stringContaining(':service-deployment/main/web/'),
  ]);
});

test('tags of a service go to its tasks where it says so', async () => {
  const tags = [{ key: 'team', value: 'shop' }];
  await steady({ tags, propagateTags: 'SERVICE' });
  const { taskArns = [] } = await world.send('ListTasks', { cluster: 'main' });
  const { tasks } = await world.send('DescribeTasks', { cluster: 'main', tasks: taskArns, include: ['TAGS'] });
  expect(tasks?.map((task) => task.tags)).toEqual([tags, tags]);
});
