import * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../src/kernel/errors.ts';
import { quotaOf, registryQuotaOf } from '../src/services/ecr/quotas.ts';
import { type EcrCloud, ecrCloud, image, refusalOf, tokenOf } from './ecr-cloud.ts';

let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
});
afterEach(() => it.cloud.stop());

const put = (tag: string, { bytes, mediaType }: ReturnType<typeof image>) =>
  it.ask(`app/manifests/${tag}`, { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes });

/** How many of so many requests at once are not refused. */
async function taken(count: number, request: () => Promise<Response>): Promise<number> {
  const all = await Promise.all(Array.from({ length: count }, request));
  for (const one of all) await one.arrayBuffer();
  return all.filter(({ status }) => status !== 429).length;
}

test('manifests are written ten a second, by both of its faces together', async () => {
  const built = image();
  await it.push('app', 'v0', built);
  for (let n = 1; n < 10; n += 1) expect((await put(`v${n}`, built)).status).toBe(201);
  expect(await refusalOf(await put('v10', built))).toEqual([429, 'TOOMANYREQUESTS', 'Rate exceeded']);
  const byApi = () =>
    it.ecr.send(
      new sdk.PutImageCommand({ repositoryName: 'app', imageManifest: built.bytes.toString(), imageTag: 'v10' }),
    );
  await expect(byApi()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  await it.cloud.clock.advance(100);
  await byApi();
  expect((await put('v11', built)).status).toBe(429);
  await it.cloud.clock.advance(1_000);
  expect((await put('v11', built)).status).toBe(201);
});

test.each([
  ['CompleteLayerUpload', 100, () => it.ask('app/blobs/uploads/none?digest=sha256:0', { method: 'PUT' })],
  ['InitiateLayerUpload', 100, () => it.ask('app/blobs/uploads/', { method: 'POST' })],
  ['UploadLayerPart', 500, () => it.ask('app/blobs/uploads/none', { method: 'PATCH', body: 'a' })],
])('a request that is %s is taken %i times a second', async (_, rate, request) => {
  let count = 0;
  for (let left = rate + 10; left > 0; left -= 100) count += await taken(Math.min(left, 100), request);
  expect(count).toBe(rate);
});

test.each([
  ['HeadBlob', 'BatchCheckLayerAvailability', 1000],
  ['GetManifest', 'BatchGetImage', 2000],
  ['HeadManifest', 'BatchGetImage', 2000],
  ['GetReferrers', 'BatchGetImage', 2000],
  ['GetBlob', 'GetDownloadUrlForLayer', 3000],
])('%s counts as %s, which is taken %i times a second', (request, name, rate) => {
  const quota = { name, ratePerSecond: rate, burst: rate };
  expect(registryQuotaOf(request, () => new AwsError('', 429, ''))).toMatchObject(quota);
  expect(quotaOf(name)).toMatchObject(quota);
});

test('what AWS publishes no rate of has no quota here', () => {
  expect([quotaOf('DescribeImages'), registryQuotaOf('ListTags', () => new AwsError('', 429, ''))]).toEqual([
    undefined,
    undefined,
  ]);
});

test('each account and Region has a quota of its own', async () => {
  const built = image();
  await it.push('app', 'v0', built);
  for (let n = 1; n < 10; n += 1) await put(`v${n}`, built);
  const elsewhere = new sdk.ECRClient({
    endpoint: it.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAECR', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  await elsewhere.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
  const headers = { authorization: await tokenOf(elsewhere), 'content-type': built.mediaType };
  // Refused as its layers are not there, which is no matter of how often.
  expect((await it.ask('app/manifests/v0', { method: 'PUT', headers, body: built.bytes })).status).toBe(404);
});
