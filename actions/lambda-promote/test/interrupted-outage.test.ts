import { accessKeyOf, type Stage, type SteppedStep, stageOn, startStep } from '@actions-aws/testing';
import type { DeploymentWorld } from './support/deployment-world.ts';
import { jointPromotion } from './support/trials.ts';

// The post step of a promotion of three functions that was killed when all had moved, on a clock that is stepped.

let world: DeploymentWorld;
let stage: Stage;
let killed: SteppedStep;
beforeEach(async () => {
  world = await jointPromotion.world(0);
  stage = await stageOn(world.cloud);
  killed = await startStep(stage, jointPromotion.step(world), { name: 'step' });
  await stage.until(killed, async () => (await moved()) >= 3);
  await stage.kill(killed);
  await world.cloud.clock.advance(10_000);
});
afterEach(async () => {
  await stage.clear();
  await world.stop();
});

/** How many aliases the step has moved. */
async function moved(): Promise<number> {
  const journal = await world.cloud.control.journal();
  return journal.filter(
    ({ accessKeyId, operation, resource, effect }) =>
      accessKeyId === killed.accessKeyId && operation === 'UpdateAlias' && resource.endsWith(':live') && effect,
  ).length;
}

async function post(): Promise<{ readonly stdout: string; readonly tookMs: number }> {
  const began = world.cloud.clock.now();
  const running = await startStep(stage, jointPromotion.step(world), { name: 'post', post: killed.saved });
  await stage.finish();
  const tookMs = world.cloud.clock.now() - began;
  await world.cloud.clock.advance(10_000);
  return { stdout: (await running.ended).stdout, tookMs };
}

const outage = { accessKeyId: accessKeyOf('post'), kind: 'unavailable' } as const;

test('an outage of 50 s does not keep it from taking all of them back', async () => {
  await world.cloud.control.addFault({ ...outage, forMs: 50_000 });
  const { stdout, tookMs } = await post();
  expect(stdout).toContain('users are back on version 2');
  expect(await jointPromotion.pointer(world)).toBe('2 2 2');
  expect(tookMs).toBeLessThan(60_000);
});

test('an outage over one of them uses up the time of no other, and is told', async () => {
  await world.cloud.control.addFault({ ...outage, resource: '*search-api:live', forMs: 3_600_000 });
  const { stdout, tookMs } = await post();
  expect(await jointPromotion.pointer(world)).toBe('3 2 2');
  expect(stdout).toContain('Could not read the alias live of search-api: AWS kept failing');
  expect(tookMs).toBeLessThanOrEqual(60_000);
});
