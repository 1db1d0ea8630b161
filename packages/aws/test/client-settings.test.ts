import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../src/client-settings.ts';
import { patient } from '../src/index.ts';

let cloud: LocalAws;
beforeEach(async () => {
  cloud = await startLocalAws();
});
afterEach(() => cloud.stop());

/** Settings as an action makes them, for this cloud, and of little patience. */
const settings = () => ({
  ...clientSettings({ AWS_REGION: 'us-east-1' }, { action: 'test', timeoutMs: 300 }),
  endpoint: cloud.endpoint,
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
});

test('a region that is not set is named', () => {
  expect(() => clientSettings({}, { action: 'test' })).toThrow('AWS_REGION is empty');
});

test('an answer that stops in its middle is asked for again', async () => {
  const until = cloud.clock.now() + 60_000;
  const lambda = patient(new LambdaClient(settings()), { waitsOut: 'throttling', until }, cloud.clock);
  await cloud.control.addFault({ operation: 'ListFunctions', kind: 'stall', times: 2 });
  expect((await lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  expect(await cloud.control.journal()).toHaveLength(3);
  lambda.destroy();
});

test('an object whose bytes stop coming is an error, and not a wait without end', async () => {
  const s3 = new S3Client(settings());
  await s3.send(new CreateBucketCommand({ Bucket: 'builds' }));
  const body = 'x'.repeat(200_000);
  await s3.send(new PutObjectCommand({ Bucket: 'builds', Key: 'a', Body: body }));
  const read = async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'builds', Key: 'a' }));
    return Body?.transformToString();
  };
  expect(await read()).toBe(body);
  await cloud.control.addFault({ operation: 'GetObject', kind: 'stall' });
  await expect(read()).rejects.toMatchObject({
    name: 'TimeoutError',
    message: 'the answer stopped in its middle: nothing came for 0.3 s',
  });
  expect(await read()).toBe(body);
  s3.destroy();
});
