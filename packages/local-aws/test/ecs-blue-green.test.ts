import type * as sdk from '@aws-sdk/client-ecs';
import { ModifyListenerCommand, ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Balancer, digest, type EcsCloud, ecsCloud, refusalOf, shifting } from './ecs-cloud.ts';

let world: EcsCloud;
let balancer: Balancer;
let one: string;
beforeAll(async () => {
  world = await ecsCloud();
  balancer = await world.balancer();
  one = await world.register('1');
  await world.cloud.control.snapshot('furnished');
});
beforeEach(() => world.cloud.control.restore('furnished'));
afterAll(() => world.cloud.stop());

const pause = (...lifecycleStages: sdk.DeploymentLifecycleHookStage[]): sdk.DeploymentLifecycleHook => ({
  targetType: 'PAUSE',
  lifecycleStages,
});

/** A service that shifts traffic, with its first revision live; `more` is what its deployments are configured with from then on. */
async function live(more: Partial<sdk.DeploymentConfiguration> = {}, withTest = true) {
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } as const;
  await world.worker(one, { loadBalancers: shifting(balancer, withTest), deploymentConfiguration });
  await world.advance(300);
  await world.send('UpdateService', {
    cluster: 'main',
    service: 'web',
    deploymentConfiguration: { ...deploymentConfiguration, ...more },
  });
}

/** Deploys image 2, and waits. */
async function deploy(seconds: number, digit = '2') {
  const answer = await world.update(await world.register(digit));
  await world.advance(seconds);
  return answer.service;
}

async function newest(): Promise<sdk.ServiceDeployment> {
  return (await world.deployments())[0] ?? {};
}

async function hook(): Promise<sdk.DeploymentLifecycleHookDetail> {
  const { lifecycleHookDetails = [] } = await newest();
  return lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION') ?? {};
}

async function answer(action: 'CONTINUE' | 'ROLLBACK', hookId?: string) {
  const { serviceDeploymentArn } = await newest();
  return world.send('ContinueServiceDeployment', {
    serviceDeploymentArn,
    hookId: hookId ?? (await hook()).hookId,
    action,
  });
}

/** The image that answers users of production or of the test listener. */
function seen(port: 80 | 8080 = 80): string {
  const { status, body } = world.cloud.visit({ url: `http://${balancer.host}:${port}/` });
  if (status !== 200) return `status ${status}`;
  return (JSON.parse(Buffer.from(body).toString()) as { image: string }).image;
}

