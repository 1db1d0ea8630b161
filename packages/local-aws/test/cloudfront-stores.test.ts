import * as sdk from '@aws-sdk/client-cloudfront';
import * as keys from '@aws-sdk/client-cloudfront-keyvaluestore';
import { type CloudFrontCloud, cloudFrontCloud, keyClient, minimal, refusalOf } from './cloudfront-cloud.ts';

let world: CloudFrontCloud;
let store: keys.CloudFrontKeyValueStoreClient;
let KvsARN: string;

beforeAll(async () => {
  world = await cloudFrontCloud();
  store = keyClient(world.cloud);
  const { KeyValueStore } = await world.cloudfront.send(new sdk.CreateKeyValueStoreCommand({ Name: 'pointer' }));
  KvsARN = KeyValueStore?.ARN ?? '';
  await world.cloud.control.snapshot('made');
  await world.cloud.clock.advance(20_000);
  await world.cloud.control.snapshot('ready');
});
beforeEach(() => world.cloud.control.restore('ready'));
afterAll(() => world.cloud.stop());

const describeStore = () => store.send(new keys.DescribeKeyValueStoreCommand({ KvsARN }));
const put = (Key: string, Value: string, IfMatch: string | undefined) =>
  store.send(new keys.PutKeyCommand({ KvsARN, Key, Value, IfMatch }));
const get = async (Key: string) => (await store.send(new keys.GetKeyCommand({ KvsARN, Key }))).Value;
const settle = () => world.cloud.clock.advance(2_000);

test('a store is PROVISIONING until it is READY, and has two ETags', async () => {
  await world.cloud.control.restore('made');
  const asked = new sdk.DescribeKeyValueStoreCommand({ Name: 'pointer' });
  expect((await world.cloudfront.send(asked)).KeyValueStore?.Status).toBe('PROVISIONING');
  expect(await describeStore()).toMatchObject({ Status: 'PROVISIONING' });
  expect(await refusalOf(get('release'))).toEqual(['ConflictException', 409]);
  await world.cloud.clock.advance(20_000);
  const { KeyValueStore, ETag } = await world.cloudfront.send(asked);
  expect(KeyValueStore?.Status).toBe('READY');
  expect((await describeStore()).ETag).not.toBe(ETag);
});

test('a write needs the newest ETag; a stale one is a 409 or a 400', async () => {
  const { ETag } = await describeStore();
  const first = await put('release', 'one', ETag);
  const codes = new Set<string>();
  for (let count = 0; count < 2; count++) codes.add((await refusalOf(put('release', 'two', ETag)))[0]);
  expect(codes).toEqual(new Set(['ConflictException', 'ValidationException']));
  await put('release', 'two', first.ETag);
  await settle();
  expect(await get('release')).toBe('two');
});

test('a read may lag a write, and the condition of a write does not', async () => {
  const lagged: string[] = [];
  let { ETag } = await describeStore();
  for (let count = 0; count < 10; count++) {
    ({ ETag } = await put('release', `${count}`, ETag));
    lagged.push((await get('release').catch(() => 'none')) ?? '');
    await settle();
    expect(await get('release')).toBe(`${count}`);
  }
  expect(lagged.some((value, index) => value !== `${index}`)).toBe(true);
});

test('keys are listed, changed together, and deleted', async () => {
  const { ETag } = await describeStore();
  const Puts = Array.from({ length: 50 }, (_, index) => ({ Key: `key ${index}`, Value: `${index}` }));
  const changed = await store.send(new keys.UpdateKeysCommand({ KvsARN, IfMatch: ETag, Puts }));
  expect(changed.ItemCount).toBe(50);
  const more = [...Puts, { Key: 'one more', Value: '' }];
  const tooMany = store.send(new keys.UpdateKeysCommand({ KvsARN, IfMatch: changed.ETag, Puts: more }));
  expect(await refusalOf(tooMany)).toEqual(['ValidationException', 400]);
  const Key = 'key 0';
  const deleted = await store.send(new keys.DeleteKeyCommand({ KvsARN, IfMatch: changed.ETag, Key }));
  await settle();
  expect(await refusalOf(get(Key))).toEqual(['ResourceNotFoundException', 404]);
  expect(deleted.ItemCount).toBe(49);
  const listed = await store.send(new keys.ListKeysCommand({ KvsARN, MaxResults: 30 }));
  const rest = await store.send(new keys.ListKeysCommand({ KvsARN, NextToken: listed.NextToken }));
  expect([...(listed.Items ?? []), ...(rest.Items ?? [])]).toHaveLength(49);
  expect(rest.NextToken).toBeUndefined();
});

