import { SITE_FUNCTION as functionCode, stageOn, startStep } from '@actions-aws/testing';
import { stageWorld, step } from './support/trials.ts';

// AWS says when all edges have a configuration, and nothing of a store's keys. So TEST's own address is asked for a second there, whether it
// leads to the release at all, and longer here, where edge after edge follows.

test.each([
  ['an origin path', undefined, 1_000],
  ['a store', functionCode, 5_000],
] as const)(
  'TEST under %s is asked for no longer than it tells something',
  async (_, code, most) => {
    const world = await stageWorld({ scale: 0, worker: false, ...(code && { functionCode: code }) });
    const { cloud } = world;
    try {
      await cloud.control.call('cloudfront.pace', { configuration: 0, invalidation: 0, store: 0 });
      const stage = await stageOn(cloud);
      const running = await startStep(stage, step(world, { config: '' }), { name: 'staging' });
      await stage.finish();
      const { outputs } = await running.ended;
      const last = (await cloud.control.journal()).at(-1)?.time ?? 0;
      expect(outputs.outcome).toBe('staged');
      expect(cloud.clock.now() - last).toBe(most);
    } finally {
      await world.stop();
    }
  },
  60_000,
);
