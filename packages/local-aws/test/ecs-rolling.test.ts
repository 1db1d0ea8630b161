import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type * as sdk from '@aws-sdk/client-ecs';
import { digest, type EcsCloud, ecsCloud, refusalOf } from './ecs-cloud.ts';

let world: EcsCloud;
let one: string;
let cloudwatch: CloudWatchClient;
beforeAll(async () => {
  world = await ecsCloud();
  cloudwatch = new CloudWatchClient(world.settings);
  one = await world.register('1');
  await world.cloud.control.snapshot('furnished');
});
beforeEach(() => world.cloud.control.restore('furnished'));
afterAll(() => world.cloud.stop());

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

async function steady(deploymentConfiguration: sdk.DeploymentConfiguration = {}, more: object = {}): Promise<void> {
  await world.worker(one, { deploymentConfiguration, ...more });
  await world.advance(120);
}

async function deploy(seconds: number, digit = '2', more: Partial<sdk.RegisterTaskDefinitionRequest> = {}) {
  await world.update(await world.register(digit, more));
  await world.advance(seconds);
}

async function newest(): Promise<sdk.ServiceDeployment> {
  return (await world.deployments())[0] ?? {};
}

async function primary(): Promise<sdk.Deployment> {
  return (await world.service()).deployments?.[0] ?? {};
}

