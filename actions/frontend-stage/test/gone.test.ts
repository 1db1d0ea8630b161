import { keyOf, manifestKeyOf, RELEASE_FILE } from '@actions-aws/site';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type World, world } from './support/world.ts';

let the: World;
beforeAll(async () => {
  the = await world();
  await the.cloud.control.snapshot('before');
});
beforeEach(() => the.cloud.control.restore('before'));
afterAll(() => the.stop());

const build = (version: string) => ({
  'index.html': `<!doctype html><script type="module" src="/assets/index-${version}.js"></script>`,
  [`assets/index-${version}.js`]: `export const version = '${version}';`,
});
const ONE = 'AAAAAAA1';
const TWO = 'BBBBBBB2';
const remove = (Key: string) => the.s3.send(new DeleteObjectCommand({ Bucket: the.bucket, Key }));

test('files that were taken out of a finished release go up again when it is staged once more', async () => {
  const { id } = (await the.stage(build(ONE))).build.manifest;
  await the.stage(build(TWO));
  await remove(keyOf(id, `assets/index-${ONE}.js`));
  await remove(keyOf(id, RELEASE_FILE));
  const again = await the.stage(build(ONE));
  expect(again.failure).toBeUndefined();
  expect(again.outcome).toBe('staged');
  expect(again.observed.transfers).toMatchObject({ sent: 1 });
  expect(await the.keys(`r/${id}/`)).toEqual([
    keyOf(id, RELEASE_FILE),
    keyOf(id, `assets/index-${ONE}.js`),
    keyOf(id, 'index.html'),
  ]);
});

test('where the release that TEST serves is gone altogether, another one is staged', async () => {
  const { id } = (await the.stage(build(ONE))).build.manifest;
  for (const key of await the.keys('r/')) await remove(key);
  const next = await the.stage(build(TWO));
  expect(next.failure).toBeUndefined();
  expect(next.outcome).toBe('staged');
  expect(next.told['previous-release']).toBe(id);
});

test('and so is the same one', async () => {
  const { id } = (await the.stage(build(ONE))).build.manifest;
  for (const key of await the.keys('r/')) await remove(key);
  const again = await the.stage(build(ONE));
  expect(again.failure).toBeUndefined();
  expect(await the.keys('r/')).toContain(manifestKeyOf(id));
});
