import type * as sdk from '@aws-sdk/client-ecs';
import { type Balancer, digest, type EcsCloud, ecsCloud, refusalOf, shifting } from './ecs-cloud.ts';

let world: EcsCloud;
let balancer: Balancer;
let one: string;
beforeAll(async () => {
  world = await ecsCloud();
  balancer = await world.balancer();
  one = await world.register('1');
  await world.worker(one, {
    loadBalancers: shifting(balancer),
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
  });
  await world.advance(300);
  await world.cloud.control.snapshot('live');
});
beforeEach(() => world.cloud.control.restore('live'));
afterAll(() => world.cloud.stop());

const pauses: sdk.DeploymentLifecycleHook[] = [
  { targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] },
];

async function configure(deploymentConfiguration: sdk.DeploymentConfiguration): Promise<void> {
  await world.send('UpdateService', { cluster: 'main', service: 'web', deploymentConfiguration });
}

async function deploy(): Promise<void> {
  await world.update(await world.register('2'));
}

async function newest(): Promise<sdk.ServiceDeployment> {
  return (await world.deployments())[0] ?? {};
}

const share = ({ targetServiceRevision }: sdk.ServiceDeployment) =>
  targetServiceRevision?.requestedProductionTrafficWeight;

/** The shares at each change of them, until a deployment is over. */
async function shares(step = 5): Promise<readonly (readonly [seconds: number, share: number])[]> {
  const seen: [number, number][] = [];
  for (let second = 0; second < 3600; second += step) {
    await world.advance(step);
    const deployment = await newest();
    const now = share(deployment) ?? 0;
    if (now !== (seen.at(-1)?.[1] ?? 0)) seen.push([second, now]);
    if (deployment.status === 'SUCCESSFUL') return seen;
  }
  throw new Error('the deployment did not end');
}

/** Answers each pause as soon as it is there, and gives what production had then. */
async function answered(): Promise<readonly (number | undefined)[]> {
  const met: (number | undefined)[] = [];
  for (let second = 0; second < 7200; second += 10) {
    await world.advance(10);
    const deployment = await newest();
    if (deployment.status === 'SUCCESSFUL') return met;
    const hook = deployment.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION');
    if (!hook) continue;
    met.push(share(deployment));
    const { serviceDeploymentArn } = deployment;
    const answer = { serviceDeploymentArn, hookId: hook.hookId, action: 'CONTINUE' as const };
    await world.send('ContinueServiceDeployment', answer);
  }
  throw new Error('the deployment did not end');
}

test.each([
  ['a step below 3 %', { strategy: 'LINEAR' as const, linearConfiguration: { stepPercent: 2.9 } }, 'stepPercent'],
  ['a step of hundredths', { strategy: 'LINEAR' as const, linearConfiguration: { stepPercent: 3.25 } }, 'stepPercent'],
  ['a canary of nothing', { strategy: 'CANARY' as const, canaryConfiguration: { canaryPercent: 0 } }, 'canaryPercent'],
  [
    'a canary of two days',
    { strategy: 'CANARY' as const, canaryConfiguration: { canaryBakeTimeInMinutes: 2880 } },
    'canaryBakeTimeInMinutes',
  ],
])('%s is refused', async (_, deploymentConfiguration, named) => {
  expect(await refusalOf(configure(deploymentConfiguration))).toEqual({
    code: 'InvalidParameterException',
    message: expect.stringContaining(named),
  });
});

test('LINEAR leads more and more of the users to the new tasks, and bakes between the steps, not after the last', async () => {
  const linearConfiguration = { stepPercent: 40, stepBakeTimeInMinutes: 2 };
  await configure({ strategy: 'LINEAR', bakeTimeInMinutes: 0, linearConfiguration });
  await deploy();
  const seen = await shares();
  expect(seen.map(([, percent]) => percent)).toEqual([40, 80, 100]);
  const [first, second, third] = seen.map(([seconds]) => seconds);
  expect(second! - first!).toBeGreaterThanOrEqual(120);
  expect(third! - second!).toBeGreaterThanOrEqual(120);
});

