import type { EndedBundle } from '@actions-aws/testing';
import { ALARM, ecsUsers, tell } from '@actions-aws/testing/ecs';
import { errorsOf, type World, world } from './support/world.ts';

let one: World;
beforeAll(async () => {
  one = await world({
    strategy: 'LINEAR',
    hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 } },
  });
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

const reportOf = ({ outputs }: EndedBundle) =>
  JSON.parse(outputs.report ?? '{}') as {
    readonly steps: readonly { readonly do: string; readonly share?: number; readonly from?: number }[];
    readonly shares: readonly { readonly share: number; readonly verdict: { readonly is: string } }[];
  };

const canary = { canary: '10%/5m, 50%/10m', settle: '1m', alarms: 'none' };

test('10, 50 and 100 percent are LINEAR by tenths, whose other pauses are answered at once', async () => {
  const users = ecsUsers(one, { shares: { v1: [0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] } });
  const ended = await one.deployBy({ inputs: canary });
  expect(await users.leave()).toEqual([]);
  expect(ended.outputs.outcome).toBe('promoted');
  const { steps, shares } = reportOf(ended);
  expect(shares.map(({ share, verdict }) => [share, verdict.is])).toEqual([
    [10, 'passed'],
    [50, 'passed'],
  ]);
  expect(steps.flatMap(({ do: kind, from }) => (kind === 'continue' ? [from] : []))).toEqual([
    0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90,
  ]);
  expect((await one.live()).versions).toEqual(['v1']);
});

test('an alarm that fires at 10 % takes the new tasks from their users', async () => {
  await tell(one, 'alarm during');
  const users = ecsUsers(one, { shares: { v1: [0, 0, 0.1] } });
  const ended = await one.deployBy({ inputs: { ...canary, alarms: ALARM, smoke: 'GET /health' } });
  await users.leave();
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toContain(`With 10% of the users the alarm ${ALARM} fired`);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('an alarm that fires while it is held at a share is not taken for one from before', async () => {
  const held = await one.deployBy({ inputs: { ...canary, until: '10%' } });
  expect(held.outputs.outcome).toBe('held');
  await tell(one, 'alarm before');
  const ended = await one.deployBy({ run: 58, inputs: { ...canary, alarms: ALARM } });
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toContain(`the alarm ${ALARM} fired`);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('it is held at a share, and the second call goes on from there', async () => {
  const held = await one.deployBy({ inputs: { ...canary, until: '10%' } });
  expect(held.outputs).toMatchObject({ outcome: 'held', share: '10' });
  expect(held.outputs['promoted-revision']).toBe(held.outputs.revision);
  expect((await one.live()).production.green).toBeCloseTo(0.1);
  const ended = await one.deployBy({ run: 58, inputs: canary });
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', revision: held.outputs.revision });
  expect(
    reportOf(ended)
      .steps.slice(0, 3)
      .map((step) => step.do),
  ).toEqual(['smoke', 'gate', 'continue']);
});

test('what is held at a share, and never gone on with, goes back by the timeout of its pause', async () => {
  await one.deployBy({ inputs: { ...canary, until: '10%' } });
  await one.cloud.clock.advance(32 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('where nothing can be read until the pause has timed out, it is not claimed that users have the new tasks', async () => {
  const { cloud } = one;
  const step = await one.start({ inputs: canary });
  await one.goOnUntil(step, async () => (await one.live()).production.green! > 0);
  const watchedFrom = cloud.clock.now();
  await one.goOnUntil(step, () => cloud.clock.now() >= watchedFrom + 60_000);
  const hours = 10 * 60 * 60_000;
  await cloud.control.addFault({
    service: 'ecs',
    operation: 'DescribeServiceDeployments',
    kind: 'throttle',
    forMs: hours,
  });
  await one.stage?.finish();
  const ended = await step.ended;
  expect(ended.outputs.outcome).toBe('unknown');
  expect(errorsOf(ended)).not.toContain('users are on the new tasks');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('a share is watched on where a read is from before its pause', async () => {
  const { cloud } = one;
  const step = await one.start({ inputs: canary });
  await one.goOnUntil(step, async () => (await one.live()).production.green! > 0);
  const watchedFrom = cloud.clock.now();
  await one.goOnUntil(step, () => cloud.clock.now() >= watchedFrom + 60_000);
  await cloud.control.addFault({ service: 'ecs', operation: 'DescribeServiceDeployments', kind: 'stale' });
  await one.stage?.finish();
  const ended = await step.ended;
  expect(ended.outputs.outcome).toBe('promoted');
  expect(reportOf(ended).shares.map(({ share }) => share)).toEqual([10, 50]);
});

test('another content takes nothing over that is held: it is left alone', async () => {
  await one.deployBy({ inputs: { ...canary, until: '10%' } });
  const other = await one.deployBy({ version: 'v2', run: 9, workflow: 'other', inputs: canary });
  expect(other.outputs.outcome).toBe('superseded');
  expect((await one.live()).production.green).toBeCloseTo(0.1);
});

test.each([
  ['replace', 'promoted', ['v2']],
  ['fail', 'failed', ['v0', 'v1']],
])('what an older run holds, where `when-busy` is %s', async (whenBusy, outcome, versions) => {
  await one.deployBy({ inputs: { ...canary, until: '10%' } });
  const next = await one.deployBy({ version: 'v2', run: 58, inputs: { ...canary, 'when-busy': whenBusy } });
  expect(next.outputs.outcome).toBe(outcome);
  expect((await one.live()).versions).toEqual(versions);
});

test('what an older run holds is waited for, until the timeout of its pause has taken it back', async () => {
  await one.deployBy({ inputs: { ...canary, until: '10%' } });
  const next = await one.deployBy({ version: 'v2', run: 58, inputs: { ...canary, timeout: '2h' } });
  expect(next.outputs.outcome).toBe('promoted');
  expect((await one.live()).versions).toEqual(['v2']);
});

test('a gate that is cancelled takes the new tasks from their users', async () => {
  const running = await one.start({ inputs: canary });
  await one.stage?.rest();
  while (!running.saved.get('reached') || (await one.live()).production.green !== 0.1) {
    const [next] = running.parked;
    if (next) await one.stage?.proceed(next);
    else await one.stage?.pass();
  }
  await one.stage?.pass();
  running.cancel(new Error('The run was cancelled.'));
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs.outcome).toBe('rolled-back');
  await one.cloud.clock.advance(5 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
});
