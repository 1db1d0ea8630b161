import {
  CloudFrontClient,
  CreateInvalidationCommand,
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { EndedBundle } from '../src/bundle/bundle.ts';
import { markIn } from '../src/index.ts';
import type { Means } from '../src/simulation/stage.ts';
import { isConstantForSite, type SiteRace, siteOracle } from '../src/site/oracle.ts';
import { sha256Of } from '../src/site/releases.ts';
import { type SiteWorld, siteWorld } from '../src/site/world.ts';
import { isGreenOutcome } from '../src/sweeps/endings.ts';
import { explore } from '../src/sweeps/races/explore.ts';
import type { Race } from '../src/sweeps/races/race.ts';

const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(16)) as [string, string, string];

/** Three releases in the bucket, of one page each; the first is live. */
async function threeReleases(comment = 'Shop, app'): Promise<SiteWorld> {
  const world = await siteWorld({ scale: 0 });
  for (const id of [first, second, third]) {
    const page = `page of ${id}`;
    const files = [{ path: 'index.html', sha256: sha256Of(page), hashed: false }];
    const put = (Key: string, Body: string) =>
      world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body, CacheControl: 'no-cache' }));
    await put(`r/${id}/index.html`, page);
    await put(`r/${id}.json`, JSON.stringify({ id, files }));
  }
  const Id = world.app.id;
  const { DistributionConfig, ETag } = await world.cloudfront.send(new GetDistributionConfigCommand({ Id }));
  const config = pointed(DistributionConfig!, first, comment);
  await world.cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: config }));
  await world.cloud.clock.advance(300_000);
  return world;
}

function pointed(config: DistributionConfig, release: string, Comment: string): DistributionConfig {
  const Items = config.Origins!.Items!.map((origin) => ({ ...origin, OriginPath: `/r/${release}` }));
  return { ...config, Comment, Origins: { Quantity: 1, Items } };
}

const packed = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

/** Moves APP's pointer: over what it has read, or over what is there. */
function moving(release: string, how: 'carefully' | 'blindly') {
  return async ({ connect, clock }: Means, world: SiteWorld): Promise<string> => {
    const cloudfront = connect(CloudFrontClient);
    const Id = world.app.id;
    let read = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
    const from = /\/r\/(\w+)/.exec(JSON.stringify(read.DistributionConfig))?.[1] ?? '';
    const comment = `Shop, app ~p.t${packed(release).slice(0, 4)}.f${packed(from)}`;
    for (;;) {
      try {
        const DistributionConfig = pointed(read.DistributionConfig!, release, comment);
        await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: read.ETag, DistributionConfig }));
        break;
      } catch {
        if (how === 'carefully') return 'superseded';
        read = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
      }
    }
    await clock.sleep(300_000);
    const InvalidationBatch = { CallerReference: release, Paths: { Quantity: 1, Items: ['/*'] } };
    await cloudfront.send(new CreateInvalidationCommand({ DistributionId: Id, InvalidationBatch }));
    return 'promoted';
  };
}

/** Where APP's pointer leads, and what stands with it. */
async function pointerNow(cloudfront: CloudFrontClient, Id: string) {
  const read = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
  const [, release = ''] = /\/r\/(\w+)/.exec(JSON.stringify(read.DistributionConfig)) ?? [];
  return { ...read, release, mark: markIn(read.DistributionConfig?.Comment) };
}

/** Moves APP's pointer to a release that does not work there, and takes that back: if it is still there, or blindly. */
function takingBack(release: string, how: 'carefully' | 'blindly') {
  return async ({ connect, clock }: Means, world: SiteWorld): Promise<string> => {
    const cloudfront = connect(CloudFrontClient);
    const { id: Id } = world.app;
    const before = await pointerNow(cloudfront, Id);
    const write = async (ETag: string | undefined, to: string, comment: string) => {
      const DistributionConfig = pointed(before.DistributionConfig!, to, comment);
      await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig }));
    };
    try {
      await write(before.ETag, release, `Shop, app ~p.tAbCd.f${packed(before.release)}`);
      await clock.sleep(1_000);
      const now = await pointerNow(cloudfront, Id);
      if (how === 'carefully' && now.release !== release) return 'superseded';
      await write(now.ETag, before.release, `Shop, app ~p.tAbCd.u${packed(release)}`);
    } catch {
      return 'superseded';
    }
    return 'rolled-back';
  };
}

/** Goes back to where a promotion came from. */
async function goingBack({ connect }: Means, { app: { id: Id } }: SiteWorld): Promise<string> {
  const cloudfront = connect(CloudFrontClient);
  const { release, mark, ETag, DistributionConfig } = await pointerNow(cloudfront, Id);
  if (mark.from === undefined) return 'noop';
  const config = pointed(DistributionConfig!, mark.from, `Shop, app ~r.tAbCd.u${packed(release)}`);
  try {
    await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: config }));
  } catch {
    return 'superseded';
  }
  return 'rolled-back';
}

