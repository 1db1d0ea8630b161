import { type World, world } from './support/world.ts';

// A load balancer hears of new weights bit by bit: for some seconds a request may still be led as before. What answers a check in that
// time may be what is live, and would prove the new tasks by the old ones.

/** Seeds with which the one request of a check would meet the old tasks, if it came at once; and one with which it would not. */
const SEEDS = [1, 2, 3, 4];

let one: World;
afterEach(() => one.stop());

test.each(SEEDS)(
  'what is live never stands the checks for new tasks behind the test listener, seed %i',
  async (seed) => {
    one = await world({ seed, propagationMs: 8_000 });
    await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
    const { outputs } = await one.deployBy({ inputs: { smoke: 'GET /checkout' } });
    expect(outputs).toMatchObject({ outcome: 'rejected', share: '0' });
  },
);

test.each(SEEDS)('nor where users come in, seed %i', async (seed) => {
  one = await world({ seed, propagationMs: 8_000 });
  await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
  const { outputs } = await one.deployBy({ inputs: { smoke: 'none', verify: 'GET /checkout' } });
  expect(outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
});