test.each([
  ['no bake time', { bakeTimeInMinutes: undefined }, 'bakeTimeInMinutes is required'],
  [
    'a pause during a shift',
    { lifecycleHooks: [pause('PRODUCTION_TRAFFIC_SHIFT')] },
    'Invalid lifecycle stage provided for',
  ],
  [
    'a hook of an unknown kind',
    { lifecycleHooks: [{ ...pause('PRE_SCALE_UP'), targetType: 'HTTP' as never }] },
    'Invalid targetType.',
  ],
  ['a pause at no stage', { lifecycleHooks: [pause()] }, 'needs at least one lifecycle stage'],
  [
    'a timeout of 15 days',
    { lifecycleHooks: [{ ...pause('PRE_SCALE_UP'), timeoutConfiguration: { timeoutInMinutes: 21_600 } }] },
    'timeoutInMinutes must be',
  ],
  [
    'a timeout of no time',
    { lifecycleHooks: [{ ...pause('PRE_SCALE_UP'), timeoutConfiguration: { timeoutInMinutes: 0 } }] },
    'timeoutInMinutes must be',
  ],
  [
    'a pause with a function',
    {
      lifecycleHooks: [{ ...pause('PRE_SCALE_UP'), hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:a' }],
    },
    'do not use hookTargetArn',
  ],
  ['11 pauses', { lifecycleHooks: Array.from({ length: 11 }, () => pause('PRE_SCALE_UP')) }, 'maximum of 10'],
  ['what is for LINEAR', { linearConfiguration: { stepPercent: 10 } }, 'only valid for the deployment strategy LINEAR'],
  [
    'early success',
    { earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' as const } },
    'only valid for the deployment strategy ROLLING',
  ],
])('a service with %s is refused', async (_, more, message) => {
  const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 1, ...more };
  const made = world.worker(one, { loadBalancers: shifting(balancer), deploymentConfiguration });
  expect(await refusalOf(made)).toEqual({
    code: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

test('a service without load balancer, or whose load balancer has no alternate, cannot shift', async () => {
  const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 1 };
  expect((await refusalOf(world.worker(one, { deploymentConfiguration }))).message).toContain('needs a load balancer');
  const loadBalancers = [{ targetGroupArn: balancer.blue, containerName: 'web', containerPort: 8080 }];
  const plain = world.worker(one, { deploymentConfiguration, loadBalancers });
  expect((await refusalOf(plain)).message).toContain('advancedConfiguration field is required for all loadBalancers');
});

test.each([
  [
    'a listener in the place of its rule',
    (balancers: Balancer) => ({
      productionListenerRule: balancers.production.replace(/:listener-rule\/(.*)\/[^/]*$/, ':listener/$1'),
    }),
    'productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ',
  ],
  [
    'one rule for both',
    (balancers: Balancer) => ({ testListenerRule: balancers.production }),
    'The following rules cannot be used as both production and test listener rules: ',
  ],
  [
    'one target group for both',
    (balancers: Balancer) => ({ alternateTargetGroupArn: balancers.blue }),
    'Duplicate targetGroupArn found: ',
  ],
  ['a rule that is not there', (balancers: Balancer) => ({ testListenerRule: `${balancers.test}0` }), 'does not exist'],
])('a service with %s is refused', async (_, change, message) => {
  const [loadBalancer] = shifting(balancer);
  const advancedConfiguration = { ...loadBalancer?.advancedConfiguration, ...change(balancer) };
  const loadBalancers = [
    { ...loadBalancer, advancedConfiguration: advancedConfiguration as sdk.AdvancedConfiguration },
  ];
  const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 1 };
  expect(await refusalOf(world.worker(one, { loadBalancers, deploymentConfiguration }))).toEqual({
    code: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

test('hooks of functions answer 501: the local cloud has none', async () => {
  const lifecycleHooks = [{ hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:a' }];
  const deploymentConfiguration = { strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 1, lifecycleHooks };
  const made = world.worker(one, { loadBalancers: shifting(balancer), deploymentConfiguration });
  expect((await refusalOf(made)).code).toBe('NotImplemented');
});

test('a configuration as DescribeServices shows it cannot be written back: its pauses have lost their type', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  const { deploymentConfiguration } = await world.service();
  const written = world.send('UpdateService', { cluster: 'main', service: 'web', deploymentConfiguration });
  expect(await refusalOf(written)).toEqual({
    code: 'InvalidParameterException',
    message: expect.stringContaining('hookTargetArn is required'),
  });
});

test('ROLLING after a shift that was stopped: users are led back before it rolls', async () => {
  await live({ bakeTimeInMinutes: 10 });
  await deploy(90);
  expect(seen()).toBe(digest('2'));
  await world.update(await world.register('3'), { deploymentConfiguration: { strategy: 'ROLLING' } });
  for (let second = 0; second < 300; second += 3) {
    await world.advance(3);
    expect(seen()).toMatch(/^sha256:/);
  }
  await world.advance(600);
  expect((await newest()).status).toBe('SUCCESSFUL');
  expect(seen()).toBe(digest('3'));
});

test('creation pauses, too', async () => {
  const deploymentConfiguration = {
    strategy: 'BLUE_GREEN' as const,
    bakeTimeInMinutes: 1,
    lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')],
  };
  await world.worker(one, { loadBalancers: shifting(balancer), deploymentConfiguration });
  await world.advance(120);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' });
  await answer('CONTINUE');
  await world.advance(120);
  expect((await newest()).status).toBe('SUCCESSFUL');
});

test('a deployment goes through its stages, and traffic moves all at once', async () => {
  await live();
  expect([seen(), seen(8080)]).toEqual([digest('1'), digest('1')]);
  await deploy(0);
  const stages: string[] = [];
  for (let second = 0; second < 140; second++) {
    await world.advance(1);
    const { lifecycleStage = '', targetServiceRevision, status } = await newest();
    if (stages.at(-1) !== lifecycleStage && lifecycleStage !== '') stages.push(lifecycleStage);
    if (status !== 'IN_PROGRESS') continue;
    expect(seen(8080)).toBe(targetServiceRevision?.requestedTestTrafficWeight === 100 ? digest('2') : digest('1'));
    expect(seen()).toBe(targetServiceRevision?.requestedProductionTrafficWeight === 100 ? digest('2') : digest('1'));
  }
  expect(stages.filter((stage) => stage !== 'PRE_PRODUCTION_TRAFFIC_SHIFT')).toEqual([
    'PRE_SCALE_UP',
    'SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
    'BAKE_TIME',
    'CLEAN_UP',
  ]);
  expect(await newest()).toMatchObject({ status: 'SUCCESSFUL' });
  expect(await newest()).not.toHaveProperty('lifecycleStage');
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 0, [balancer.green]: 100 });
  expect(await world.tasks()).toHaveLength(2);
});

test('the next deployment takes the target group that is free', async () => {
  await live();
  await deploy(200);
  await deploy(200, '3');
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 100, [balancer.green]: 0 });
  expect(seen()).toBe(digest('3'));
  const arns = (await world.deployments()).map(({ targetServiceRevision }) => targetServiceRevision?.arn ?? '');
  const { serviceRevisions } = await world.send('DescribeServiceRevisions', { serviceRevisionArns: arns });
  const groups = serviceRevisions?.map(({ resolvedConfiguration }) => resolvedConfiguration?.loadBalancers?.[0]);
  expect(groups).toEqual(
    [balancer.blue, balancer.green, balancer.blue].map((targetGroupArn) => ({
      targetGroupArn,
      productionListenerRule: balancer.production,
    })),
  );
});

test('at a pause the test listener shows what waits, and production what was there', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  await deploy(120);
  const deployment = await newest();
  expect(deployment).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
    targetServiceRevision: {
      requestedTestTrafficWeight: 100,
      requestedProductionTrafficWeight: 0,
      runningTaskCount: 2,
    },
    sourceServiceRevisions: [{ requestedTestTrafficWeight: 0, requestedProductionTrafficWeight: 100 }],
  });
  expect(deployment.lifecycleHookDetails).toEqual([
    {
      hookId: expect.stringMatching(/^ecs-pause-[\w-]{43}$/),
      targetType: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt: expect.any(Date),
      timeoutAction: 'ROLLBACK',
    },
  ]);
  const waits = (deployment.lifecycleHookDetails?.[0]?.expiresAt?.getTime() ?? 0) - world.cloud.clock.now();
  expect(waits / 3_600_000).toBeCloseTo(24, 1);
  expect([seen(), seen(8080)]).toEqual([digest('1'), digest('2')]);
  await answer('CONTINUE');
  await world.advance(10);
  expect(seen()).toBe(digest('2'));
  await world.advance(120);
  expect((await newest()).status).toBe('SUCCESSFUL');
});

test('DescribeServices tells the stages of pause hooks alone', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  const { deploymentConfiguration } = await world.service();
  expect(deploymentConfiguration?.lifecycleHooks).toEqual([{ lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }]);
  await deploy(120);
  expect((await newest()).deploymentConfiguration?.lifecycleHooks?.[0]?.targetType).toBe('PAUSE');
});

test('a hook is answered once: a second answer, another hook and another action are refused', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT')] });
  await deploy(120);
  const { hookId } = await hook();
  const spent = {
    code: 'InvalidParameterException',
    message: 'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
  };
  expect(await refusalOf(answer('CONTINUE', 'ecs-pause-none'))).toEqual(spent);
  expect((await refusalOf(answer('CONTINUE', 'none'))).message).toContain('hookId must follow the format');
  expect((await refusalOf(answer('SKIP' as never))).code).toBe('InvalidParameterException');
  await answer('CONTINUE');
  expect(await refusalOf(answer('ROLLBACK', hookId))).toEqual(spent);
  await world.advance(20);
  const second = await hook();
  expect(second.hookId).not.toBe(hookId);
  expect((await newest()).lifecycleStage).toBe('POST_PRODUCTION_TRAFFIC_SHIFT');
  expect((await newest()).targetServiceRevision?.requestedProductionTrafficWeight).toBe(100);
  const unknown = world.send('ContinueServiceDeployment', {
    serviceDeploymentArn: 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/main/web/none',
    hookId,
  });
  expect((await refusalOf(unknown)).code).toBe('ServiceDeploymentNotFoundException');
  await answer('CONTINUE');
  await world.advance(120);
  expect((await refusalOf(answer('CONTINUE', hookId))).message).toContain(
    'not allowed for service deployment in terminal',
  );
});

