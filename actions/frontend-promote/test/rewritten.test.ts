import type { Exchange } from '@actions-aws/action/http';
import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { buildOf } from './support/builds.ts';
import { type World, world } from './support/world.ts';

// What hands other than ours do to the site meanwhile: infrastructure code, a person, a lifecycle rule.

let one: World;
let live: string;
beforeAll(async () => {
  one = await world();
  live = one.live?.manifest.id ?? '';
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.cloud.control.restore('live'));
afterAll(() => one.stop());

const next = buildOf('v2');
const { id } = next.manifest;

async function rewriteComment(change: (text: string) => string): Promise<void> {
  const { cloudfront, app } = one;
  const { DistributionConfig: config, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id: app.id }));
  const edited = { ...config, Comment: change(config?.Comment ?? '') };
  await cloudfront.send(
    new UpdateDistributionCommand({ Id: app.id, IfMatch: ETag, DistributionConfig: edited as never }),
  );
}

/** APP fails what is verified, right after the comment was rewritten. */
function failingAfter(rewrite: () => Promise<void>) {
  return (usual: Exchange): Exchange =>
    async (request, limits) => {
      if (request.url.pathname !== '/broken') return usual(request, limits);
      await rewrite();
      return { status: 500, headers: {}, body: Buffer.from('') };
    };
}

test('a comment that infrastructure code resets: no other deployment won, and what is live is said', async () => {
  const staged = await one.stage(next);
  const exchange = failingAfter(() => rewriteComment(() => 'Shop, by Terraform'));
  const { outcome, observed } = await one.promote({ staged, verify: 'GET /broken', exchange });
  expect(outcome).toBe('rollback-failed');
  expect(observed.failure?.code).toBe('check-failed');
  expect((await one.pointer()).release).toBe(id);
});

test('the same while the pointer spreads', async () => {
  const staged = await one.stage(next);
  await one.cloud.control.call('cloudfront.pace', { configuration: 1_200_000 });
  const promotion = one.promote({ staged });
  while ((await one.pointer()).release !== id) await one.cloud.clock.sleep(5_000);
  await rewriteComment(() => 'Shop, by Terraform');
  const { outcome, observed } = await promotion;
  expect(outcome).toBe('rollback-failed');
  expect(observed.failure?.code).toBe('error');
});

test('a comment that is full by now keeps no release with users', async () => {
  const staged = await one.stage(next);
  const exchange = failingAfter(() => rewriteComment((text) => text.padStart(128, 'x')));
  const { outcome } = await one.promote({ staged, verify: 'GET /broken', exchange });
  expect(outcome).toBe('rolled-back');
  expect(await one.pointer()).toMatchObject({ release: live, mark: { undid: id } });
});

test('where what is live is gone altogether, the next release is promoted', async () => {
  const { Contents = [] } = await one.s3.send(new ListObjectsV2Command({ Bucket: one.bucket, Prefix: 'r/' }));
  for (const { Key } of Contents) await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key }));
  const staged = await one.stage(next);
  const { outcome, observed } = await one.promote({ staged });
  expect(observed.failure).toBeUndefined();
  expect(outcome).toBe('promoted');
});
