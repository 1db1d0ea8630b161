import { buildImage, MEDIA_TYPES, type PushedImage, pushImage } from '@actions-aws/testing/images';
import { BatchDeleteImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { account, lambdaOn, refusal, region } from './lambda-cloud.ts';

let cloud: LocalAws;
let lambda: ReturnType<typeof lambdaOn>;
let images = 0;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  lambda = lambdaOn(cloud);
});
afterAll(() => cloud.stop());

const day = 24 * 3_600_000;

/** An image that no other test has. */
async function anImage(): Promise<PushedImage> {
  images += 1;
  return pushImage(cloud, `app:v${images}`, { files: { 'var/task/number': String(images) } });
}

async function remove({ digest }: PushedImage): Promise<void> {
  const credentials = { accessKeyId: 'AKIAECR', secretAccessKey: 'secret' };
  const ecr = new ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
  await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageDigest: digest }] }));
}

/** Begins to make a function, which takes 2 s. */
const begin = (FunctionName: string, { uri }: Pick<PushedImage, 'uri'>) =>
  lambda.send('CreateFunction', {
    FunctionName,
    PackageType: 'Image',
    Code: { ImageUri: uri },
    Role: `arn:aws:iam::${account}:role/worker`,
  });

async function create(FunctionName: string): Promise<PushedImage> {
  const image = await anImage();
  await begin(FunctionName, image);
  await lambda.advance(2_000);
  return image;
}

const stateOf = (FunctionName: string, Qualifier?: string) =>
  lambda.send('GetFunctionConfiguration', { FunctionName, Qualifier });

const deleted = { StateReasonCode: 'ImageDeleted', StateReason: 'The function is trying to use a deleted image.' };
const pending =
  'CodeArtifactUserPendingException 409: INFO: Lambda is initializing your function. It will be ready to invoke shortly.';
const failed =
  'CodeArtifactUserFailedException 409: ERROR: Lambda cannot initialize the provided container image. Verify the image.';

describe('a function whose image is gone', () => {
  it('before it was prepared has failed', async () => {
    const image = await anImage();
    await begin('unborn', image);
    expect(await stateOf('unborn')).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
    expect(await refusal(lambda.invoke('unborn'))).toBe(pending);
    await remove(image);
    await lambda.advance(2_000);
    expect(await stateOf('unborn')).toMatchObject({ State: 'Failed', ...deleted });
    expect(await refusal(lambda.invoke('unborn'))).toBe(failed);
  });

  it('during an update stays on what it ran', async () => {
    const before = await create('updated');
    const after = await anImage();
    await lambda.send('UpdateFunctionCode', { FunctionName: 'updated', ImageUri: after.uri });
    expect(await stateOf('updated')).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    await remove(after);
    await lambda.advance(1_500);
    const failure = { LastUpdateStatus: 'Failed', LastUpdateStatusReasonCode: 'ImageDeleted' };
    expect(await stateOf('updated')).toMatchObject({ State: 'Active', ...failure });
    await lambda.send('UpdateFunctionCode', { FunctionName: 'updated', ImageUri: before.uri });
    await lambda.advance(1_500);
    expect(await stateOf('updated')).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  });

  it('cannot be configured any more', async () => {
    await remove(await create('configured'));
    await lambda.send('UpdateFunctionConfiguration', { FunctionName: 'configured', Timeout: 5 });
    await lambda.advance(1_500);
    expect(await stateOf('configured')).toMatchObject({
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReason: deleted.StateReason,
    });
  });

  it('runs until Lambda fetches it again, and then only with new code', async () => {
    const image = await create('fetched');
    await lambda.publish('fetched');
    await remove(image);
    expect(await stateOf('fetched', '1')).toMatchObject({ State: 'Active' });
    await lambda.advance(day);
    expect(await stateOf('fetched', '1')).toMatchObject({ State: 'Inactive', ...deleted });
    expect(await refusal(lambda.invoke('fetched', { Qualifier: '1' }))).toBe(failed);
    await pushImage(cloud, 'app:again', image.image);
    await lambda.advance(day);
    expect(await refusal(lambda.invoke('fetched', { Qualifier: '1' }))).toBe(failed);
    await lambda.send('UpdateFunctionCode', {
      FunctionName: 'fetched',
      ImageUri: image.uri.replace(/:v\d+$/, ':again'),
    });
    await lambda.advance(1_500);
    expect(await stateOf('fetched')).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(await stateOf('fetched', '1')).toMatchObject({ State: 'Inactive' });
  });

  it('is told at once where a test asks Lambda to fetch', async () => {
    await remove(await create('asked'));
    await cloud.control.call('lambda.fetchImages', {}, { account, region });
    expect(await stateOf('asked')).toMatchObject({ State: 'Inactive', ...deleted });
  });

  it('cannot be published any more', async () => {
    await remove(await create('unpublished'));
    await cloud.control.call('lambda.fetchImages', {}, { account, region });
    const { Version } = await lambda.send('PublishVersion', { FunctionName: 'unpublished' });
    expect(await stateOf('unpublished', Version)).toMatchObject({ State: 'Failed', ...deleted });
  });

  it('does not come back from idleness', async () => {
    const image = await create('idle');
    await cloud.control.call('lambda.deactivate', { functionName: 'idle' }, { account, region });
    await remove(image);
    expect(await refusal(lambda.invoke('idle'))).toBe(pending);
    expect(await stateOf('idle')).toMatchObject({ State: 'Pending', StateReasonCode: 'Restoring' });
    await lambda.advance(3_000);
    expect(await stateOf('idle')).toMatchObject({ State: 'Inactive', ...deleted });
    expect(await refusal(lambda.invoke('idle'))).toBe(failed);
  });
});

