import { createSummary, recordingLog, type UserError } from '@actions-aws/action';
import { backTo, originPath } from '@actions-aws/site';
import { CloudFrontClient, GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import { backward } from '../src/patience.ts';
import { portsOver } from '../src/ports.ts';
import { finishInterrupted, type Place } from '../src/post/interrupted.ts';
import { buildOf } from './support/builds.ts';
import { type World, world } from './support/world.ts';

let one: World;
let live: string;
const next = buildOf('v2').manifest.id;
const owner = { run: '812', attempt: 1, nonce: '0a1b2c3d' };

beforeAll(async () => {
  one = await world();
  live = one.live?.manifest.id ?? '';
  await one.cloud.control.snapshot('live');
});
beforeEach(async () => {
  await one.cloud.control.restore('live');
  await one.cloud.control.clearFaults();
});
afterAll(() => one.stop());

/** The end of a job whose `main` left this behind. */
async function finish(left: Readonly<Record<string, string>>) {
  const { cloud, settings, bucket, app } = one;
  const [log, summary, failures] = [recordingLog(), createSummary(), [] as UserError[]];
  const saved = new Map(
    Object.entries({ nonce: owner.nonce, places: JSON.stringify([{ bucket, app: app.id, release: next }]), ...left }),
  );
  const state = { save: () => {}, read: (key: string) => saved.get(key) ?? '' };
  const run = { state, log, summary, clock: cloud.clock, fail: (error: UserError) => void failures.push(error) };
  const clients = {
    cloudfront: new CloudFrontClient({ ...settings, maxAttempts: 1 } as never),
    store: new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 } as never),
    s3: new S3Client({ ...settings, maxAttempts: 1 } as never),
  };
  const means = { ...clients, exchange: one.exchange, testHeaders: {}, region: 'eu-west-1', choice: 'auto' } as const;
  const open = (place: Place) => portsOver(means, place, cloud.clock, backward({ clock: cloud.clock, log }));
  await finishInterrupted(run, open);
  return { log: log.text(), summary: summary.toString(), failures: failures.map(({ message }) => message) };
}

test('a run that was killed after it had moved the pointer: it goes back', async () => {
  await one.point(next, owner);
  const { log, summary, failures } = await finish({ reached: 'moving' });
  expect(failures).toEqual([]);
  expect(log).toContain(
    `Interrupted before the release ${next} was seen to be well on ${one.app.id}: the pointer is back on ${live}`,
  );
  expect(summary).toContain('frontend-promote was interrupted');
  expect(await one.pointer()).toMatchObject({ release: live, mark: { undid: next, owner } });
});

test('the way back is noted before it, and a history that cannot be written does not stop it', async () => {
  await one.point(next, owner);
  const written = async () =>
    (await one.cloud.control.journal())
      .filter(({ operation }) => operation === 'UpdateDistribution' || operation === 'PutObject')
      .map(({ operation }) => operation);
  await one.cloud.control.clearJournal();
  await finish({ reached: 'moving' });
  expect(await written()).toEqual(['PutObject', 'UpdateDistribution']);
  await one.point(next, owner);
  await one.cloud.control.addFault({ operation: 'PutObject', kind: 'unavailable', times: 1_000 });
  const { log, failures } = await finish({ reached: 'moving' });
  expect(failures).toEqual([]);
  expect(log).toContain('The history does not tell of this rollback.');
  expect((await one.pointer()).release).toBe(live);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['before it had moved the pointer', async () => {}, 'nothing to take back'],
  ['and another run has moved it since', () => one.point(next, { run: '900' }), 'nothing to take back'],
  [
    'after it had taken it back',
    async () => {
      const pointer = await one.point(next, owner);
      const { cloudfront, app, cloud } = one;
      await originPath(cloudfront, app.id, cloud.clock).point(
        pointer,
        backTo(pointer, live, { action: 'frontend-promote', owner, at: 0 }),
      );
    },
    'is back on',
  ],
])('a run that was killed %s: nothing is written', async (_, before, message) => {
  await before();
  const { etag } = await one.pointer();
  const { log, failures } = await finish({ reached: 'moving' });
  expect(failures).toEqual([]);
  expect(log).toContain(message);
  expect((await one.pointer()).etag).toBe(etag);
});

test('a run that was killed, and infrastructure code has reset the comment since: the job is red', async () => {
  await one.point(next, owner);
  const { cloudfront, app } = one;
  const { DistributionConfig: config, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id: app.id }));
  const DistributionConfig = { ...config, Comment: 'Shop' } as never;
  await cloudfront.send(new UpdateDistributionCommand({ Id: app.id, IfMatch: ETag, DistributionConfig }));
  const { failures } = await finish({ reached: 'moving' });
  expect(failures).toEqual([expect.stringContaining(`the release ${next} was seen to be well on ${app.id}`)]);
  expect((await one.pointer()).release).toBe(next);
});

test.each(['', 'verified', 'ended'])('a run that had reached %j has nothing to finish', async (reached) => {
  await one.point(next, owner);
  const { log } = await finish({ reached });
  expect(log).toBe('');
  expect((await one.pointer()).release).toBe(next);
});

test('a first promotion has nothing to go back to: the job is red', async () => {
  const fresh = await world({ live: 'none' });
  try {
    await fresh.point(next, owner);
    const before = one;
    one = fresh;
    const { failures } = await finish({ reached: 'moving' }).finally(() => {
      one = before;
    });
    expect(failures).toEqual([`Interrupted after the first promotion of ${fresh.app.id}, which was not proved there.`]);
    expect((await fresh.pointer()).release).toBe(next);
  } finally {
    await fresh.stop();
  }
});

test('what cannot be read of the run that was killed touches nothing', async () => {
  await one.point(next, owner);
  await expect(finish({ reached: 'moving', nonce: '' })).rejects.toThrow('cannot be read');
  await expect(finish({ reached: 'moving', places: '[{"app":1}]' })).rejects.toThrow('cannot be read');
  expect((await one.pointer()).release).toBe(next);
});

test('an outage of half a minute is waited out', async () => {
  const before = one;
  // Slower than the others: a request of a busy machine takes no good part of the minute that there is.
  one = await world({ scale: 50 });
  try {
    await one.point(next, owner);
    for (const service of ['cloudfront', 's3'])
      await one.cloud.control.addFault({ service, kind: 'unavailable', forMs: 30_000 });
    const { failures } = await finish({ reached: 'moving' });
    expect(failures).toEqual([]);
    await one.cloud.control.clearFaults();
    expect((await one.pointer()).release).toBe(live);
  } finally {
    await one.stop();
    one = before;
  }
});