test('an answer without an action continues', async () => {
  await live({ lifecycleHooks: [pause('PRE_SCALE_UP')] });
  await deploy(10);
  const { serviceDeploymentArn } = await newest();
  await world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId: (await hook()).hookId });
  await world.advance(5);
  expect((await newest()).lifecycleStage).toBe('SCALE_UP');
});

test('two hooks of one stage wait side by side, and one of them can roll all back', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT'), pause('POST_TEST_TRAFFIC_SHIFT')] });
  await deploy(120);
  const [first, second] = (await newest()).lifecycleHookDetails ?? [];
  await answer('CONTINUE', first?.hookId);
  await world.advance(60);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' });
  await answer('ROLLBACK', second?.hookId);
  expect((await newest()).status).toBe('ROLLBACK_REQUESTED');
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('a rollback before production was touched gives the test listener back, and stops the new tasks', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  const before = await world.service();
  const service = await deploy(120);
  await answer('ROLLBACK');
  await world.advance(2);
  expect((await newest()).status).toBe('ROLLBACK_IN_PROGRESS');
  await world.advance(60);
  const after = await newest();
  expect(after).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    targetServiceRevision: { requestedTestTrafficWeight: 0, requestedProductionTrafficWeight: 0, runningTaskCount: 0 },
    rollback: { serviceRevisionArn: before.currentServiceRevisions?.[0]?.arn },
  });
  expect([seen(), seen(8080)]).toEqual([digest('1'), digest('1')]);
  // No new revision: PRIMARY is what it was.
  expect(await world.service()).toMatchObject({
    taskDefinition: one,
    deployments: [{ id: before.deployments?.[0]?.id, status: 'PRIMARY', rolloutState: 'COMPLETED' }],
  });
  expect(service?.deployments?.[0]?.id).not.toBe(before.deployments?.[0]?.id);
});

