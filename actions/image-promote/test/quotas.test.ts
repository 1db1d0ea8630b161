import { randomBytes } from 'node:crypto';
import { buildImage, buildIndex } from '@actions-aws/testing/images';
import { json, run } from './support/run.ts';
import { type ImageWorld, imageWorld, inBoth, nameOf, signature, step } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  // Time passes where the test lets it.
  world = await imageWorld({ scale: 0 });
});
afterAll(() => world.stop());

/** An index of two platforms, each of forty layers of its own. */
function large() {
  const platform = (architecture: string) =>
    buildImage({
      architecture,
      layers: Array.from({ length: 40 }, (_, at) => ({ [`app/${at}`]: randomBytes(16).toString('hex') })),
    });
  return buildIndex([platform('amd64'), platform('arm64')]);
}

test('three images of forty layers at once wait for the quotas of ECR, and come along', async () => {
  const { clock } = world.cloud;
  const all = ['one', 'two', 'three'].map((name) => ({ ...inBoth(`quotas-${name}`), index: large() }));
  const passing = setInterval(() => void clock.advance(1_000), 20);
  for (const { from, to, index } of all) {
    await world.make(from);
    await world.make(to, { imageTagMutability: 'IMMUTABLE' });
    await world.push(from, index, ['dev']);
    await world.push(from, signature(index));
  }
  clearInterval(passing);
  // However slow the machine is, requests come at one moment: time passes only while one waits to be made again.
  const sleep = (ms: number, signal?: AbortSignal) => (ms > 60_000 ? clock.sleep(ms, signal) : clock.advance(ms));
  const waiting = { ...world, cloud: { ...world.cloud, clock: { ...clock, sleep } } };
  await world.cloud.control.clearJournal();
  const ended = await Promise.all(
    all.map(({ from, to, index }) => {
      const inputs = { from: nameOf(from), to: nameOf(to), digest: index.digest, tags: 'prod-1, prod-2' };
      return run(step(world, { ...inputs, timeout: '6h' }), waiting);
    }),
  );
  for (const one of ended) {
    expect(one).toMatchObject({ failure: '', warnings: [], outputs: { outcome: 'promoted' } });
    expect(json(one, 'report')).toMatchObject({ blobs: { sent: 84, there: 0 } });
  }
  const refused = (await world.cloud.control.journal()).filter(({ status }) => status === 429);
  expect(new Set(refused.map(({ operation }) => operation))).toContain('StartBlobUpload');
  for (const { to, index } of all) {
    expect(await world.tagsOf(to)).toEqual({ 'prod-1': index.digest, 'prod-2': index.digest });
  }
}, 60_000);