function racing(
  works: Readonly<Record<string, (means: Means, world: SiteWorld) => Promise<string>>>,
  brings: SiteRace['brings'],
  brokenOnApp: readonly string[] = [],
): Race<SiteWorld> {
  const names = { [first]: 'the first', [second]: 'the second', [third]: 'the third' };
  return {
    ...siteOracle<SiteWorld>({ site: 'app', brings, names, brokenOnApp, mayAllLose: brokenOnApp.length > 0 }),
    world: threeReleases,
    deployers: Object.fromEntries(
      Object.entries(works).map(([name, work]) => [
        name,
        async (stage, world, called) =>
          stage.start(called, async (means): Promise<EndedBundle> => {
            const outcome = await work(means, world);
            const isGreen = isGreenOutcome(outcome, brings[name] === undefined ? 'rollback' : 'promote');
            return { ...ENDED, exitCode: isGreen ? 0 : 1, outputs: { outcome } };
          }),
      ]),
    ),
  } as Race<SiteWorld>;
}

const ENDED: EndedBundle = {
  exitCode: 0,
  stdout: '',
  stderr: '',
  annotations: [],
  outputs: {},
  state: {},
  summary: '',
  post: () => Promise.reject(new Error('there is no post step')),
};

test('two who move a pointer over what they have read are right in any schedule', async () => {
  const race = racing({ a: moving(second, 'carefully'), b: moving(third, 'carefully') }, { a: second, b: third });
  const { failures, endings } = await explore(race, { preemptions: 1 });
  expect(failures).toEqual([]);
  expect([...endings.keys()].sort()).toEqual([
    'a promoted, b promoted',
    'a superseded, b promoted',
    'b promoted, a promoted',
    'b superseded, a promoted',
  ]);
});

test('one who writes over what another wrote is caught: a step back leads past it', async () => {
  const race = racing({ a: moving(second, 'blindly'), b: moving(third, 'carefully') }, { a: second, b: third });
  const { failures } = await explore(race, { preemptions: 1 });
  expect(failures[0]).toMatch(/after b and then a it ended in another state: app\.from is "1{16}", not "3{16}"/);
});

/** The first release was promoted from the second, to which a rollback goes. */
const broughtBack = (how: 'carefully' | 'blindly'): Race<SiteWorld> => ({
  ...racing({ a: takingBack(third, how), b: goingBack }, { a: third, b: undefined }, [third]),
  world: () => threeReleases(`Shop, app ~p.tAbCd.f${packed(second)}`),
});

test('one who takes its own back leaves its mark, and a rollback may do it in its place', async () => {
  const { failures, endings } = await explore(broughtBack('carefully'), { preemptions: 1 });
  expect(failures).toEqual([]);
  expect([...endings.keys()].sort()).toEqual([
    'a rolled-back, b noop',
    'a rolled-back, b rolled-back',
    'a superseded, b rolled-back',
    'b rolled-back, a rolled-back',
    'b rolled-back, a superseded',
    'b superseded, a rolled-back',
  ]);
});

test('one who takes its own back where another did so already is caught', async () => {
  const { failures } = await explore(broughtBack('blindly'), { preemptions: 1 });
  expect(failures[0]).toMatch(/b ended rolled-back, and in its turn it would have ended noop/);
});

test('a release that was never finished is caught by users', async () => {
  const half = '4'.repeat(16);
  const race = racing({ a: moving(half, 'carefully') }, { a: half });
  const { failures } = await explore(
    {
      ...race,
      async world() {
        const world = await threeReleases();
        const put = { Bucket: world.bucket, Key: `r/${half}/index.html`, Body: 'half', CacheControl: 'no-cache' };
        await world.s3.send(new PutObjectCommand(put));
        return world;
      },
    },
    { preemptions: 0 },
  );
  expect(failures[0]).toMatch(/^schedule '': \/ answered what no finished release has/);
});

test('what infrastructure code makes is constant in a race, and what moves is not', () => {
  const isConstant = (operation: string) => isConstantForSite({ operation });
  expect(['GetCachePolicy', 'HeadBucket', 'GetBucketPolicy'].every(isConstant)).toBe(true);
  expect(
    ['GetDistribution', 'GetObject', 'HeadObject', 'ListObjectsV2', 'GetKey', 'GetInvalidation'].some(isConstant),
  ).toBe(false);
});

test('a comment tells who wrote, from where, and whether that was taken back', () => {
  expect(markIn('Shop ~p.tAbCd.r6hq2k1-1.nCwobLA.fERERERERERE.uIiIiIiIiIiI')).toEqual({
    text: 'Shop',
    by: 'p',
    from: first,
    isUndoing: true,
  });
  expect(markIn('a ~ b')).toEqual({ text: 'a ~ b', by: undefined, from: undefined, isUndoing: false });
});