test('unless it is said, LINEAR has ten steps of 10 %, six minutes apart', async () => {
  await configure({ strategy: 'LINEAR', bakeTimeInMinutes: 0 });
  await deploy();
  const seen = await shares(20);
  expect(seen.map(([, percent]) => percent)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(seen.at(-1)![0] - seen[0]![0]).toBeGreaterThanOrEqual(9 * 360);
});

test('CANARY has two steps', async () => {
  const canaryConfiguration = { canaryPercent: 0.5, canaryBakeTimeInMinutes: 1 };
  await configure({ strategy: 'CANARY', bakeTimeInMinutes: 0, canaryConfiguration });
  await deploy();
  expect((await shares()).map(([, percent]) => percent)).toEqual([0.5, 100]);
});

test('weights of tenths are whole numbers for the listener', async () => {
  const canaryConfiguration = { canaryPercent: 0.5, canaryBakeTimeInMinutes: 10 };
  await configure({ strategy: 'CANARY', bakeTimeInMinutes: 0, canaryConfiguration });
  await deploy();
  await world.advance(120);
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 995, [balancer.green]: 5 });
  const { sourceServiceRevisions } = await newest();
  expect(sourceServiceRevisions?.[0]?.requestedProductionTrafficWeight).toBe(99.5);
});

test('a pause comes before each step, each with its own hook', async () => {
  const linearConfiguration = { stepPercent: 25, stepBakeTimeInMinutes: 0 };
  await configure({ strategy: 'LINEAR', bakeTimeInMinutes: 0, linearConfiguration, lifecycleHooks: pauses });
  await deploy();
  expect(await answered()).toEqual([0, 25, 50, 75]);
  const hooks = (await newest()).lifecycleHookDetails?.map(({ hookId }) => hookId) ?? [];
  expect(new Set(hooks).size).toBe(4);
});

test('about the share of the users meets the canary', async () => {
  const linearConfiguration = { stepPercent: 30, stepBakeTimeInMinutes: 0 };
  await configure({ strategy: 'LINEAR', bakeTimeInMinutes: 0, linearConfiguration, lifecycleHooks: pauses });
  await deploy();
  await world.advance(120);
  const { serviceDeploymentArn, lifecycleHookDetails } = await newest();
  const hookId = lifecycleHookDetails?.[0]?.hookId;
  await world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'CONTINUE' });
  await world.advance(30);
  expect(share(await newest())).toBe(30);
  let met = 0;
  for (let visit = 0; visit < 500; visit++) {
    const { body } = world.cloud.visit({ url: `http://${balancer.host}/` });
    if (Buffer.from(body).toString().includes(digest('2'))) met += 1;
  }
  expect(met / 500).toBeGreaterThan(0.22);
  expect(met / 500).toBeLessThan(0.38);
});

test('a rollback at a canary leads all users back', async () => {
  await configure({ strategy: 'CANARY', bakeTimeInMinutes: 0, lifecycleHooks: pauses });
  await deploy();
  for (let count = 0; count < 2; count++) {
    await world.advance(900);
    const { serviceDeploymentArn, lifecycleHookDetails = [] } = await newest();
    const hookId = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')?.hookId;
    const action = count === 0 ? 'CONTINUE' : 'ROLLBACK';
    await world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action });
  }
  await world.advance(3);
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 100, [balancer.green]: 0 });
  await world.advance(60);
  expect(await newest()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    targetServiceRevision: { requestedProductionTrafficWeight: 0 },
  });
});

test.each([
  ['none', [undefined, undefined]],
  ['before', ['POST_TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']],
  ['shift', ['PRODUCTION_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']],
] as const)('at a pause before a shift the stage that is shown may be %s', async (stageBeforeShift, expected) => {
  await world.call('ecs.guesses', { stageBeforeShift });
  const canaryConfiguration = { canaryBakeTimeInMinutes: 0 };
  await configure({ strategy: 'CANARY', bakeTimeInMinutes: 0, canaryConfiguration, lifecycleHooks: pauses });
  await deploy();
  const stages: (string | undefined)[] = [];
  for (let count = 0; count < 2; count++) {
    await world.advance(120);
    const { serviceDeploymentArn, lifecycleHookDetails = [], lifecycleStage } = await newest();
    stages.push(lifecycleStage);
    const hookId = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')?.hookId;
    await world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'CONTINUE' });
  }
  expect(stages).toEqual(expected);
});

test('a service may change its strategy from one deployment to the next', async () => {
  await configure({ strategy: 'ROLLING' });
  await deploy();
  await world.advance(600);
  expect(await newest()).toMatchObject({ status: 'SUCCESSFUL', deploymentConfiguration: { strategy: 'ROLLING' } });
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 100, [balancer.green]: 0 });
  await configure({ strategy: 'BLUE_GREEN' });
  await world.update(await world.register('3'));
  await world.advance(600);
  expect(await world.weights(balancer.production)).toEqual({ [balancer.blue]: 0, [balancer.green]: 100 });
});
