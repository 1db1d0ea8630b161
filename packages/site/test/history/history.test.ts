import { awsHistory, backTo, lastLive, movingTo, retiredAt, tabsBefore } from '../../src/index.ts';
import { BUCKET, type BucketWorld, bucketWorld, OWNER } from '../release/support/bucket.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(16)) as [string, string, string];
const site = 'E1A2B3C4D5E6F7';
const by = (nonce: string) => ({
  action: 'frontend-promote',
  deployer: { owner: { run: '812', attempt: 1, nonce } },
  proof: 'aabbccddeeff0011',
});

let world: BucketWorld;
beforeAll(async () => {
  world = await bucketWorld();
});
afterAll(() => world.stop());

function history(bucket: { readonly name: string; readonly owner?: string } = { name: BUCKET, owner: OWNER }) {
  const patience = { waitsOut: 'outages', until: world.cloud.clock.now() + 60_000 } as const;
  return awsHistory(world.s3, world.cloud.clock, patience, bucket);
}

test('each move is noted once, the newest comes first, and one request lists them', async () => {
  const noted = history();
  await noted.note(site, { release: undefined }, movingTo({ release: undefined }, a, by('00000001')));
  await world.cloud.clock.sleep(2_000);
  const second = movingTo({ release: a }, b, by('00000002'));
  await noted.note(site, { release: a }, second);
  await noted.note(site, { release: a }, second);
  await world.cloud.clock.sleep(2_000);
  const back = backTo({ release: b, mark: second.mark }, a, {
    action: 'frontend-promote',
    owner: second.mark.owner!,
    at: 0,
  });
  await noted.note(site, { release: b }, back);
  await noted.note('E9OTHER', { release: c }, movingTo({ release: c }, a, by('00000009')));
  await world.asked();
  const moves = await noted.newest(site);
  expect(await world.asked()).toEqual(['ListObjectsV2 200']);
  expect(moves).toMatchObject([
    { from: b, to: a, nonce: '00000002' },
    { from: a, to: b, nonce: '00000002' },
    { from: undefined, to: a, nonce: '00000001' },
  ]);
  expect(await noted.markOf(site, { to: b, nonce: '00000002' })).toMatchObject({
    by: 'frontend-promote',
    from: a,
    proof: 'aabbccddeeff0011',
  });
  expect(await noted.markOf(site, { to: c, nonce: '00000002' })).toBeUndefined();
  expect(retiredAt(b, { release: a }, moves)).toBe(moves[0]?.at);
  expect(retiredAt(a, { release: a }, moves)).toBeUndefined();
});

test('what was live last is where moves came from, each once', () => {
  const move = (from: string | undefined, to: string, at: number) => ({ from, to, at, nonce: '00000001' });
  // The newest was noted and never made: the pointer is not where it was to go.
  const moves = [move(b, c, 4), move(a, b, 3), move(b, a, 2), move(undefined, b, 1)];
  const at = (release: string | undefined) => ({ release, mark: undefined });
  expect(lastLive(at(b), moves, 3)).toEqual([b, a]);
  expect(lastLive(at(c), moves, 2)).toEqual([c, b]);
  expect(lastLive(at(undefined), [], 3)).toEqual([]);
});

test('the tabs of the last three releases are cared for, also of one that the pointer alone tells of, and of three besides the next', () => {
  const [d, e] = ['d'.repeat(16), 'e'.repeat(16)] as const;
  const moves = [a, b, c, d].map((from, index) => ({ from, to: from, at: 9 - index, nonce: '00000001' }));
  const mark = { by: 'frontend-promote' };
  expect(tabsBefore(e, { release: a, mark: { ...mark, from: b } }, moves)).toEqual([a, b, c]);
  expect(tabsBefore(b, { release: a, mark: { ...mark, from: b } }, moves)).toEqual([a, c, d]);
  // What was taken back, or was left, while the history could not be written.
  expect(tabsBefore(d, { release: a, mark: { ...mark, undid: e } }, moves)).toEqual([a, e, b]);
  expect(tabsBefore(d, { release: e, mark: { ...mark, from: a } }, moves.slice(1))).toEqual([e, a, b]);
});

test('a bucket of another account is not written to', async () => {
  const noted = history({ name: BUCKET, owner: '999999999999' });
  await expect(noted.note(site, { release: a }, movingTo({ release: a }, b, by('00000003')))).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('s3:PutObject'),
  });
});
