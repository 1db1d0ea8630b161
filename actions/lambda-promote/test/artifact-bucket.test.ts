import { createHash } from 'node:crypto';
import { codeOf } from '@actions-aws/testing';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { type ArtifactBucket, artifactKey } from '../src/code/package.ts';
import { type Asked, type World, world } from './support/world.ts';

const bucket = { name: 'search-api-artifacts', owner: undefined };
const v1 = codeOf('v1');
const v2 = codeOf('v2');
const hex = createHash('sha256').update(v2.bytes).digest('hex');
const object = { Bucket: bucket.name, Key: `lambda/${hex}.zip` };

let the: World;
beforeEach(async () => {
  the = await world();
  await the.s3.send(new CreateBucketCommand({ Bucket: bucket.name }));
  await the.promote({ code: v1 });
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

/** The calls to S3, and to UpdateFunctionCode, in order. */
async function transfers(): Promise<readonly string[]> {
  const journal = await the.cloud.control.journal();
  return journal
    .filter(({ service, operation }) => service === 's3' || operation === 'UpdateFunctionCode')
    .map(({ operation, status }) => `${operation} ${status}`);
}

const putThere = (more: Partial<PutObjectCommandInput> = {}) =>
  the.s3.send(new PutObjectCommand({ ...object, Body: v2.bytes, ChecksumAlgorithm: 'SHA256', ...more }));

test('a key is the hash of the code', () => {
  expect(artifactKey(v2.codeSha256)).toBe(object.Key);
});

test('code that three functions need is sent once, and kept', async () => {
  const others = ['search-indexer', 'search-worker'];
  for (const name of others) await the.make(name);
  const all: Asked[] = ['search-api', ...others].map((functionName) => ({ functionName, code: v2, bucket }));
  const result = await the.promoteAll(all);
  expect(result.participants.flatMap(({ observed }) => observed.failure ?? [])).toEqual([]);
  expect(result.outcome).toBe('promoted');
  const update = 'UpdateFunctionCode 202';
  expect((await transfers()).map((each) => each.replace(/ 200$/, ' 202'))).toEqual([
    'HeadObject 404',
    'PutObject 202',
    update,
    update,
    update,
  ]);
  const kept = await the.s3.send(new GetObjectCommand(object));
  expect(Buffer.from((await kept.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from(v2.bytes));
  for (const name of others) expect((await the.use('live', name)).body).toContain('v2');
});

test('nothing is sent where no function needs the code', async () => {
  const result = await the.promote({ code: v1, bucket });
  expect(result.outcome).toBe('noop');
  expect(await transfers()).toEqual([]);
});

test('a dry run says where the code would go, and sends nothing', async () => {
  const result = await the.promote({ code: v2, bucket, dryRun: true });
  expect(result.outcome).toBe('planned');
  expect(the.log()).toContain(`to s3://${bucket.name}/${object.Key}, unless it is there`);
  expect(await transfers()).toEqual([]);
});

test('what is there already is used as it is', async () => {
  await putThere();
  await the.cloud.control.clearJournal();
  expect((await the.promote({ code: v2, bucket })).outcome).toBe('promoted');
  expect((await transfers()).map((each) => each.split(' ')[0])).toEqual(['HeadObject', 'UpdateFunctionCode']);
});

test.each<[string, Partial<PutObjectCommandInput>, RegExp]>([
  ['other code', { Body: 'something else' }, /it is not the code to promote: its SHA-256 is /],
  ['code that S3 knows by another checksum', { ChecksumAlgorithm: 'CRC32' }, /it has no SHA-256 checksum/],
])('%s under this name is refused, and left as it is', async (_what, found, message) => {
  const { ETag } = await putThere(found);
  const result = await the.promote({ code: v2, bucket });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toMatch(message);
  expect(result.observed.failure?.hint).toContain('delete it');
  expect((await the.s3.send(new GetObjectCommand(object))).ETag).toBe(ETag);
  expect((await the.alias())?.version).toBe('1');
});

const write = { service: 's3', operation: 'PutObject', resource: '*', when: 'before', kind: 'hold', times: 1 } as const;

test('of two runs that put the same code one writes, and both use it', async () => {
  await the.cloud.control.addFault(write);
  const running = the.promote({ code: v2, bucket });
  const held = await the.cloud.control.waitHeld(10_000);
  await putThere();
  await the.cloud.control.release(held.id);
  const { outcome, observed } = await running;
  expect(observed.failure).toBeUndefined();
  expect(outcome).toBe('promoted');
  expect(await transfers()).toContain('PutObject 412');
});

test('a run that loses to other code under this name is refused', async () => {
  await the.cloud.control.addFault(write);
  const running = the.promote({ code: v2, bucket });
  const held = await the.cloud.control.waitHeld(10_000);
  await putThere({ Body: 'something else' });
  await the.cloud.control.release(held.id);
  const { outcome, observed } = await running;
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toContain('it is not the code to promote');
});

test('a write that meets another one is tried again', async () => {
  await the.cloud.control.addFault({
    ...write,
    kind: 'error',
    error: { code: 'ConditionalRequestConflict', status: 409 },
    times: 2,
  });
  expect((await the.promote({ code: v2, bucket })).outcome).toBe('promoted');
});

test('a bucket in which others write all the time is given up, and said', async () => {
  const conflict = { code: 'ConditionalRequestConflict', status: 409 };
  await the.cloud.control.addFault({ ...write, kind: 'error', error: conflict, times: 100 });
  const { outcome, observed } = await the.promote({ code: v2, bucket });
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toMatch(/others write there all the time/);
  expect((await transfers()).filter((each) => each === 'PutObject 409')).toHaveLength(5);
});

test('an object that is there and may not be read is said', async () => {
  await putThere();
  const refused = { code: 'AccessDenied', status: 403 };
  const head = { ...write, operation: 'HeadObject', kind: 'error', error: refused, times: 100 } as const;
  await the.cloud.control.addFault(head);
  const { outcome, observed } = await the.promote({ code: v2, bucket });
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toMatch(/^Not allowed to read s3:/);
  expect(observed.failure?.hint).toContain('`s3:GetObject`');
});

test('code that is exchanged between S3 and Lambda is never proved or published', async () => {
  await the.cloud.control.addFault({ ...write, service: 'lambda', operation: 'UpdateFunctionCode' });
  const running = the.promote({ code: v2, bucket });
  const held = await the.cloud.control.waitHeld(10_000);
  await the.s3.send(new DeleteObjectCommand(object));
  await putThere({ Body: codeOf('v3').bytes });
  await the.cloud.control.release(held.id);
  const { outcome, observed } = await running;
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toMatch(/^Lambda took other code than test: its SHA-256 is /);
  expect(await the.writes()).not.toContain('PublishVersion');
});

test.each<[string, ArtifactBucket, RegExp, RegExp]>([
  ['a bucket that is not there', { ...bucket, name: 'nowhere' }, /"nowhere", but there is no such bucket/, /Make it/],
  [
    'a bucket of another account',
    { ...bucket, owner: '222222222222' },
    /Not allowed to write s3:\/\/search-api-artifacts\/.* in a bucket of account 222222222222/,
    /s3:PutObject.*artifact-bucket-owner/,
  ],
  [
    'a bucket in another region',
    { ...bucket, name: 'far-away' },
    /"far-away", a bucket in another region/,
    /own region/,
  ],
])('%s is named', async (_what, asked, message, hint) => {
  const us = { Bucket: 'far-away', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' as const } };
  const there = new S3Client({
    endpoint: the.cloud.endpoint,
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
  });
  await there.send(new CreateBucketCommand(us));
  there.destroy();
  const { outcome, observed } = await the.promote({ code: v2, bucket: asked });
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toMatch(message);
  expect(observed.failure?.hint).toMatch(hint);
});

test('a bucket of another account is used where that account is named', async () => {
  expect((await the.promote({ code: v2, bucket: { ...bucket, owner: '123456789012' } })).outcome).toBe('promoted');
});
