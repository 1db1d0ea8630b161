import * as sdk from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../src/index.ts';

const commands: Readonly<Record<string, unknown>> = { ...sdk };
let cloud: LocalAws;
let s3: sdk.S3Client;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  s3 = new sdk.S3Client({
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'site' }));
});
afterEach(() => cloud.stop());

const page = { Bucket: 'site', Key: 'page' } as const;
const put = (more: Partial<sdk.PutObjectCommandInput> = {}) =>
  s3.send(new sdk.PutObjectCommand({ ...page, Body: 'hello', ...more }));
const tags = async (Key = 'page') =>
  (await s3.send(new sdk.GetObjectTaggingCommand({ ...page, Key }))).TagSet?.map(({ Key: name, Value }) => [
    name,
    Value,
  ]);
const retag = (TagSet: sdk.Tag[]) => s3.send(new sdk.PutObjectTaggingCommand({ ...page, Tagging: { TagSet } }));

describe('tags of an object', () => {
  test('come with it, are replaced as a whole, counted, and go', async () => {
    await put({ Tagging: 'team=web&stage=' });
    expect(await tags()).toEqual([
      ['stage', ''],
      ['team', 'web'],
    ]);
    expect((await s3.send(new sdk.HeadObjectCommand(page))).TagCount).toBe(2);
    await retag([{ Key: 'team', Value: 'app' }]);
    expect(await tags()).toEqual([['team', 'app']]);
    await s3.send(new sdk.DeleteObjectTaggingCommand(page));
    expect(await tags()).toEqual([]);
    await put();
    expect((await s3.send(new sdk.GetObjectCommand(page))).TagCount).toBeUndefined();
  });

  test('go along with a copy, unless they are replaced', async () => {
    await put({ Tagging: 'team=web' });
    const copy = (more: object) =>
      s3.send(new sdk.CopyObjectCommand({ ...page, Key: 'copy', CopySource: 'site/page', ...more }));
    await copy({});
    expect(await tags('copy')).toEqual([['team', 'web']]);
    await copy({ TaggingDirective: 'REPLACE', Tagging: 'team=app' });
    expect(await tags('copy')).toEqual([['team', 'app']]);
  });

  test.each([
    ['a key twice', 'Cannot provide multiple Tags with the same key', ['a', '1', 'a', '2']],
    ['a comma in a key', 'The TagKey you have provided is invalid', ['a,b', '1']],
    ['a comma in a value', 'The TagValue you have provided is invalid', ['a', '1,2']],
    ['a key of AWS', 'Your TagKey cannot be prefixed with aws:', ['aws:a', '1']],
  ])('with %s are refused', async (_, message, [one = '', first = '', two, second]) => {
    await put();
    const more = two === undefined ? [] : [{ Key: two, Value: second }];
    await expect(retag([{ Key: one, Value: first }, ...more])).rejects.toMatchObject({ name: 'InvalidTag', message });
  });

  test('are at most ten, and in the header without duplicates', async () => {
    await put();
    const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    await expect(retag(eleven)).rejects.toMatchObject({
      name: 'BadRequest',
      message: 'Object tags cannot be greater than 10',
    });
    await expect(put({ Tagging: 'a=1&a=2' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

test('a delete marker has no tags', async () => {
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: 'site', VersioningConfiguration }));
  await put();
  await s3.send(new sdk.DeleteObjectCommand(page));
  await expect(tags()).rejects.toMatchObject({ name: 'MethodNotAllowed', $metadata: { httpStatusCode: 405 } });
});

test('an owner that is no account is told from another', async () => {
  const head = (ExpectedBucketOwner: string) =>
    s3.send(new sdk.GetBucketAclCommand({ Bucket: 'site', ExpectedBucketOwner }));
  await expect(head('me')).rejects.toMatchObject({ name: 'InvalidBucketOwnerAWSAccountID' });
  await expect(head('222222222222')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('the tags of a bucket are a set of their own, or none', async () => {
  const read = () => s3.send(new sdk.GetBucketTaggingCommand({ Bucket: 'site' }));
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchTagSet', $metadata: { httpStatusCode: 404 } });
  const TagSet = [{ Key: 'team', Value: 'web' }];
  const write = (set: sdk.Tag[] | undefined) =>
    s3.send(new sdk.PutBucketTaggingCommand({ Bucket: 'site', Tagging: { TagSet: set } }));
  for (const nothing of [[], undefined]) {
    await write(TagSet);
    expect((await read()).TagSet).toEqual(TagSet);
    expect((await write(nothing)).$metadata.httpStatusCode).toBe(204);
    await expect(read()).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  }
  await write(TagSet);
  await s3.send(new sdk.DeleteBucketTaggingCommand({ Bucket: 'site' }));
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchTagSet' });
});

test('attributes are answered as asked for', async () => {
  const { ETag } = await put({ ChecksumAlgorithm: 'SHA256' });
  const read = (...ObjectAttributes: sdk.ObjectAttributes[]) =>
    s3.send(new sdk.GetObjectAttributesCommand({ ...page, ObjectAttributes }));
  const { $metadata: _, LastModified: __, ...all } = await read('ETag', 'Checksum', 'ObjectSize', 'StorageClass');
  expect(all).toEqual({
    ETag: ETag?.replaceAll('"', ''),
    Checksum: { ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=', ChecksumType: 'FULL_OBJECT' },
    ObjectSize: 5,
    StorageClass: 'STANDARD',
  });
  const { $metadata: ___, LastModified: ____, ...size } = await read('ObjectSize');
  expect(size).toEqual({ ObjectSize: 5 });
});

describe('what cannot be configured', () => {
  const read = (name: string) => {
    const Command = commands[`${name}Command`] as typeof sdk.GetBucketAclCommand;
    return s3.send(new Command({ Bucket: 'site' })) as Promise<object>;
  };

  test.each([
    ['GetBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ BucketKeyEnabled: false }] } }],
    ['GetBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }],
    ['GetPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }],
    ['GetBucketAcl', { Grants: [{ Permission: 'FULL_CONTROL' }] }],
    ['GetBucketRequestPayment', { Payer: 'BucketOwner' }],
  ])('%s answers as of a new bucket', async (name, answer) => {
    expect(await read(name)).toMatchObject(answer);
  });

  test.each([
    ['GetBucketPolicy', 'NoSuchBucketPolicy'],
    ['GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
    ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
    ['GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
  ])('%s says that there is none', async (name, code) => {
    await expect(read(name)).rejects.toMatchObject({ name: code, $metadata: { httpStatusCode: 404 } });
  });

  test('is refused, not lost', async () => {
    await expect(put({ ACL: 'public-read' })).rejects.toMatchObject({ name: 'AccessControlListNotSupported' });
    await expect(put({ ServerSideEncryption: 'aws:kms' })).rejects.toMatchObject({ name: 'NotImplemented' });
    const create = (more: object) => s3.send(new sdk.CreateBucketCommand({ Bucket: 'other', ...more }));
    await expect(create({ ObjectLockEnabledForBucket: true })).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(create({ ACL: 'public-read' })).rejects.toMatchObject({
      name: 'InvalidBucketAclWithObjectOwnership',
    });
  });
});
