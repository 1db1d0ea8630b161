import { awsKeptImages } from '@actions-aws/registry/ecr';
import { BatchDeleteImageCommand, ECRClient, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { outputValues } from '../src/report/report.ts';
import { type ImageWorld, imageWorld } from './support/image-world.ts';
import { promotedFrom } from './support/trials.ts';

// A function that is a container image: version 2 is live, promoted from version 1. Lambda runs version 1 from its own copy.

let the: ImageWorld;
let ecr: ECRClient;
beforeAll(async () => {
  the = await imageWorld();
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  ecr = new ECRClient({ endpoint: the.cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  ecr.destroy();
  await the.stop();
});
beforeEach(() => the.point('live', '2', promotedFrom('1')));

test('an image that is there is looked at, and nothing is said of it', async () => {
  await the.cloud.control.clearJournal();
  const result = await the.rollBack();
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.imageWarning).toBe('');
  expect((await the.cloud.control.journal()).map(({ operation }) => operation)).toEqual([
    'GetAlias',
    'GetFunction',
    'DescribeImages',
    'UpdateAlias',
  ]);
});

test.each([
  ['not allowed', 400, 'AccessDeniedException', '`ecr:DescribeImages`'],
  ['not possible', 500, 'ServerException', 'AWS kept failing'],
] as const)('where it is %s to look, users go back all the same, and it is said', async (_name, status, code, says) => {
  const error = { status, code, message: 'no' };
  await the.cloud.control.addFault({ operation: 'DescribeImages', kind: 'error', error, times: 1 });
  const result = await the.rollBack();
  expect(result.outcome).toBe('rolled-back');
  expect(the.log()).toContain(`Could not look whether the image of version 1 of search-api (${the.image.resolvedUri})`);
  expect(the.log()).toContain(says);
});

test('an archived image is a warning: users go back, and what to do is said', async () => {
  const named = { repositoryName: 'search', imageId: { imageDigest: the.image.digest } };
  await ecr.send(new UpdateImageStorageClassCommand({ ...named, targetStorageClass: 'ARCHIVE' }));
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(the.log()).toContain(
    `The image of version 1 of search-api (${the.image.resolvedUri}) is archived, where Lambda cannot read it.`,
  );
});

test('an image that is gone is said loudly, in log, summary and report: users go back for as long as Lambda has its copy', async () => {
  const imageIds = [{ imageDigest: the.image.digest }];
  await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'search', imageIds }));
  const result = await the.rollBack();
  expect(result.outcome).toBe('rolled-back');
  const said = `The image of version 1 of search-api (${the.image.resolvedUri}) is not in its repository any more.`;
  expect(the.log()).toContain(said);
  const [told] = outputValues(result).report.functions;
  expect(told?.warning).toContain('Push the image again, by the same digest, or promote another version soon.');
});

test('what is no image by its digest, and a status that is not known, is not taken for one that is there', async () => {
  const images = awsKeptImages(ecr);
  expect(await images.look('search:v1')).toMatchObject({ is: 'unknown' });
  const answer = { imageDetails: [{ imageDigest: the.image.digest, imageStatus: 'FROZEN' }] };
  const frozen = awsKeptImages({ send: async () => answer } as unknown as ECRClient);
  expect(await frozen.look(the.image.resolvedUri)).toEqual({ is: 'unknown', why: 'its status is FROZEN' });
  const empty = awsKeptImages({ send: async () => ({ imageDetails: [] }) } as unknown as ECRClient);
  expect(await empty.look(the.image.resolvedUri)).toMatchObject({
    is: 'unknown',
    why: expect.stringContaining('without a digest'),
  });
});

test('after the first promotion there is nothing to go back to, and that is what is said', async () => {
  await the.point('live', '2', 'lambda-promote to=2 run=900.1 nonce=0a1b2c3d');
  const { outcome, observed } = await the.rollBack();
  expect(outcome).toBe('failed');
  expect(observed.failure).toEqual({
    code: 'nothing-before',
    message:
      'There is nothing to go back to from version 2 of search-api: it was the first to be promoted, and no version was live before it.',
    hint: 'Promote one that works; `to` would lead to a version that no user has met.',
  });
});