test('a rollback takes back all that a revision holds, also what was added', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  const serviceConnectConfiguration = { enabled: false };
  await world.update(await world.register('2'), { serviceConnectConfiguration, platformVersion: '1.4.0' });
  await world.advance(120);
  await answer('ROLLBACK');
  await world.advance(120);
  await world.send('UpdateService', {
    cluster: 'main',
    service: 'web',
    forceNewDeployment: true,
    deploymentConfiguration: { lifecycleHooks: [] },
  });
  await world.advance(200);
  const arns = (await world.deployments()).map(({ targetServiceRevision }) => targetServiceRevision?.arn ?? '');
  const { serviceRevisions = [] } = await world.send('DescribeServiceRevisions', { serviceRevisionArns: arns });
  expect(serviceRevisions.map(({ platformVersion }) => platformVersion)).toEqual(['LATEST', '1.4.0', 'LATEST']);
  expect(serviceRevisions.map((each) => each.serviceConnectConfiguration)).toEqual([
    undefined,
    serviceConnectConfiguration,
    undefined,
  ]);
});

test('a rollback from production takes users back at once, and bakes', async () => {
  await live({ bakeTimeInMinutes: 5 });
  await deploy(90);
  expect(await newest()).toMatchObject({ lifecycleStage: 'BAKE_TIME' });
  expect(seen()).toBe(digest('2'));
  const { serviceDeploymentArn } = await newest();
  await world.send('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
  await world.advance(2);
  expect(seen()).toBe(digest('1'));
  await world.advance(240);
  expect((await newest()).status).toBe('ROLLBACK_IN_PROGRESS');
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('stopping what is over is a conflict, what rolls back goes on, and there is one type', async () => {
  await live();
  const { serviceDeploymentArn } = await newest();
  const stop = (stopType?: 'ROLLBACK' | 'ABORT') =>
    world.send('StopServiceDeployment', { serviceDeploymentArn, stopType });
  expect((await refusalOf(stop())).code).toBe('ConflictException');
  expect((await refusalOf(stop('ABORT'))).code).toBe('InvalidParameterException');
  await deploy(20);
  const under = (await newest()).serviceDeploymentArn;
  await world.send('StopServiceDeployment', { serviceDeploymentArn: under });
  await world.send('StopServiceDeployment', { serviceDeploymentArn: under });
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test.each([
  ['ROLLBACK', 'ROLLBACK_SUCCESSFUL', '1'],
  ['CONTINUE', 'SUCCESSFUL', '2'],
] as const)('a pause without an answer times out with %s', async (action, status, live2) => {
  const timeoutConfiguration = { timeoutInMinutes: 10, action };
  await live({ lifecycleHooks: [{ ...pause('POST_TEST_TRAFFIC_SHIFT'), timeoutConfiguration }] });
  await deploy(60);
  const { hookId } = await hook();
  await world.advance(9 * 60);
  expect((await newest()).status).toBe('IN_PROGRESS');
  await world.advance(300);
  const deployment = await newest();
  expect(deployment.status).toBe(status);
  expect(deployment.lifecycleHookDetails).toEqual([expect.objectContaining({ hookId, status: 'TIMED_OUT' })]);
  if (action === 'ROLLBACK')
    expect(deployment.statusReason).toBe(
      'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.',
    );
  expect(seen()).toBe(digest(live2));
});

test('unless it is said, a pause rolls back after 24 hours', async () => {
  await live({ lifecycleHooks: [pause('PRE_PRODUCTION_TRAFFIC_SHIFT')] });
  await deploy(24 * 3600);
  expect((await newest()).status).toBe('IN_PROGRESS');
  await world.advance(120);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('without a test listener there is no test traffic to tell of', async () => {
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] }, false);
  await deploy(120);
  const { targetServiceRevision, status } = await newest();
  expect(status).toBe('IN_PROGRESS');
  expect(targetServiceRevision).not.toHaveProperty('requestedTestTrafficWeight');
  expect(seen(8080)).toBe(digest('1'));
});

test('a new deployment stops the one that runs: traffic is back before the new tasks come', async () => {
  await live({ bakeTimeInMinutes: 10 });
  await deploy(90);
  expect(seen()).toBe(digest('2'));
  await deploy(0, '3');
  expect((await world.deployments()).map(({ status }) => status)).toEqual(['PENDING', 'STOP_REQUESTED', 'SUCCESSFUL']);
  await world.advance(3);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'RECONCILE_SERVICE' });
  expect((await world.deployments())[1]).toMatchObject({ status: 'STOPPED', stoppedAt: expect.any(Date) });
  await world.advance(2);
  expect(seen()).toBe(digest('1'));
  await world.advance(900);
  expect(seen()).toBe(digest('3'));
  expect((await newest()).status).toBe('SUCCESSFUL');
});

test.each([
  ['stops', ['PENDING', 'STOP_REQUESTED'], ['SUCCESSFUL', 'STOPPED']],
  ['waits', ['PENDING', 'IN_PROGRESS'], ['PENDING', 'IN_PROGRESS']],
] as const)('an update at a pause %s', async (updateAtPause, before, after) => {
  await world.call('ecs.guesses', { updateAtPause });
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  await deploy(120);
  await world.update(await world.register('3'), { deploymentConfiguration: { lifecycleHooks: [] } });
  const statuses = async () => (await world.deployments()).slice(0, 2).map(({ status }) => status);
  expect(await statuses()).toEqual(before);
  const hookId = (await world.deployments())[1]?.lifecycleHookDetails?.[0]?.hookId;
  await world.advance(600);
  expect(await statuses()).toEqual(after);
  expect(hookId).toBeDefined();
  expect((await world.service()).deployments?.[0]?.taskDefinition).toMatch(/web:3$/);
});

test('what waits for a pause begins when that has rolled back', async () => {
  await world.call('ecs.guesses', { updateAtPause: 'waits' });
  await live({ lifecycleHooks: [pause('POST_TEST_TRAFFIC_SHIFT')] });
  await deploy(120);
  const paused = await newest();
  await world.update(await world.register('3'), { deploymentConfiguration: { lifecycleHooks: [] } });
  const hookId = paused.lifecycleHookDetails?.[0]?.hookId;
  await world.send('ContinueServiceDeployment', {
    serviceDeploymentArn: paused.serviceDeploymentArn,
    hookId,
    action: 'ROLLBACK',
  });
  await world.advance(3);
  expect((await world.service()).taskDefinition).toMatch(/web:3$/);
  await world.advance(600);
  expect((await world.deployments()).map(({ status }) => status)).toEqual([
    'SUCCESSFUL',
    'ROLLBACK_SUCCESSFUL',
    'SUCCESSFUL',
  ]);
  expect(seen()).toBe(digest('3'));
});

test('tasks that find no room hang in SCALE_UP for 24 hours, circuit breaker or not', async () => {
  await live({ deploymentCircuitBreaker: { enable: true, rollback: true } });
  await world.call('ecs.capacity', { tasks: 2 });
  await deploy(23 * 3600);
  expect(await newest()).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'SCALE_UP',
    deploymentCircuitBreaker: { status: 'DISABLED' },
  });
  await world.advance(2 * 3600);
  expect((await newest()).status).toBe('ROLLBACK_SUCCESSFUL');
});

