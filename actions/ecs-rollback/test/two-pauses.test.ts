import { pauseAt } from '@actions-aws/testing/ecs';
import type { DeploymentLifecycleHookStage as Stage } from '@aws-sdk/client-ecs';
import { type Deploying, type RollbackWorld, RUN_KEY, world } from './support/world.ts';

// Where two hooks pause at one stage, both wait at once, each with an id of its own.

let the: RollbackWorld;
afterEach(() => the.stop());

/** A service with one hook for each of these, some of which may be of one stage. */
const pausing = async (stages: readonly Stage[], last: Deploying = {}) => {
  the = await world({
    last,
    configuration: { lifecycleHooks: stages.map((stage) => pauseAt([stage], 30, 'ROLLBACK')) },
  });
};

/** What the pauses were told by the rollback, in order. */
const told = async () =>
  (await the.cloud.control.journal()).flatMap(({ operation, accessKeyId, input }) =>
    operation === 'ContinueServiceDeployment' && accessKeyId === RUN_KEY ? [(input as { action?: string }).action] : [],
  );

test.each<[string, readonly Stage[]]>([
  ['two at one stage', ['POST_TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT']],
  ['one at each of two stages', ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT']],
  [
    'two, and one that comes once all users are back',
    ['PRE_SCALE_UP', 'PRE_SCALE_UP', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
  ],
])('%s: a way back that is a deployment of its own goes on from each', async (_, stages) => {
  await pausing(stages);
  const { outcome, steps } = await the.rollBack();
  expect([outcome, steps]).toEqual(['rolled-back', ['register', 'update', 'await-live']]);
  expect(await told()).toEqual(stages.map(() => 'CONTINUE'));
  expect(await the.standing()).toMatchObject({ versions: ['v0'], status: 'SUCCESSFUL', pauses: 0 });
});

test('what waits at two at once is taken back by one answer', async () => {
  await pausing(['POST_TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'], { until: 'paused' });
  expect((await the.standing()).pauses).toBe(2);
  const { outcome, steps } = await the.rollBack();
  expect([outcome, steps]).toEqual(['rolled-back', ['answer', 'await-back']]);
  expect(await told()).toEqual(['ROLLBACK']);
  expect(await the.standing()).toMatchObject({ versions: ['v0'], status: 'ROLLBACK_SUCCESSFUL', pauses: 0 });
});
