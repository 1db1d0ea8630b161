import {
  ALARM,
  answerPause,
  comeToRest,
  deploymentTo,
  type EcsWorld,
  type EcsWorldOptions,
  ecsUsers,
  ecsView,
  ecsWorld,
  ended,
  missingImage,
  type Story,
  taskDefinitionOf,
  tell,
} from '@actions-aws/testing/ecs';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

let world: EcsWorld;
afterEach(() => world.stop());

async function told(story: Story, options: EcsWorldOptions = {}): Promise<string> {
  world = await ecsWorld({ scale: 0, ...options });
  await tell(world, story);
  return world.deploy('v1');
}

const ROLLING: EcsWorldOptions = { strategy: 'ROLLING' };

/** Why tasks of the service have stopped, each reason once. */
async function stoppedReasons(): Promise<readonly string[]> {
  const { ecs, cluster } = world;
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }));
  if (!taskArns?.length) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return [
    ...new Set(
      tasks.map(
        ({ stoppedReason, containers }) =>
          `${stoppedReason} (${containers?.[0]?.exitCode} ${containers?.[0]?.reason ?? ''})`,
      ),
    ),
  ];
}

async function events(): Promise<string> {
  const { services } = await world.ecs.send(new DescribeServicesCommand({ cluster: 'shop', services: ['api'] }));
  return (services?.[0]?.events ?? []).map(({ message }) => message).join('\n');
}

test('crash loop: the breaker rolls back, and the log has the last words', async () => {
  const revision = await told('crash loop', ROLLING);
  const users = ecsUsers(world);
  expect(await ended(world, revision)).toBe('ROLLBACK_SUCCESSFUL');
  expect((await deploymentTo(world, revision))?.deploymentCircuitBreaker).toMatchObject({ status: 'TRIGGERED' });
  expect(await stoppedReasons()).toContain('Essential container in task exited (1 )');
  const logs = new CloudWatchLogsClient(world.settings as never);
  const { events: lines } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: '/ecs/api', filterPattern: 'Error' }),
  );
  expect(lines?.[0]?.message).toBe('Error: connect ECONNREFUSED 10.0.7.12:5432');
  await comeToRest(world);
  expect(await ecsView(world)).toMatchObject({ production: ['v0'], running: { v0: 2 }, underWay: 0 });
  expect(await users.leave()).toEqual([]);
});

test('failing health check: the load balancer says why, and users meet none of it', async () => {
  const revision = await told('failing health check', ROLLING);
  const users = ecsUsers(world);
  expect(await ended(world, revision)).toBe('ROLLBACK_SUCCESSFUL');
  expect(await events()).toContain('is unhealthy in (target-group');
  expect(await users.leave()).toEqual([]);
});

test('slow start: it takes its time, and then is as good as any', async () => {
  const revision = await told('slow start', {
    ...ROLLING,
    configuration: { deploymentCircuitBreaker: { enable: false, rollback: false } },
  });
  const before = world.cloud.clock.now();
  await world.ecs.send(
    new UpdateServiceCommand({ cluster: 'shop', service: 'api', healthCheckGracePeriodSeconds: 300 }),
  );
  const users = ecsUsers(world, { shares: { v1: 1 } });
  await comeToRest(world);
  expect(world.cloud.clock.now() - before).toBeGreaterThan(90_000);
  expect((await ecsView(world)).production).toEqual(['v1']);
  expect(await users.leave()).toEqual([]);
  expect(revision).not.toBe('');
});

test('image missing: the task fails to start, and says of which image', async () => {
  world = await ecsWorld({ scale: 0, ...ROLLING });
  const { ecs, cluster, service } = world;
  const registered = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinitionOf('api', missingImage(world))));
  const taskDefinition = registered.taskDefinition?.taskDefinitionArn;
  await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
  await world.cloud.clock.advance(10_000);
  await comeToRest(world);
  expect((await stoppedReasons()).join()).toContain('CannotPullContainerError');
  expect((await stoppedReasons()).join()).toContain('shop/api:v9');
  expect((await ecsView(world)).production).toEqual(['v0']);
});

test('no capacity: no task of it is placed, and what is live stays', async () => {
  const revision = await told('no capacity');
  await world.cloud.clock.advance(600_000);
  expect(await events()).toContain('was unable to place a task');
  expect((await deploymentTo(world, revision))?.status).toBe('IN_PROGRESS');
  expect((await ecsView(world)).running).toEqual({ v0: 2 });
});

test('errors under load: the test listener shows them, and the health check does not', async () => {
  const revision = await told('errors under load');
  await answerPause(world, revision, 'ROLLBACK', async () => {
    const statuses = Array.from({ length: 100 }, () => world.ask('test').status);
    expect(new Set(statuses)).toEqual(new Set([200, 500]));
    expect(world.ask('test', '/health').status).toBe(200);
  });
  expect(await ended(world, revision)).toBe('ROLLBACK_SUCCESSFUL');
});

test('alarm during: the errors that users meet set it off, and ECS goes back', async () => {
  const alarms = { alarmNames: [ALARM], enable: true, rollback: true };
  const revision = await told('alarm during', { hooks: [], configuration: { alarms, bakeTimeInMinutes: 10 } });
  const users = ecsUsers(world, { shares: { v1: 1 }, path: '/orders' });
  expect(await ended(world, revision)).toBe('ROLLBACK_SUCCESSFUL');
  expect((await deploymentTo(world, revision))?.alarms).toMatchObject({
    status: 'TRIGGERED',
    triggeredAlarmNames: [ALARM],
  });
  await users.leave();
  expect((await ecsView(world)).production).toEqual(['v0']);
});

test('alarm before: it fires, and stays as it is', async () => {
  await told('alarm before');
  await world.cloud.clock.advance(900_000);
  const { MetricAlarms } = await world.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [ALARM] }));
  expect(MetricAlarms?.[0]?.StateValue).toBe('ALARM');
});

test('stalled breaker: no failure ends the deployment', async () => {
  const revision = await told('stalled breaker', ROLLING);
  await world.cloud.clock.advance(3_600_000);
  expect((await deploymentTo(world, revision))?.status).toBe('IN_PROGRESS');
  expect((await ecsView(world)).production).toEqual(['v0']);
});

test('deployment running: the one of others is under way', async () => {
  world = await ecsWorld({ scale: 0 });
  await tell(world, 'deployment running');
  await world.cloud.clock.advance(60_000);
  expect(await ecsView(world)).toMatchObject({ production: ['v0'], test: ['v3'], wanted: 'v3', underWay: 1 });
});

test.each<[Story]>([['slow draining'], ['slow to stop']])('%s: users lose nothing by it', async (story) => {
  world = await ecsWorld({ scale: 0 });
  await tell(world, story, 'v0');
  const users = ecsUsers(world, { shares: { v1: 1 } });
  const revision = await world.deploy('v1');
  await answerPause(world, revision, 'CONTINUE');
  expect(await ended(world, revision, 60)).toBe('SUCCESSFUL');
  await world.cloud.clock.advance(600_000);
  expect(await ecsView(world)).toMatchObject({ production: ['v1'], running: { v1: 2 } });
  expect(await users.leave()).toEqual([]);
});
