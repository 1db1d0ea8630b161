import {
  type EndedBundle,
  SITE_FUNCTION as functionCode,
  type Stage,
  siteUsers,
  stageOn,
  startStep,
} from '@actions-aws/testing';
import { promotion, type StagedWorld, stagedWorld, WITH_WORKER } from './support/trials.ts';

// While a pointer goes from edge to edge, a file with one name in every release may come from either. The README says so; here it is seen: by
// users who fetch such files apart, and by one whose browser has a service worker that Workbox wrote.

/** As on AWS: five minutes for a configuration; a store takes a minute to its last edge. */
const AS_ON_AWS = { configuration: 300_000, invalidation: 60_000 } as const;
/** Among so many draws of who meets which edge there is one in which a worker comes from one release, and a page from the other. */
const DRAWS = 12;

async function promoteAmong(world: StagedWorld, stage: Stage, seed: number) {
  await world.cloud.control.clearJournal();
  const users = siteUsers(world, { seed });
  await users.visit();
  const step = await startStep(stage, promotion(world, { settle: '2s', timeout: '30m' }));
  await stage.finish();
  const { outputs }: EndedBundle = await step.ended;
  await world.cloud.clock.advance(60_000);
  return { outcome: outputs.outcome, complaints: await users.leave(), shown: users.shown() };
}

test.each([
  ['origin-path', {}],
  ['key-value-store', { functionCode }],
])(
  'files with one name in both releases, fetched apart and kept by a worker, may be of either, and nothing is broken: %s',
  async (_pointer, options) => {
    const world = await stagedWorld({ scale: 0, live: WITH_WORKER.v1, pace: AS_ON_AWS, ...options }, WITH_WORKER.v2);
    try {
      const { control } = world.cloud;
      const stage = await stageOn(world.cloud);
      await control.snapshot('staged');
      const kept: string[] = [];
      for (let seed = 1; seed <= DRAWS && kept.length === 0; seed++) {
        await stage.clear();
        await control.restore('staged');
        const { outcome, complaints, shown } = await promoteAmong(world, stage, seed);
        expect({ outcome, complaints }).toEqual({ outcome: 'promoted', complaints: [] });
        const [apart, ...sentences] = shown;
        expect(apart).toMatch(/^\d+ of \d+ files fetched apart were of another release$/);
        kept.push(...sentences);
      }
      const { live, staged } = world;
      const ids = [live?.manifest.id, staged.release];
      expect(kept).not.toEqual([]);
      for (const sentence of kept) {
        const [, own, path, other] =
          /^the worker of (\w+) keeps (\S+) of (\w+) until the next release$/.exec(sentence) ?? [];
        expect([own, other].sort()).toEqual([...ids].sort());
        expect(WITH_WORKER.v2.manifest.files.find((file) => file.path === path)).toMatchObject({ hashed: false });
      }
    } finally {
      await world.stop();
    }
  },
  60_000,
);
