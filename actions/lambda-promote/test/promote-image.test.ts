import { codeOf } from '@actions-aws/testing';
import { buildImage, buildIndex, pushImage } from '@actions-aws/testing/images';
import { BatchDeleteImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetFunctionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { outputValues } from '../src/report/report.ts';
import { makeOf, push } from './support/image-functions.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Functions that are container images, from the upload to the alias. What they answer is in image-runs.test.ts.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await makeOf(the, name, await push(the, 'v0'));
});
afterEach(() => the.stop());

const name = 'search-image';
const unproved = { functionName: name, smoke: [], verify: [] } as const;

async function resolved(qualifier: string): Promise<string | undefined> {
  const found = await the.lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: qualifier }));
  return found.Code?.ResolvedImageUri;
}

async function inEcr(work: (ecr: ECRClient) => Promise<unknown>): Promise<void> {
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  const ecr = new ECRClient({ endpoint: the.cloud.endpoint, region: 'eu-west-1', credentials });
  await work(ecr).finally(() => ecr.destroy());
}

test('the digest is what is uploaded, published and live; the same again is a noop, under any tag', async () => {
  const image = await push(the, 'v1');
  const first = await the.promote({ ...unproved, image, run: 9 });
  expect(first.outcome).toBe('promoted');
  expect(await resolved('live')).toBe(image.resolvedUri);
  expect(outputValues(first)).toMatchObject({
    'image-digest': image.digest,
    'code-sha256': image.digest.replace('sha256:', ''),
  });
  const again = await push(the, 'another-name', { files: { 'app.py': '# v1' } });
  expect(again.digest).toBe(image.digest);
  const before = await the.writes();
  expect((await the.promote({ ...unproved, image: again, run: 8 })).outcome).toBe('noop');
  expect(await the.writes()).toEqual(before);
});

test('the same digest in another repository goes there: Lambda reads it where it had it from', async () => {
  const image = await push(the, 'v1');
  await the.promote({ ...unproved, image });
  const moved = await pushImage(the.cloud, 'search-prod:v1', { files: { 'app.py': '# v1' } });
  expect(moved.digest).toBe(image.digest);
  const result = await the.promote({ ...unproved, image: moved });
  expect(result.outcome).toBe('promoted');
  expect(await resolved('live')).toBe(moved.resolvedUri);
  expect(the.log()).toMatch(/along with the code: ImageRepository, .*\/search → .*\/search-prod/);
  expect((await the.promote({ ...unproved, image: moved })).outcome).toBe('noop');
});

test('another command is a change that goes to users with the very same digest, and is shown', async () => {
  const image = await push(the, 'v1');
  await the.promote({ ...unproved, image });
  const ImageConfig = { Command: ['app.index'] };
  await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ImageConfig }));
  await the.pass(60_000);
  expect((await the.promote({ ...unproved, image })).outcome).toBe('promoted');
  expect(the.log()).toContain('along with the code: ImageConfig.Command, not set → ["app.index"]');
  expect((await the.alias('live', name))?.version).toBe('2');
});

test('several functions move to one image together, each started by its own command', async () => {
  const others = ['search-indexer', 'search-worker'];
  for (const [index, other] of others.entries()) {
    await makeOf(the, other, await push(the, 'v0'), { ImageConfig: { Command: [`app.other${index}`] } });
  }
  const image = await push(the, 'v1');
  const all = [name, ...others].map((functionName) => ({ ...unproved, functionName, image }));
  const result = await the.promoteAll(all);
  expect(result.outcome).toBe('promoted');
  expect(outputValues(result)['image-digest']).toBe(image.digest);
  const started = await the.lambda.send(new GetFunctionCommand({ FunctionName: 'search-worker', Qualifier: 'live' }));
  expect(started.Code?.ResolvedImageUri).toBe(image.resolvedUri);
  expect(started.Configuration?.ImageConfigResponse?.ImageConfig?.Command).toEqual(['app.other1']);
});

test('a zip is no code of a function of an image, nor an image one of a zip: nothing is written', async () => {
  const image = await push(the, 'v1');
  const before = await the.writes();
  await expect(the.promote({ ...unproved, code: codeOf('v1') })).rejects.toThrow(
    `${name} runs a container image, so a zip cannot be its code.`,
  );
  await expect(the.promote({ smoke: [], verify: [], image })).rejects.toThrow(
    'search-api runs code from a zip, so a container image cannot be its code.',
  );
  expect(await the.writes()).toEqual(before);
});

describe('what goes wrong with an image once it was looked at', () => {
  test('one that was deleted meanwhile is told, and users keep what they have', async () => {
    const image = await push(the, 'v1');
    await the.promote({ ...unproved, image });
    const next = await push(the, 'v2');
    const imageIds = [{ imageDigest: next.digest }];
    await inEcr((ecr) => ecr.send(new BatchDeleteImageCommand({ repositoryName: 'search', imageIds })));
    const { outcome, observed } = await the.promote({ ...unproved, image: next });
    expect(outcome).toBe('failed');
    expect(observed.failure?.message).toContain(`does not exist. Provide a valid source image`);
    expect(observed.failure?.message).toContain(`The image was ${next.resolvedUri}.`);
    expect(observed.failure?.hint).toContain('Push it again, by the same digest');
    expect(await resolved('live')).toBe(image.resolvedUri);
  });

  test('one that Lambda does not take is told with how to build it', async () => {
    const index = await pushImage(the.cloud, 'search:index', buildIndex([buildImage()]));
    const { outcome, observed } = await the.promote({ ...unproved, image: index });
    expect(outcome).toBe('failed');
    expect(observed.failure?.hint).toContain('`provenance: false` and `sbom: false`');
  });

  test.each([
    ['ImageDeleted', 'push or restore it, by the same digest'],
    ['ImageAccessDenied', '`ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`'],
    ['InvalidImage', 'for Linux and one platform'],
  ])('an update that ends with %s is told with what to do, and sent anew by the next run', async (code, remedy) => {
    const image = await push(the, 'v1');
    const failure = { functionName: name, step: 'update', code, reason: 'So it is.' };
    await the.cloud.control.call('lambda.failNext', failure, { region: 'eu-west-1' });
    const { outcome, observed } = await the.promote({ ...unproved, image });
    expect(outcome).toBe('failed');
    expect(observed.failure?.message).toContain(`has the last update status Failed (${code}: So it is.)`);
    expect(observed.failure?.hint).toContain(remedy);
    expect((await the.promote({ ...unproved, image })).outcome).toBe('promoted');
  });
});
