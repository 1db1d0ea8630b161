import { ECSClient, StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { type RollbackWorld, RUN_KEY, type Setting, world } from './support/world.ts';

// What can go wrong with the way back itself: v1 was deployed over v0, and v0 is deployed over it.

const worlds: RollbackWorld[] = [];
afterEach(async () => {
  for (const one of worlds.splice(0)) await one.stop();
});
const deployed = async (setting: Setting = {}) => {
  const made = await world(setting);
  worlds.push(made);
  return made;
};
const BACK = { versions: ['v0'], status: 'SUCCESSFUL', newest: 'v0 by ecs-rollback', undid: 'v1', pauses: 0 };

test.each<[string, Setting]>([
  ['BLUE_GREEN', { hooks: ['PRE_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'] }],
  [
    'LINEAR',
    {
      strategy: 'LINEAR',
      hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      configuration: { bakeTimeInMinutes: 1, linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: 1 } },
    },
  ],
  [
    'CANARY',
    {
      strategy: 'CANARY',
      hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      configuration: { bakeTimeInMinutes: 1, canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 } },
    },
  ],
  ['ROLLING', { strategy: 'ROLLING' }],
  ['ROLLING', { worker: true }],
])('every pause of %s is answered, until all users are back and nothing is under way', async (_, setting) => {
  const the = await deployed(setting);
  const { outcome, recoveryMs } = await the.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(recoveryMs).toBeGreaterThan(0);
  expect(await the.standing()).toEqual(BACK);
});

test('what its strategy waits comes on top of the time that it has, and is said', async () => {
  const configuration = { bakeTimeInMinutes: 1, linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: 5 } };
  const the = await deployed({ strategy: 'LINEAR', hooks: [], configuration });
  const { outcome, log, recoveryMs } = await the.rollBack({ timeoutMs: 600_000 });
  expect(outcome).toBe('rolled-back');
  expect(log).toContain('The strategy of api, LINEAR, waits 21m by itself, also on the way back.');
  expect(recoveryMs).toBeGreaterThan(1_200_000);
});

test('tasks that do not start: the circuit breaker ends it, and the message says what ECS says', async () => {
  const the = await deployed({ strategy: 'ROLLING' });
  await the.script('v0', { exits: { afterMs: 500, code: 1, reason: 'no database' } });
  const { outcome, outputs } = await the.rollBack({ timeoutMs: 3_600_000 });
  expect(outcome).toBe('rollback-failed');
  expect(outputs.report.code).toBe('deployment-failed');
  expect(outputs.report.message).toMatch(/ended with ROLLBACK_SUCCESSFUL: .*ECS says: .*service api/s);
  expect((await the.standing()).versions).toEqual(['v1']);
});

test('after that it can be pressed again: a way back that ECS has undone is none', async () => {
  const the = await deployed({ strategy: 'ROLLING' });
  const undo = { onlyIf: the.revisions.v1 ?? '' };
  await the.script('v0', { exits: { afterMs: 500, code: 1 } });
  await the.rollBack({ ...undo, timeoutMs: 3_600_000 });
  await the.script('v0', {});
  expect((await the.rollBack(undo)).outcome).toBe('rolled-back');
  expect((await the.standing()).versions).toEqual(['v0']);
});

test('there is no room for its tasks: the time is up, and another attempt goes on', async () => {
  const the = await deployed();
  const owner = { run: '812', attempt: 1, nonce: 'aaaaaaaa' };
  await the.cloud.control.call('ecs.capacity', { tasks: 2 }, { region: 'eu-west-1' });
  const { outcome, outputs } = await the.rollBack({ owner, timeoutMs: 120_000 });
  expect([outcome, outputs.report.code]).toEqual(['rollback-failed', 'timed-out']);
  expect(outputs.report.message).toContain('`timeout` is 2m, besides 1m that the strategy of the service waits');
  expect((await the.standing()).versions).toEqual(['v1']);
  await the.cloud.control.call('ecs.capacity', {}, { region: 'eu-west-1' });
  expect((await the.rollBack({ owner: { ...owner, attempt: 2 } })).outcome).toBe('rolled-back');
});

test('another deployment begins after the look before the write: it is seen, and left alone', async () => {
  const the = await deployed();
  // The registration is answered a second late.
  await the.cloud.control.addFault({ operation: 'RegisterTaskDefinition', accessKeyId: RUN_KEY, kind: 'unavailable' });
  const { outcome, outputs } = await the.rollBack({
    async meanwhile({ connect, clock }) {
      await clock.sleep(500);
      const { cluster, service } = the;
      await connect(ECSClient).send(
        new UpdateServiceCommand({ cluster, service, taskDefinition: 'api:2', forceNewDeployment: true }),
      );
    },
  });
  expect([outcome, outputs.report.code]).toEqual(['superseded', 'pointer-changed']);
  expect((await the.cloud.control.journal()).filter(({ operation }) => operation === 'UpdateService')).toHaveLength(1);
});

test('a look before the write that is older than the first one is no other deployment', async () => {
  const the = await deployed();
  await the.cloud.control.addFault({
    operation: 'DescribeServices',
    accessKeyId: RUN_KEY,
    since: 2,
    times: 3,
    kind: 'stale',
  });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect((await the.standing()).versions).toEqual(['v0']);
});

test('another deployment takes the place of the way back: that is the other’s', async () => {
  const the = await deployed();
  const { outcome, outputs } = await the.rollBack({
    async meanwhile({ connect, clock }) {
      await clock.sleep(10_000);
      const { cluster, service } = the;
      await connect(ECSClient).send(new UpdateServiceCommand({ cluster, service, taskDefinition: 'api:2' }));
    },
  });
  expect([outcome, outputs.report.code]).toEqual(['superseded', 'pointer-changed']);
  expect(outputs.report.message).toContain('took the place of the way back');
});

test('a person stops the way back: users are on what failed, and that is said', async () => {
  const the = await deployed();
  const { outcome, outputs } = await the.rollBack({
    async meanwhile({ connect, clock }) {
      await clock.sleep(10_000);
      const [brief] = await the.deployments();
      const serviceDeploymentArn = brief ?? '';
      await connect(ECSClient).send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
    },
  });
  expect([outcome, outputs.report.code]).toEqual(['rollback-failed', 'deployment-failed']);
  expect((await the.standing()).versions).toEqual(['v1']);
});

test('with early success it is over only once the old tasks are gone', async () => {
  const the = await deployed({
    strategy: 'ROLLING',
    configuration: {
      earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' },
    },
  });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  const view = await the.standing();
  expect(view).toEqual(BACK);
});
