import { accessKeyOf } from '@actions-aws/testing';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { errorsOf, type World, world } from './support/world.ts';

// A pause at which nothing can be proved, which DescribeServices does not tell of before: it is answered with ROLLBACK.

let one: World;
afterEach(async () => {
  await one.stage?.clear();
  await one.stop();
});

/** What the deployment was told at its pauses, and whether it was stopped. */
async function told(): Promise<readonly string[]> {
  const calls = (await one.cloud.control.journal()).filter(({ accessKeyId }) => accessKeyId === accessKeyOf('step'));
  return calls.flatMap(({ operation, input }) => {
    if (operation === 'StopServiceDeployment') return ['stop'];
    return operation === 'ContinueServiceDeployment' ? [String((input as { action?: string }).action)] : [];
  });
}

test('one that ends before its gate could end', async () => {
  one = await world({
    strategy: 'LINEAR',
    hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
    timeoutMinutes: 5,
    configuration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 } },
  });
  const ended = await one.deployBy({ inputs: { canary: '10%/10m', alarms: 'none' } });
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toMatch(
    /The pause of api ends in (5m|4m\d+s), before what has to hold there can be seen, which takes 12m30s\./,
  );
  expect(await told()).toEqual(['CONTINUE', 'CONTINUE', 'ROLLBACK']);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('one that ends before `smoke` could be put', async () => {
  one = await world();
  const held = await one.deployBy({ inputs: { until: 'staged' } });
  await one.cloud.clock.advance(Date.parse(held.outputs['expires-at'] ?? '') - one.cloud.clock.now() - 20_000);
  await one.cloud.control.clearJournal();
  const ended = await one.deployBy({ run: 58 });
  expect(ended.outputs).toMatchObject({ outcome: 'failed', share: '0' });
  expect(errorsOf(ended)).toContain('before what has to hold there can be seen, which takes 30s');
  expect(await told()).toEqual(['ROLLBACK']);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('two that wait at once, of which none can be told from the other: each is', async () => {
  one = await world();
  const { cluster, service, configuration } = one;
  const running = await one.start({});
  // Between the last look and the update infrastructure code has added the second one.
  await one.goOnUntil(running, () => running.parked.some(({ operation }) => operation === 'UpdateService'));
  const lifecycleHooks = [...(configuration.lifecycleHooks ?? []), ...(configuration.lifecycleHooks ?? [])];
  const deploymentConfiguration = { ...configuration, lifecycleHooks };
  await one.ecs.send(new UpdateServiceCommand({ cluster, service, deploymentConfiguration }));
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs).toMatchObject({ outcome: 'failed', share: '0' });
  expect(errorsOf(ended)).toContain('2 pauses of the deployment of api wait at once, and do not tell which is which.');
  expect(await told()).toContain('ROLLBACK');
  expect(await told()).not.toContain('CONTINUE');
  expect((await one.live()).versions).toEqual(['v0']);
});