test('where it is told to, the circuit breaker counts here as well', async () => {
  await world.call('ecs.guesses', { breakerBeyondRolling: true });
  await live({ deploymentCircuitBreaker: { enable: true, rollback: true } });
  await world.script({ digest: digest('2'), exits: { afterMs: 500, code: 1 } });
  await deploy(120);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
  });
});

/** What someone else than ECS sets the weights of production to. */
async function reweigh(blue: number, green: number): Promise<void> {
  const TargetGroups = [
    { TargetGroupArn: balancer.blue, Weight: blue },
    { TargetGroupArn: balancer.green, Weight: green },
  ];
  const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  const ListenerArn = balancer.production.replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '');
  await world.elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
}

test('weights that someone else has split are left alone, and a deployment rolls back before it begins', async () => {
  await live();
  await reweigh(7, 3);
  await world.advance(60);
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 7, [balancer.green]: 3 });
  await deploy(60);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: expect.stringContaining('should have exactly one target group serving traffic but found 2'),
  });
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 7, [balancer.green]: 3 });
});

test('that all traffic was led to the free target group is not seen: users meet new tasks before the shift', async () => {
  await live({ lifecycleHooks: [pause('POST_SCALE_UP')] });
  await reweigh(0, 1);
  expect(seen()).toBe('status 503');
  await deploy(60);
  expect((await newest()).targetServiceRevision?.requestedProductionTrafficWeight).toBe(0);
  expect(seen()).toBe(digest('2'));
});

