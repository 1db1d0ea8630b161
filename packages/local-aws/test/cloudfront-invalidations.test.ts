import * as sdk from '@aws-sdk/client-cloudfront';
import { type CloudFrontCloud, cloudFrontCloud, refusalOf } from './cloudfront-cloud.ts';

let world: CloudFrontCloud;
let id: string;

beforeAll(async () => {
  world = await cloudFrontCloud();
  ({ id } = await world.create());
  await world.cloud.control.snapshot('made');
});
beforeEach(() => world.cloud.control.restore('made'));
afterAll(() => world.cloud.stop());

function invalidate(CallerReference: string, ...Items: readonly string[]) {
  const InvalidationBatch = { CallerReference, Paths: { Quantity: Items.length, Items: [...Items] } };
  return world.cloudfront.send(new sdk.CreateInvalidationCommand({ DistributionId: id, InvalidationBatch }));
}

function statusOf(Id: string | undefined) {
  return world.cloudfront
    .send(new sdk.GetInvalidationCommand({ DistributionId: id, Id }))
    .then(({ Invalidation }) => Invalidation?.Status);
}

test('an invalidation is InProgress until all hosts have done it', async () => {
  const { Invalidation } = await invalidate('one', '/*');
  expect(await statusOf(Invalidation?.Id)).toBe('InProgress');
  const { Distribution } = await world.cloudfront.send(new sdk.GetDistributionCommand({ Id: id }));
  expect(Distribution?.InProgressInvalidationBatches).toBe(1);
  await world.cloud.clock.advance(25_000);
  expect(await statusOf(Invalidation?.Id)).toBe('Completed');
});

test('the same reference is the same invalidation, with other paths an error', async () => {
  const first = await invalidate('one', '/*');
  const again = await invalidate('one', '/*');
  expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
  expect(await refusalOf(invalidate('one', '/other'))).toEqual(['InvalidationBatchAlreadyExists', 409]);
  const all = await world.cloudfront.send(new sdk.ListInvalidationsCommand({ DistributionId: id }));
  expect(all.InvalidationList).toMatchObject({ Quantity: 1, Items: [{ Id: first.Invalidation?.Id }] });
});

test('the newest is listed first', async () => {
  for (const name of ['one', 'two', 'three']) await invalidate(name, `/${name}`);
  const { InvalidationList } = await world.cloudfront.send(
    new sdk.ListInvalidationsCommand({ DistributionId: id, MaxItems: 1 }),
  );
  const newest = await world.cloudfront.send(
    new sdk.GetInvalidationCommand({ DistributionId: id, Id: InvalidationList?.Items?.[0]?.Id }),
  );
  expect(newest.Invalidation?.InvalidationBatch?.CallerReference).toBe('three');
  expect(InvalidationList?.IsTruncated).toBe(true);
});

test('fifteen wildcards are in progress at one time, and files besides', async () => {
  for (let number = 1; number <= 15; number++) await invalidate(`wildcard ${number}`, `/${number}/*`);
  expect(await refusalOf(invalidate('too many', '/*'))).toEqual(['TooManyInvalidationsInProgress', 400]);
  await invalidate('a file', '/index.html');
  await world.cloud.clock.advance(25_000);
  await invalidate('later', '/*');
});

test('three thousand files are in progress at one time', async () => {
  const files = Array.from({ length: 3000 }, (_, index) => `/${index}`);
  expect(await refusalOf(invalidate('too large', ...files, '/more'))).toEqual(['BatchTooLarge', 413]);
  await invalidate('all', ...files);
  expect(await refusalOf(invalidate('one more', '/more'))).toEqual(['TooManyInvalidationsInProgress', 400]);
});

test.each([
  ['without a slash', 'index.html'],
  ['a wildcard within', '/a*b'],
  ['a space', '/a b'],
])('refuses a path: %s', async (_, path) => {
  expect(await refusalOf(invalidate('one', path))).toEqual(['InvalidArgument', 400]);
});

test('an invalidation that is not there', async () => {
  expect(await refusalOf(statusOf('INONE'))).toEqual(['NoSuchInvalidation', 404]);
});