test('a function that is idle for weeks comes back with the first invocation, which fails', async () => {
  await create('idle-for-weeks');
  await lambda.advance(14 * day);
  expect(await stateOf('idle-for-weeks')).toMatchObject({ State: 'Inactive', StateReasonCode: 'Idle' });
  expect(await refusal(lambda.invoke('idle-for-weeks'))).toBe(pending);
  await lambda.advance(3_000);
  expect(await stateOf('idle-for-weeks')).toMatchObject({ State: 'Active' });
});

describe('an image that cannot be used', () => {
  it('is seen when its layers are there', async () => {
    const plain = buildImage({ gzip: false, files: { a: 'plain' } });
    const text = Buffer.from(plain.bytes).toString().replace(MEDIA_TYPES.oci.layer, MEDIA_TYPES.oci.gzipped);
    const pushed = await pushImage(cloud, 'app:lying', { ...plain, bytes: Buffer.from(text) });
    await begin('lying', pushed);
    await lambda.advance(2_000);
    expect(await stateOf('lying')).toMatchObject({
      State: 'Failed',
      StateReasonCode: 'InvalidImage',
      StateReason: `ImageLayerFailure: UnsupportedImageLayerDetected - Layer Digest ${plain.blobs[1]?.digest}`,
    });
  });

  it('is one of more than 10 GiB', async () => {
    const limit = (imageSize: number) => cloud.control.call('lambda.limits', { imageSize }, { account, region });
    const image = await pushImage(cloud, 'app:large', { layers: [{ a: 'x'.repeat(4_096) }, { b: 'x'.repeat(4_096) }] });
    await limit(11_263);
    await begin('large', image);
    await lambda.advance(2_000);
    expect(await stateOf('large')).toMatchObject({
      State: 'Failed',
      StateReasonCode: 'InvalidImage',
      StateReason: 'SizeLimitExceeded: Uncompressed container image size exceeds 10 GiB limit',
    });
    await limit(11_264);
    await begin('large-enough', image);
    await lambda.advance(2_000);
    expect(await stateOf('large-enough')).toMatchObject({ State: 'Active' });
  });
});

test('a snapshot keeps what a function runs', async () => {
  const image = await create('kept');
  await cloud.control.snapshot('before');
  await remove(image);
  await lambda.send('DeleteFunction', { FunctionName: 'kept' });
  await cloud.control.restore('before');
  await lambda.advance(day);
  expect(await stateOf('kept')).toMatchObject({ State: 'Active', CodeSha256: image.digest.replace('sha256:', '') });
});