test('a first deployment has nothing to go back to: ROLLBACK_FAILED, and what runs goes on', async () => {
  const deploymentConfiguration = {
    strategy: 'BLUE_GREEN' as const,
    bakeTimeInMinutes: 1,
    lifecycleHooks: [pause('POST_SCALE_UP')],
  };
  await world.worker(one, { loadBalancers: shifting(balancer), deploymentConfiguration });
  await world.advance(60);
  await answer('ROLLBACK');
  await world.advance(30);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_FAILED',
    statusReason: expect.stringContaining('No rollback candidate was found to run the rollback.'),
  });
  expect(await world.tasks()).toHaveLength(2);
});

test.each([
  ['rolls back', 'ROLLBACK_SUCCESSFUL', '1'],
  ['ends', 'SUCCESSFUL', '2'],
] as const)('a rollback that is asked for at CLEAN_UP %s', async (rollbackAtCleanUp, status, digit) => {
  await world.call('ecs.guesses', { rollbackAtCleanUp });
  await live();
  await deploy(80);
  while ((await newest()).lifecycleStage === 'BAKE_TIME') await world.advance(2);
  const { serviceDeploymentArn, lifecycleStage } = await newest();
  expect(lifecycleStage).toBe('CLEAN_UP');
  await world.send('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
  expect((await newest()).status).toBe('ROLLBACK_REQUESTED');
  await world.advance(300);
  expect((await newest()).status).toBe(status);
  expect(seen()).toBe(digest(digit));
});

/** What users of production get, second by second. */
async function seenFor(seconds: number): Promise<readonly string[]> {
  const met = new Set<string>();
  for (let second = 0; second < seconds; second += 1) {
    await world.advance(1);
    for (let request = 0; request < 10; request += 1) met.add(seen());
  }
  return [...met];
}

test('tasks that lose their traffic to a new deployment go once the load balancer leads no user to them', async () => {
  await world.call('elasticloadbalancing.pace', { provisioning: 0, propagation: 3_000 });
  await live({ bakeTimeInMinutes: 10 });
  await deploy(90);
  await deploy(0, '3');
  expect(await seenFor(20)).toEqual([digest('2'), digest('1')]);
});

test('a deployment that is stopped as its last old task goes is successful', async () => {
  await live();
  await deploy(60);
  await world.cloud.control.snapshot('on its way');
  let seconds = 0;
  for (; (await newest()).status !== 'SUCCESSFUL'; seconds += 1) await world.advance(1);
  await world.cloud.control.restore('on its way');
  await world.advance(seconds - 1);
  expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' });
  await deploy(0, '3');
  await world.advance(5);
  expect((await world.deployments()).map(({ status }) => status)).toEqual(['IN_PROGRESS', 'SUCCESSFUL', 'SUCCESSFUL']);
  expect(await seenFor(5)).toEqual([digest('2')]);
});

describe('a deployment that is ended while what was there before stops', () => {
  beforeEach(async () => {
    // A task that drains for a while.
    for (const TargetGroupArn of [balancer.blue, balancer.green]) {
      const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }];
      await world.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
    }
    await live({ bakeTimeInMinutes: 0, lifecycleHooks: [pause('POST_SCALE_UP')] });
    await deploy(90);
    await answer('CONTINUE');
    await world.advance(30);
    expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' });
    expect(seen()).toBe(digest('2'));
    await deploy(0, '3');
  });

  test('loses its users to what was there before, once that is there again, and the new tasks come after that', async () => {
    expect(await seenFor(120)).toEqual([digest('2'), digest('1')]);
    expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_SCALE_UP' });
  });

  test('does so as well where the new one is rolled back meanwhile', async () => {
    await world.advance(3);
    expect(await newest()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'RECONCILE_SERVICE' });
    const { serviceDeploymentArn } = await newest();
    await world.send('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
    expect(await seenFor(400)).toEqual([digest('2'), digest('1')]);
    expect(await newest()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect((await world.tasks()).length).toBe(2);
  });
});