test('keys and values have limits', async () => {
  const { ETag } = await describeStore();
  expect(await refusalOf(put('a', 'x'.repeat(1_025), ETag))).toEqual(['ValidationException', 400]);
  expect(await refusalOf(put('k'.repeat(513), 'x', ETag))).toEqual(['ValidationException', 400]);
  await put('k'.repeat(512), 'x'.repeat(1_024), ETag);
});

test('another signature than 4A is refused', async () => {
  const Credential = 'AKIASITE/20260101/us-east-1/cloudfront-keyvaluestore/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${Credential}, SignedHeaders=host, Signature=0`;
  const path = `key-value-stores/${encodeURIComponent(KvsARN)}`;
  const answer = await fetch(`${world.cloud.endpoint}/${path}`, { headers: { authorization } });
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, 'InvalidSignatureException']);
});

test('a function reads the store of its host, which gets a write in seconds, and one in a minute', async () => {
  const code = `import cf from 'cloudfront';
    const store = cf.kvs();
    async function handler(event) {
      const release = await store.get('release');
      return { statusCode: 200, body: release };
    }`;
  const made = await world.cloudfront.send(
    new sdk.CreateFunctionCommand({
      Name: 'route',
      FunctionConfig: {
        Comment: '',
        Runtime: 'cloudfront-js-2.0',
        KeyValueStoreAssociations: { Quantity: 1, Items: [{ KeyValueStoreARN: KvsARN }] },
      },
      FunctionCode: Buffer.from(code),
    }),
  );
  await world.cloudfront.send(new sdk.PublishFunctionCommand({ Name: 'route', IfMatch: made.ETag }));
  const FunctionARN = made.FunctionSummary?.FunctionMetadata?.FunctionARN;
  const FunctionAssociations = { Quantity: 1, Items: [{ FunctionARN, EventType: 'viewer-request' as const }] };
  const { DefaultCacheBehavior } = minimal('');
  const { id } = await world.create({ DefaultCacheBehavior: { ...DefaultCacheBehavior!, FunctionAssociations } });
  const { Distribution } = await world.cloudfront.send(new sdk.GetDistributionCommand({ Id: id }));
  const look = (host: number) => {
    const { status, body } = world.cloud.visit({ url: `https://${Distribution?.DomainName}/`, host });
    return status === 200 ? Buffer.from(body).toString() : status;
  };
  const all = () => [0, 1, 2, 3, 4, 5, 6, 7].map(look);
  await world.cloud.clock.advance(300_000);
  expect(all()).toEqual(all().map(() => 503));
  const first = await put('release', 'one', (await describeStore()).ETag);
  await world.cloud.clock.advance(60_000);
  expect(all()).toEqual(all().map(() => 'one'));
  await put('release', 'two', first.ETag);
  expect(all()).toEqual(all().map(() => 'one'));
  await world.cloud.clock.advance(10_000);
  expect(all().filter((seen) => seen === 'two')).toHaveLength(7);
  await world.cloud.clock.advance(50_000);
  expect(all()).toEqual(all().map(() => 'two'));
  const { ETag } = await world.cloudfront.send(new sdk.DescribeKeyValueStoreCommand({ Name: 'pointer' }));
  const remove = world.cloudfront.send(new sdk.DeleteKeyValueStoreCommand({ Name: 'pointer', IfMatch: ETag }));
  expect(await refusalOf(remove)).toEqual(['CannotDeleteEntityWhileInUse', 409]);
});

test('a function names a store that is there', async () => {
  const FunctionConfig = {
    Comment: '',
    Runtime: 'cloudfront-js-2.0' as const,
    KeyValueStoreAssociations: { Quantity: 1, Items: [{ KeyValueStoreARN: `${KvsARN}0` }] },
  };
  const FunctionCode = Buffer.from('function handler(event) { return event.request; }');
  const made = new sdk.CreateFunctionCommand({ Name: 'route', FunctionConfig, FunctionCode });
  expect(await refusalOf(world.cloudfront.send(made))).toEqual(['EntityNotFound', 404]);
});

test('stores are listed and deleted', async () => {
  const listed = await world.cloudfront.send(new sdk.ListKeyValueStoresCommand({ Status: 'READY' }));
  expect(listed.KeyValueStoreList?.Items).toMatchObject([{ Name: 'pointer', ARN: KvsARN }]);
  const { ETag } = await world.cloudfront.send(new sdk.DescribeKeyValueStoreCommand({ Name: 'pointer' }));
  await world.cloudfront.send(new sdk.DeleteKeyValueStoreCommand({ Name: 'pointer', IfMatch: ETag }));
  expect(await refusalOf(describeStore())).toEqual(['ResourceNotFoundException', 404]);
});