test('an image that is not there: tasks say so, and the circuit breaker rolls back', async () => {
  await steady(breaker);
  const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:none`;
  await deploy(30, '2', { containerDefinitions: [{ name: 'web', image }] });
  const [task] = await world.tasks('STOPPED');
  expect(task).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringMatching(/^CannotPullContainerError: .*:none: not found$/),
    containers: [{ reason: expect.stringMatching(/^CannotPullContainerError: /) }],
  });
  expect(task?.containers?.[0]).not.toHaveProperty('exitCode');
  await world.advance(120);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 4, threshold: 3 },
  });
  expect(await world.service()).toMatchObject({ taskDefinition: one, runningCount: 2 });
});

test('a crash loop: exit codes and the reason are told, and the breaker rolls back', async () => {
  await steady(breaker);
  const exits = { afterMs: 2_000, code: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' };
  await world.script({ digest: digest('2'), exits });
  await deploy(60);
  const [task] = await world.tasks('STOPPED');
  expect(task).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ exitCode: 137, reason: exits.reason }],
  });
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('without a circuit breaker a crash loop goes on, and old tasks stay', async () => {
  await steady();
  await world.script({ digest: digest('2'), exits: { afterMs: 2_000, code: 1 } });
  await deploy(600);
  expect((await newest()).status).toBe('IN_PROGRESS');
  expect((await world.service()).deployments?.[1]).toMatchObject({
    status: 'ACTIVE',
    runningCount: 2,
    taskDefinition: one,
  });
});

test('where it is told so, the breaker does not count exits of tasks that ran', async () => {
  await world.call('ecs.guesses', { breakerCountsExits: false });
  await steady(breaker);
  await world.script({ digest: digest('2'), exits: { afterMs: 2_000, code: 1 } });
  await deploy(600);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', deploymentCircuitBreaker: { failureCount: 0 } });
});

test('container health checks that fail: after their retries, and then the breaker', async () => {
  const healthCheck = { command: ['CMD', 'true'], interval: 5, retries: 2, startPeriod: 10 };
  await steady(breaker);
  await world.script({ digest: digest('2'), healthyAfterMs: null });
  const containerDefinitions = [{ name: 'web', image: `registry.example/web@${digest('2')}`, healthCheck }];
  await deploy(20, '2', { containerDefinitions });
  const started = (await world.tasks()).filter(({ taskDefinitionArn }) => taskDefinitionArn !== one);
  expect(started.map(({ healthStatus }) => healthStatus)).toEqual(['UNKNOWN', 'UNKNOWN']);
  await world.advance(15);
  const [failed] = await world.tasks('STOPPED');
  expect(failed).toMatchObject({ healthStatus: 'UNHEALTHY', stoppedReason: 'Task failed container health checks' });
  await world.advance(300);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('health checks of a load balancer that fail: events and reasons name the target group', async () => {
  const { blue } = await world.balancer();
  await steady(breaker, { loadBalancers: [{ targetGroupArn: blue, containerName: 'web', containerPort: 8080 }] });
  await world.script({ digest: digest('2'), answers: { status: 500 } });
  await deploy(60);
  const [failed] = await world.tasks('STOPPED');
  expect(failed?.stoppedReason).toBe(`Task failed ELB health checks in (target-group ${blue})`);
  expect(await world.events()).toContain(
    `(service web) (port 8080) is unhealthy in (target-group ${blue}) due to (reason Health checks failed).`,
  );
  await world.advance(600);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('within the grace period no task is replaced for its health', async () => {
  const { blue } = await world.balancer();
  const loadBalancers = [{ targetGroupArn: blue, containerName: 'web', containerPort: 8080 }];
  await steady(breaker, { loadBalancers, healthCheckGracePeriodSeconds: 120 });
  // It listens only after a minute and a half: that is no failure.
  await world.script({ digest: digest('2'), listensAfterMs: 90_000 });
  await deploy(100);
  expect(await world.tasks('STOPPED')).toEqual([]);
  await world.advance(600);
  expect((await newest()).status).toBe('SUCCESSFUL');
});

test('a slow start is waited for', async () => {
  await steady(breaker);
  await world.script({ digest: digest('2'), startsAfterMs: 900_000 });
  await deploy(890);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', targetServiceRevision: { pendingTaskCount: 2 } });
  await world.advance(120);
  expect((await newest()).status).toBe('SUCCESSFUL');
});

test('slow draining: it is SUCCESSFUL when the last old task has ended', async () => {
  await steady();
  await world.script({ digest: digest('2'), stopsAfterMs: 110_000 });
  const containerDefinitions = [{ name: 'web', image: `registry.example/web@${digest('2')}`, stopTimeout: 120 }];
  await deploy(120, '2', { containerDefinitions });
  await deploy(120, '3');
  const old = (await world.tasks('STOPPED')).filter(({ lastStatus }) => lastStatus === 'STOPPING');
  expect(old).toHaveLength(2);
  expect((await newest()).status).toBe('IN_PROGRESS');
  await world.advance(60);
  expect((await newest()).status).toBe('SUCCESSFUL');
  const [task] = (await world.tasks('STOPPED')).filter(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(':2'));
  expect(task?.containers?.[0]?.exitCode).toBe(0);
});

test('a task that does not stop in time is killed', async () => {
  await steady();
  await world.script({ digest: digest('2'), stopsAfterMs: 600_000 });
  await deploy(120);
  await deploy(120, '3');
  const [task] = (await world.tasks('STOPPED')).filter(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(':2'));
  expect(task?.containers?.[0]?.exitCode).toBe(137);
});

test('no capacity: an event says so, and the breaker counts it', async () => {
  await steady(breaker);
  await world.call('ecs.capacity', { tasks: 2 });
  await deploy(5);
  expect(await world.events()).toContain(
    '(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
  );
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('a breaker with nothing to go back to fails to: no more tasks, until there is a new deployment', async () => {
  await world.script({ digest: digest('1'), exits: { afterMs: 2_000, code: 1 } });
  await steady(breaker);
  await world.advance(600);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_FAILED',
    statusReason:
      'Service deployment rolled back because the circuit breaker threshold was exceeded. No rollback candidate was found to run the rollback.',
    deploymentCircuitBreaker: { status: 'TRIGGERED' },
  });
  expect(await primary()).toMatchObject({
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
  });
  expect(await world.tasks()).toEqual([]);
  await deploy(120);
  expect((await world.deployments()).map(({ status }) => status)).toEqual(['SUCCESSFUL', 'ROLLBACK_FAILED']);
});

test('while a rollback runs nothing is COMPLETED, and a new deployment waits', async () => {
  await steady(breaker, { desiredCount: 4 });
  await world.script({ digest: digest('2'), startsAfterMs: 60_000 });
  await deploy(30);
  const { serviceDeploymentArn } = await newest();
  await world.call('ecs.pace', { deprovisioning: 300_000 });
  await world.send('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
  await world.advance(10);
  expect(await newest()).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' });
  const [back, failed] = (await world.service()).deployments ?? [];
  expect([back?.rolloutState, failed?.rolloutState]).toEqual(['IN_PROGRESS', 'FAILED']);
  expect(back?.rolloutStateReason).toBe(`ECS deployment: rolling back to deploymentId ${back?.id}.`);
  await deploy(60, '3');
  expect((await world.deployments()).map(({ status }) => status).slice(0, 2)).toEqual([
    'PENDING',
    'ROLLBACK_IN_PROGRESS',
  ]);
  await world.advance(900);
  expect((await world.deployments()).map(({ status }) => status).slice(0, 2)).toEqual([
    'SUCCESSFUL',
    'ROLLBACK_SUCCESSFUL',
  ]);
});

test.each([
  [{ type: 'COUNT' as const, value: 7 }, 7],
  [{ type: 'UNBOUNDED_PERCENT' as const, value: 10 }, 1],
  [{ type: 'BOUNDED_PERCENT' as const, value: 100 }, 4],
  [undefined, 3],
])('the threshold of %j for four tasks is %d', async (thresholdConfiguration, threshold) => {
  const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration };
  await steady({ deploymentCircuitBreaker }, { desiredCount: 4 });
  expect((await newest()).deploymentCircuitBreaker).toEqual({
    status: 'MONITORING_COMPLETE',
    failureCount: 0,
    threshold,
  });
});

test('a task that gets healthy resets the count, unless the breaker is told to add up', async () => {
  const counted: (number | undefined)[] = [];
  for (const resetOnHealthyTask of [true, false]) {
    await world.cloud.control.restore('furnished');
    const thresholdConfiguration = { type: 'COUNT' as const, value: 50 };
    await steady({
      deploymentCircuitBreaker: { enable: true, rollback: true, resetOnHealthyTask, thresholdConfiguration },
    });
    await world.script({ digest: digest('2'), exits: { afterMs: 2_000, code: 1 } });
    await deploy(40);
    await world.script({ digest: digest('2') });
    await world.advance(100);
    counted.push((await newest()).deploymentCircuitBreaker?.failureCount);
  }
  expect(counted[0]).toBe(0);
  expect(counted[1]).toBeGreaterThan(2);
});

test('superseded deployments stay ACTIVE while they have tasks, and five are the most', async () => {
  await steady();
  await world.call('ecs.pace', { deprovisioning: 3_600_000 });
  for (const digit of ['2', '3', '4', '5']) await deploy(20, digit);
  expect((await world.service()).deployments?.map(({ status }) => status)).toEqual([
    'PRIMARY',
    'ACTIVE',
    'ACTIVE',
    'ACTIVE',
    'ACTIVE',
  ]);
  expect(await refusalOf(deploy(0, '6'))).toEqual({
    code: 'InvalidParameterException',
    message: '5 active deployments exist, unable to create new deployment.',
  });
});

test('early success, DEFERRED: it is SUCCESSFUL while old tasks run, and nothing rolls back from then on', async () => {
  const earlySuccessCriteria = {
    enable: true,
    healthyPercent: 100,
    sourceServiceRevisionCleanup: 'DEFERRED' as const,
  };
  await steady({ ...breaker, earlySuccessCriteria });
  await world.call('ecs.pace', { deprovisioning: 300_000 });
  await world.script({ digest: digest('2'), exits: { afterMs: 60_000, code: 1 } });
  await deploy(60);
  const { status, serviceDeploymentArn } = await newest();
  expect(status).toBe('SUCCESSFUL');
  expect((await world.service()).deployments).toHaveLength(2);
  // The new tasks exit, and what takes their place crashes: the breaker would have counted that before.
  await world.script({ digest: digest('2'), exits: { afterMs: 2_000, code: 1 } });
  await world.advance(400);
  const { deployments, taskDefinition } = await world.service();
  expect(deployments).toHaveLength(1);
  expect(deployments?.[0]?.failedTasks).toBeGreaterThan(3);
  expect(taskDefinition).not.toBe(one);
  expect(await newest()).toMatchObject({ status: 'SUCCESSFUL', serviceDeploymentArn });
  expect(await world.deployments()).toHaveLength(2);
});

test('what a deployment that is over tells of tasks is as it was then', async () => {
  const earlySuccessCriteria = { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' as const };
  await steady({ minimumHealthyPercent: 50, earlySuccessCriteria }, { desiredCount: 4 });
  await world.script({ digest: digest('2'), stopsAfterMs: 1_000 });
  await world.call('ecs.capacity', { tasks: 6 });
  await deploy(600);
  await deploy(600, '3');
  const [, second] = await world.deployments();
  expect(second?.targetServiceRevision).toMatchObject({ requestedTaskCount: 4, runningTaskCount: 4 });
  expect((await world.service()).currentServiceRevisions).toEqual([
    expect.objectContaining({ requestedTaskCount: 4, runningTaskCount: 4 }),
  ]);
});

test('early success, BLOCKING: so many healthy tasks are enough, once the old ones are gone', async () => {
  const earlySuccessCriteria = {
    enable: true,
    healthyPercent: 50,
    sourceServiceRevisionCleanup: 'BLOCKING' as const,
  };
  await steady({ minimumHealthyPercent: 50, maximumPercent: 100, earlySuccessCriteria }, { desiredCount: 4 });
  await world.call('ecs.capacity', { tasks: 6 });
  await deploy(120);
  expect(await newest()).toMatchObject({ status: 'SUCCESSFUL' });
});

describe('pauses', () => {
  const lifecycleHooks: sdk.DeploymentLifecycleHook[] = [
    { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP', 'POST_SCALE_UP'] },
  ];

  async function answer(action: 'CONTINUE' | 'ROLLBACK') {
    const { serviceDeploymentArn, lifecycleHookDetails = [] } = await newest();
    const hookId = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')?.hookId;
    await world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action });
  }

  test('hold a rolling deployment before its first task, and after its last', async () => {
    await steady();
    await world.update(await world.register('2'), { deploymentConfiguration: { lifecycleHooks } });
    await world.advance(300);
    expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'PRE_SCALE_UP' });
    expect((await world.tasks()).map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([one, one]);
    await answer('CONTINUE');
    await world.advance(120);
    expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_SCALE_UP' });
    await answer('ROLLBACK');
    await world.advance(300);
    expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect((await world.tasks()).map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([one, one]);
  });

  test('a task that crashes at a pause is replaced by one of what is live', async () => {
    await steady();
    await world.update(await world.register('2'), { deploymentConfiguration: { lifecycleHooks } });
    await world.advance(60);
    const [task] = await world.tasks();
    await world.send('StopTask', { cluster: 'main', task: task?.taskArn });
    await world.advance(60);
    expect((await world.tasks()).map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([one, one]);
  });
});

describe('alarms', () => {
  const alarms = { alarmNames: ['errors', 'latency'], enable: true, rollback: true };

  beforeEach(async () => {
    for (const AlarmName of alarms.alarmNames) {
      const metric = { Namespace: 'shop', MetricName: AlarmName, Statistic: 'Sum' as const, Period: 60 };
      const rule = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const };
      const TreatMissingData = 'ignore';
      await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...rule, TreatMissingData }));
      await state(AlarmName, 'OK');
    }
  });

  async function state(AlarmName: string, StateValue: 'OK' | 'ALARM') {
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'tried' }));
  }

  test('that fire during a deployment end it, and it rolls back', async () => {
    await steady({ alarms });
    await world.advance(300);
    await deploy(20);
    expect((await newest()).alarms).toEqual({
      status: 'MONITORING',
      alarmNames: ['errors', 'latency'],
      triggeredAlarmNames: [],
    });
    await state('latency', 'ALARM');
    await world.advance(120);
    expect(await newest()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['latency'] },
    });
    expect(await primary()).toMatchObject({ taskDefinition: one });
  });

  test('are watched while it bakes', async () => {
    await steady({ alarms });
    await world.advance(300);
    await deploy(180);
    expect((await newest()).status).toBe('IN_PROGRESS');
    await state('errors', 'ALARM');
    await world.advance(180);
    expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  test('that fire before it begins are not watched', async () => {
    await steady({ alarms });
    await world.advance(300);
    await state('errors', 'ALARM');
    await deploy(10);
    expect((await newest()).alarms?.status).toBe('DISABLED');
    await state('latency', 'ALARM');
    await world.advance(900);
    expect((await newest()).status).toBe('SUCCESSFUL');
  });

  test('without rollback a deployment stops where it is', async () => {
    await steady({ alarms: { ...alarms, rollback: false } });
    await world.advance(300);
    await deploy(10);
    await state('errors', 'ALARM');
    expect((await newest()).status).toBe('STOP_REQUESTED');
    await world.advance(300);
    expect(await newest()).toMatchObject({ status: 'STOPPED', stoppedAt: expect.any(Date) });
    expect(await primary()).toMatchObject({ rolloutState: 'FAILED' });
  });
});
