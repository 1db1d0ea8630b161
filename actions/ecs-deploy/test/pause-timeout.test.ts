import type { EcsWorldOptions } from '@actions-aws/testing/ecs';
import { type Deploys, errorsOf, type World, world } from './support/world.ts';

// The time of a pause is up while the run that should answer it lives: it was held up, by a runner that slept or by checks that took long.

let one: World;
afterEach(async () => {
  await one.stage?.clear();
  await one.stop();
});

/** Runs a deployment that is held up at a moment, for longer than its pauses last. */
async function heldUp(
  isThere: () => Promise<boolean>,
  { at, options = {}, deploys = {} }: { at: string; options?: EcsWorldOptions; deploys?: Deploys },
) {
  one = await world({ timeoutMinutes: 3, ...options });
  const running = await one.start(deploys);
  await one.goOnUntil(
    running,
    async () => running.parked.some(({ operation }) => operation === at) && (await isThere()),
  );
  await one.cloud.clock.advance(8 * 60_000);
  await one.stage?.finish();
  return running.ended;
}

/** The deployment is proved: the rules of both listeners were looked at by its first look, and by the one before its update. */
const isProved = async () => (await one.calls('DescribeRules')) === 4 && (await one.calls('UpdateService')) === 1;
const share = async () => (await one.live()).production.green ?? 0;

const TIMED_OUT =
  /The deployment of api did not go through \(ROLLBACK_SUCCESSFUL: .*pause hook timed out\)\. A pause ended before it was answered\./;

test('before users, while it is proved: no user has met the new tasks', async () => {
  const ended = await heldUp(isProved, { at: 'DescribeRules' });
  expect(ended.outputs).toMatchObject({ outcome: 'rejected', share: '0' });
  expect(errorsOf(ended)).toMatch(TIMED_OUT);
  expect(errorsOf(ended)).not.toContain('another hand');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('while a share is watched: its users are back', async () => {
  const options: EcsWorldOptions = {
    strategy: 'LINEAR',
    hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 } },
  };
  const deploys = { inputs: { canary: '10%/1m', settle: '0s', alarms: 'none' } };
  const ended = await heldUp(async () => (await share()) > 0 && (await one.calls('ContinueServiceDeployment')) === 2, {
    at: 'DescribeServiceDeployments',
    options,
    deploys,
  });
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toMatch(TIMED_OUT);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('while it is verified at the last pause: its users are back', async () => {
  const hooks = ['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'] as const;
  const ended = await heldUp(async () => (await share()) === 1, {
    at: 'DescribeRules',
    options: { hooks, configuration: { bakeTimeInMinutes: 0 } },
  });
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toMatch(TIMED_OUT);
  expect(errorsOf(ended)).not.toContain('another hand');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('before the answer: the answer comes too late, and the next look says why', async () => {
  const ended = await heldUp(async () => true, { at: 'ContinueServiceDeployment' });
  expect(ended.outputs).toMatchObject({ outcome: 'rejected', share: '0' });
  expect(errorsOf(ended)).toMatch(TIMED_OUT);
});
