import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../src/index.ts';

let cloud: LocalAws;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
});
afterEach(() => cloud.stop());

function client(region = 'us-east-1', accessKeyId = 'AKIAEXAMPLE', more: sdk.S3ClientConfig = {}): sdk.S3Client {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new sdk.S3Client({
    endpoint: cloud.endpoint,
    region,
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
    ...more,
  });
}

async function bucket(name = 'site', s3 = client()): Promise<sdk.S3Client> {
  await s3.send(new sdk.CreateBucketCommand({ Bucket: name }));
  return s3;
}

const put = (s3: sdk.S3Client, Key: string, Body: string, more: Partial<sdk.PutObjectCommandInput> = {}) =>
  s3.send(new sdk.PutObjectCommand({ Bucket: 'site', Key, Body, ...more }));
const get = async (s3: sdk.S3Client, Key: string, more: Partial<sdk.GetObjectCommandInput> = {}) => {
  const answer = await s3.send(new sdk.GetObjectCommand({ Bucket: 'site', Key, ...more }));
  return { ...answer, text: await answer.Body?.transformToString() };
};
const refused = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });

describe('buckets', () => {
  test('a name is taken for everybody, and its owner may make it again only in us-east-1', async () => {
    const here = await bucket();
    await bucket('site', here);
    await expect(bucket('site', client('us-east-1', '222222222222'))).rejects.toMatchObject(
      refused('BucketAlreadyExists', 409),
    );
    const there = client('eu-west-1');
    const create = new sdk.CreateBucketCommand({
      Bucket: 'elsewhere',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    await there.send(create);
    await expect(there.send(create)).rejects.toMatchObject(refused('BucketAlreadyOwnedByYou', 409));
  });

  test('a bucket is made in the region that is asked, not in another', async () => {
    const configuration = { LocationConstraint: 'us-west-2' } as const;
    const create = new sdk.CreateBucketCommand({ Bucket: 'site', CreateBucketConfiguration: configuration });
    await expect(client('eu-west-1').send(create)).rejects.toMatchObject(
      refused('IllegalLocationConstraintException', 400),
    );
    // Outside us-east-1 a place that is no region is refused no differently.
    const nowhere = { LocationConstraint: 'mars' as 'EU' };
    const createThere = new sdk.CreateBucketCommand({ Bucket: 'site', CreateBucketConfiguration: nowhere });
    await expect(client('eu-west-1').send(createThere)).rejects.toMatchObject(
      refused('IllegalLocationConstraintException', 400),
    );
  });

  test('us-east-1 makes buckets everywhere, and each tells where it is as it was asked', async () => {
    const create = (Bucket: string, LocationConstraint: string) => {
      const configuration = { LocationConstraint: LocationConstraint as 'EU' };
      return client().send(new sdk.CreateBucketCommand({ Bucket, CreateBucketConfiguration: configuration }));
    };
    await create('old', 'EU');
    const { LocationConstraint } = await client().send(new sdk.GetBucketLocationCommand({ Bucket: 'old' }));
    expect(LocationConstraint).toBe('EU');
    expect((await client('eu-west-1').send(new sdk.HeadBucketCommand({ Bucket: 'old' }))).BucketRegion).toBe(
      'eu-west-1',
    );
    await expect(create('nowhere', 'mars')).rejects.toMatchObject(refused('InvalidLocationConstraint', 400));
  });

  test('a bucket is found in its own region alone, but tells its location everywhere', async () => {
    const s3 = client('eu-west-1');
    await s3.send(
      new sdk.CreateBucketCommand({ Bucket: 'site', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    const location = await client().send(new sdk.GetBucketLocationCommand({ Bucket: 'site' }));
    expect(location.LocationConstraint).toBe('eu-west-1');
    await expect(get(client(), 'a')).rejects.toMatchObject(refused('PermanentRedirect', 301));
    const head = client().send(new sdk.HeadBucketCommand({ Bucket: 'site' }));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 301 } });
  });

  test('the location of a bucket in us-east-1 is nothing', async () => {
    const s3 = await bucket();
    expect((await s3.send(new sdk.GetBucketLocationCommand({ Bucket: 'site' }))).LocationConstraint).toBeUndefined();
  });

  test('another account is kept out', async () => {
    await put(await bucket(), 'a', 'x');
    await expect(get(client('us-east-1', '222222222222'), 'a')).rejects.toMatchObject(refused('AccessDenied', 403));
  });

  test('only an empty bucket is deleted, and names follow the rules', async () => {
    const s3 = await bucket();
    await put(s3, 'a', 'x');
    await expect(s3.send(new sdk.DeleteBucketCommand({ Bucket: 'site' }))).rejects.toMatchObject(
      refused('BucketNotEmpty', 409),
    );
    await s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a' }));
    await s3.send(new sdk.DeleteBucketCommand({ Bucket: 'site' }));
    expect((await s3.send(new sdk.ListBucketsCommand({}))).Buckets).toEqual([]);
    await expect(bucket('192.168.5.4', s3)).rejects.toMatchObject(refused('InvalidBucketName', 400));
    await expect(bucket('no', s3)).rejects.toMatchObject(refused('InvalidBucketName', 400));
  });
});

describe('objects', () => {
  test('an object keeps its headers and metadata', async () => {
    const s3 = await bucket();
    const properties = {
      CacheControl: 'max-age=60',
      ContentType: 'text/html',
      ContentEncoding: 'gzip',
      Metadata: { release: '7' },
    };
    await put(s3, 'a b/ü+.html', 'hello', properties);
    expect(await get(s3, 'a b/ü+.html')).toMatchObject({ ...properties, text: 'hello', ContentLength: 5 });
    const head = await s3.send(new sdk.HeadObjectCommand({ Bucket: 'site', Key: 'a b/ü+.html' }));
    expect(head).toMatchObject({
      ...properties,
      ContentLength: 5,
      ETag: `"${createHash('md5').update('hello').digest('hex')}"`,
    });
  });

  test('what is not there is said so', async () => {
    const s3 = await bucket();
    await expect(get(s3, 'a')).rejects.toMatchObject(refused('NoSuchKey', 404));
    await expect(s3.send(new sdk.HeadObjectCommand({ Bucket: 'site', Key: 'a' }))).rejects.toMatchObject(
      refused('NotFound', 404),
    );
    await expect(s3.send(new sdk.ListObjectsV2Command({ Bucket: 'none' }))).rejects.toMatchObject(
      refused('NoSuchBucket', 404),
    );
    await s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a' }));
  });

  test('without leave to list, a missing key is a 403', async () => {
    await bucket();
    const policy = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' } } as const;
    await cloud.control.registerCredential({ accessKeyId: 'AKIAREADER', policy });
    await expect(get(client('us-east-1', 'AKIAREADER'), 'a')).rejects.toMatchObject(refused('AccessDenied', 403));
  });

  test('ranges', async () => {
    const s3 = await bucket();
    await put(s3, 'a', '0123456789');
    expect(await get(s3, 'a', { Range: 'bytes=2-4' })).toMatchObject({
      text: '234',
      ContentRange: 'bytes 2-4/10',
      $metadata: { httpStatusCode: 206 },
    });
    expect(await get(s3, 'a', { Range: 'bytes=-3' })).toMatchObject({ text: '789' });
    expect(await get(s3, 'a', { Range: 'bytes=8-99' })).toMatchObject({ text: '89' });
    expect(await get(s3, 'a', { Range: 'bytes=1-2,4-5' })).toMatchObject({ text: '0123456789' });
    await expect(get(s3, 'a', { Range: 'bytes=10-' })).rejects.toMatchObject(refused('InvalidRange', 416));
  });

  test('conditional reads', async () => {
    const s3 = await bucket();
    const { ETag } = await put(s3, 'a', 'x');
    await expect(get(s3, 'a', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get(s3, 'a', { IfMatch: '"other"' })).rejects.toMatchObject(refused('PreconditionFailed', 412));
    const before = new Date(Date.UTC(2025, 11, 31));
    await expect(get(s3, 'a', { IfUnmodifiedSince: before })).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await expect(get(s3, 'a', { IfModifiedSince: new Date(Date.UTC(2026, 0, 1)) })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await get(s3, 'a', { IfMatch: ETag, IfUnmodifiedSince: before })).toMatchObject({ text: 'x' });
  });

  test('conditional writes: of twenty that race, one wins', async () => {
    const s3 = await bucket();
    await cloud.control.park({ operation: 'PutObject' });
    const racing = Array.from({ length: 20 }, (_, index) => put(s3, 'a', `${index}`, { IfNoneMatch: '*' }));
    const settled = Promise.allSettled(racing);
    await cloud.control.waitParked(20, 5_000);
    await cloud.control.park(false);
    const race = await settled;
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = race.flatMap((each) => (each.status === 'rejected' ? [each.reason.name] : []));
    expect(new Set(lost)).toEqual(new Set(['ConditionalRequestConflict', 'PreconditionFailed']));
    await expect(put(s3, 'a', 'later', { IfNoneMatch: '*' })).rejects.toMatchObject(refused('PreconditionFailed', 412));
  });

  test('a conditional write that a delete overtakes is a conflict, and succeeds when it is sent again', async () => {
    const s3 = await bucket();
    const { ETag } = await put(s3, 'a', 'x');
    await cloud.control.park({ operation: 'PutObject' });
    const overtaken = put(s3, 'a', 'y', { IfMatch: ETag }).catch((error: unknown) => error);
    const [parked] = await cloud.control.waitParked(1, 5_000);
    await s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a' }));
    await cloud.control.park(false);
    expect(parked).toMatchObject({ operation: 'PutObject' });
    expect(await overtaken).toMatchObject(refused('ConditionalRequestConflict', 409));
    await expect(put(s3, 'a', 'y', { IfMatch: ETag })).rejects.toMatchObject(refused('NoSuchKey', 404));
    await put(s3, 'a', 'y', { IfNoneMatch: '*' });
  });

  test('a write with If-Match replaces exactly what was seen', async () => {
    const s3 = await bucket();
    await expect(put(s3, 'a', 'y', { IfMatch: '"x"' })).rejects.toMatchObject(refused('NoSuchKey', 404));
    const { ETag } = await put(s3, 'a', 'x');
    await put(s3, 'a', 'y', { IfMatch: ETag });
    await expect(put(s3, 'a', 'z', { IfMatch: ETag })).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await expect(put(s3, 'a', 'z', { IfNoneMatch: ETag })).rejects.toMatchObject(refused('NotImplemented', 501));
    const remove = (IfMatch: string | undefined) =>
      s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a', IfMatch }));
    await expect(remove(ETag)).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await remove('*');
    await expect(remove('*')).rejects.toMatchObject(refused('NoSuchKey', 404));
  });

  test('too much metadata and too long a key are refused', async () => {
    const s3 = await bucket();
    await expect(put(s3, 'a', 'x', { Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject(
      refused('MetadataTooLarge', 400),
    );
    await expect(put(s3, 'k'.repeat(1025), 'x')).rejects.toMatchObject(refused('KeyTooLongError', 400));
  });
});

describe('checksums', () => {
  // The check values of the CRC catalogue (reveng.sourceforge.io) and FIPS 180's examples.
  test.each([
    ['CRC32', '123456789', 'y/Q5Jg=='],
    ['CRC32C', '123456789', '4waSgw=='],
    ['CRC32C', 'a'.repeat(66_560), 'sOO8/Q=='], // AWS's own example of a trailer
    ['CRC64NVME', '123456789', 'rosUhgp5mIg='],
    ['SHA1', 'abc', 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0='],
    ['SHA256', 'abc', 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='],
  ])('%s of %s is as specified; another body is a bad digest', async (algorithm, body, value) => {
    const s3 = await bucket();
    const member = `Checksum${algorithm}`;
    expect(await put(s3, 'a', body, { [member]: value })).toMatchObject({
      [member]: value,
      ChecksumType: 'FULL_OBJECT',
    });
    expect(await get(s3, 'a', { ChecksumMode: 'ENABLED' })).toMatchObject({ [member]: value });
    await expect(put(s3, 'a', `${body}!`, { [member]: value })).rejects.toMatchObject(refused('BadDigest', 400));
  });

  test('a body that streams with its checksum in a trailer arrives whole', async () => {
    const s3 = await bucket();
    const body = 'streamed '.repeat(20_000);
    async function* pieces() {
      for (let at = 0; at < body.length; at += 7_000) yield Buffer.from(body.slice(at, at + 7_000));
    }
    const { Readable } = await import('node:stream');
    await s3.send(
      new sdk.PutObjectCommand({
        Bucket: 'site',
        Key: 'a',
        Body: Readable.from(pieces()),
        ContentLength: body.length,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    const answer = await get(s3, 'a', { ChecksumMode: 'ENABLED' });
    expect(answer.text).toBe(body);
    expect(answer.ChecksumSHA256).toBe(createHash('sha256').update(body).digest('base64'));
    expect(answer.ContentEncoding).toBeUndefined();
  });

  test('an MD5 that is wrong is a bad digest', async () => {
    const s3 = await bucket();
    const md5 = (text: string) => createHash('md5').update(text).digest('base64');
    await put(s3, 'a', 'x', { ContentMD5: md5('x') });
    await expect(put(s3, 'a', 'x', { ContentMD5: md5('y') })).rejects.toMatchObject(refused('BadDigest', 400));
    await expect(put(s3, 'a', 'x', { ContentMD5: 'eA==' })).rejects.toMatchObject(refused('InvalidDigest', 400));
  });

  test('an upload without a checksum gets a CRC64NVME', async () => {
    const s3 = await bucket(
      'site',
      client('us-east-1', 'AKIAEXAMPLE', { requestChecksumCalculation: 'WHEN_REQUIRED' }),
    );
    expect(await put(s3, 'a', '123456789')).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=' });
  });
});

describe('copies', () => {
  const copy = (s3: sdk.S3Client, Key: string, more: Partial<sdk.CopyObjectCommandInput> = {}) =>
    s3.send(new sdk.CopyObjectCommand({ Bucket: 'site', Key, CopySource: 'site/a', ...more }));

  test('metadata is copied, or replaced', async () => {
    const s3 = await bucket();
    await put(s3, 'a', 'x', { CacheControl: 'no-store', Metadata: { from: 'a' } });
    await copy(s3, 'b');
    expect(await get(s3, 'b')).toMatchObject({ text: 'x', CacheControl: 'no-store', Metadata: { from: 'a' } });
    await copy(s3, 'c', { MetadataDirective: 'REPLACE', CacheControl: 'max-age=1' });
    expect(await get(s3, 'c')).toMatchObject({ CacheControl: 'max-age=1', Metadata: {} });
  });

  test('an object is not copied onto itself unchanged', async () => {
    const s3 = await bucket();
    await put(s3, 'a', 'x');
    await expect(copy(s3, 'a')).rejects.toMatchObject(refused('InvalidRequest', 400));
    await copy(s3, 'a', { MetadataDirective: 'REPLACE', CacheControl: 'max-age=1' });
  });

  test('conditions hold for the source and for the target', async () => {
    const s3 = await bucket();
    const { ETag } = await put(s3, 'a', 'x');
    await copy(s3, 'b', { CopySourceIfMatch: ETag, IfNoneMatch: '*' });
    await expect(copy(s3, 'b', { IfNoneMatch: '*' })).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await expect(copy(s3, 'c', { CopySourceIfMatch: '"other"' })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await expect(copy(s3, 'c', { CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await expect(copy(s3, 'c', { CopySource: 'site/none' })).rejects.toMatchObject(refused('NoSuchKey', 404));
  });
});

describe('listing', () => {
  const list = (s3: sdk.S3Client, more: Partial<sdk.ListObjectsV2CommandInput> = {}) =>
    s3.send(new sdk.ListObjectsV2Command({ Bucket: 'site', ...more }));
  const keys = (answer: sdk.ListObjectsV2CommandOutput) => answer.Contents?.map(({ Key }) => Key) ?? [];

  test('folders are folded, and pages continue where the last one ended', async () => {
    const s3 = await bucket();
    for (const key of ['a', 'b/1', 'b/2', 'c', 'd/1', 'e']) await put(s3, key, 'x');
    const first = await list(s3, { Delimiter: '/', MaxKeys: 3 });
    expect(keys(first)).toEqual(['a', 'c']);
    expect(first).toMatchObject({ KeyCount: 3, IsTruncated: true, CommonPrefixes: [{ Prefix: 'b/' }] });
    const second = await list(s3, { Delimiter: '/', MaxKeys: 3, ContinuationToken: first.NextContinuationToken });
    expect(keys(second)).toEqual(['e']);
    expect(second).toMatchObject({ KeyCount: 2, IsTruncated: false, CommonPrefixes: [{ Prefix: 'd/' }] });
    expect(keys(await list(s3, { Prefix: 'b/', StartAfter: 'b/1' }))).toEqual(['b/2']);
    await expect(list(s3, { ContinuationToken: 'made up' })).rejects.toMatchObject(refused('InvalidArgument', 400));
  });

  test('keys are in the order of their UTF-8 bytes', async () => {
    const s3 = await bucket();
    for (const key of ['\u{10000}', '\uffee', 'Z', 'a']) await put(s3, key, 'x');
    expect(keys(await list(s3))).toEqual(['Z', 'a', '\uffee', '\u{10000}']);
  });

  test('the first version of the operation pages by marker', async () => {
    const s3 = await bucket();
    for (const key of ['a', 'b/1', 'c']) await put(s3, key, 'x');
    const page = await s3.send(new sdk.ListObjectsCommand({ Bucket: 'site', Delimiter: '/', MaxKeys: 2 }));
    expect(page).toMatchObject({ IsTruncated: true, NextMarker: 'b/' });
    const next = await s3.send(new sdk.ListObjectsCommand({ Bucket: 'site', Delimiter: '/', Marker: 'b/' }));
    expect(next.Contents?.map(({ Key }) => Key)).toEqual(['c']);
  });
});

describe('versions', () => {
  test('a delete leaves a marker, and the old version can be read and brought back', async () => {
    const s3 = await bucket();
    await put(s3, 'a', 'before');
    await s3.send(
      new sdk.PutBucketVersioningCommand({ Bucket: 'site', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const { VersionId } = await put(s3, 'a', 'one');
    const removed = await s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a' }));
    expect(removed.DeleteMarker).toBe(true);
    await expect(get(s3, 'a')).rejects.toMatchObject(refused('NoSuchKey', 404));
    expect(await get(s3, 'a', { VersionId })).toMatchObject({ text: 'one' });
    expect(await get(s3, 'a', { VersionId: 'null' })).toMatchObject({ text: 'before' });
    await expect(get(s3, 'a', { VersionId: removed.VersionId })).rejects.toMatchObject(
      refused('MethodNotAllowed', 405),
    );
    const versions = await s3.send(new sdk.ListObjectVersionsCommand({ Bucket: 'site' }));
    expect(versions.DeleteMarkers).toMatchObject([{ Key: 'a', IsLatest: true }]);
    expect(versions.Versions?.map(({ VersionId: id }) => id)).toEqual([VersionId, 'null']);
    await s3.send(new sdk.DeleteObjectCommand({ Bucket: 'site', Key: 'a', VersionId: removed.VersionId }));
    expect(await get(s3, 'a')).toMatchObject({ text: 'one' });
  });
});

test('deleting many reports each key by itself', async () => {
  const s3 = await bucket();
  for (const key of ['a', 'b', 'secret']) await put(s3, key, 'x');
  const Statement = [
    { Effect: 'Allow', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::site/*' },
    { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::site/secret' },
  ] as const;
  await cloud.control.registerCredential({ accessKeyId: 'AKIACLEANER', policy: { Statement } });
  const Objects = ['a', 'b', 'secret', 'none'].map((Key) => ({ Key }));
  const answer = await client('us-east-1', 'AKIACLEANER').send(
    new sdk.DeleteObjectsCommand({ Bucket: 'site', Delete: { Objects } }),
  );
  expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b', 'none']);
  expect(answer.Errors).toMatchObject([{ Key: 'secret', Code: 'AccessDenied' }]);
});

describe('multipart uploads', () => {
  const MiB = 1024 ** 2;
  const start = async (s3: sdk.S3Client, more: Partial<sdk.CreateMultipartUploadCommandInput> = {}) =>
    (await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket: 'site', Key: 'big', ...more }))).UploadId;
  const upload = (s3: sdk.S3Client, UploadId: string | undefined, PartNumber: number, Body: Uint8Array, more = {}) =>
    s3.send(new sdk.UploadPartCommand({ Bucket: 'site', Key: 'big', UploadId, PartNumber, Body, ...more }));
  const complete = (s3: sdk.S3Client, UploadId: string | undefined, Parts: sdk.CompletedPart[]) =>
    s3.send(
      new sdk.CompleteMultipartUploadCommand({ Bucket: 'site', Key: 'big', UploadId, MultipartUpload: { Parts } }),
    );

  test('parts become one object, which tells where they were', async () => {
    const s3 = await bucket();
    const id = await start(s3, { ContentType: 'text/plain', ChecksumAlgorithm: 'CRC32' });
    const bodies = [Buffer.alloc(5 * MiB, 'a'), Buffer.from('tail')];
    const parts = [];
    for (const [index, body] of bodies.entries()) {
      const { ETag, ChecksumCRC32 } = await upload(s3, id, index + 1, body, { ChecksumAlgorithm: 'CRC32' });
      parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
    }
    const done = await complete(s3, id, parts);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    expect(await get(s3, 'big', { PartNumber: 2 })).toMatchObject({
      text: 'tail',
      PartsCount: 2,
      ContentType: 'text/plain',
    });
    await expect(upload(s3, id, 3, Buffer.from('x'))).rejects.toMatchObject(refused('NoSuchUpload', 404));
    const tail = { PartNumber: 2, Size: 4, ChecksumCRC32: parts[1]?.ChecksumCRC32 };
    const head = new sdk.HeadObjectCommand({ Bucket: 'site', Key: 'big', PartNumber: 2, ChecksumMode: 'ENABLED' });
    expect(await s3.send(head)).toMatchObject({ ChecksumCRC32: tail.ChecksumCRC32, ChecksumType: 'COMPOSITE' });
    const attributes = await s3.send(
      new sdk.GetObjectAttributesCommand({
        Bucket: 'site',
        Key: 'big',
        ObjectAttributes: ['ObjectParts'],
        PartNumberMarker: '1',
      }),
    );
    expect(attributes.ObjectParts).toMatchObject({ TotalPartsCount: 2, IsTruncated: false, Parts: [tail] });
  });

  test('no part is beyond the last', async () => {
    const s3 = await bucket();
    const id = await start(s3, { ChecksumAlgorithm: 'SHA256' });
    const { ETag, ChecksumSHA256 } = await upload(s3, id, 1, Buffer.from('all'), { ChecksumAlgorithm: 'SHA256' });
    await complete(s3, id, [{ PartNumber: 1, ETag, ChecksumSHA256 }]);
    const { ObjectParts } = await s3.send(
      new sdk.GetObjectAttributesCommand({
        Bucket: 'site',
        Key: 'big',
        ObjectAttributes: ['ObjectParts'],
        PartNumberMarker: '10',
        MaxParts: 1,
      }),
    );
    expect(ObjectParts).toEqual({
      TotalPartsCount: 1,
      PartNumberMarker: '10',
      NextPartNumberMarker: '0',
      MaxParts: 1,
      IsTruncated: false,
    });
  });

  test('a part whose checksum is another is another part; one of another algorithm is a bad digest', async () => {
    const s3 = await bucket();
    const id = await start(s3, { ChecksumAlgorithm: 'CRC32' });
    const { ETag } = await upload(s3, id, 1, Buffer.from('all'), { ChecksumAlgorithm: 'CRC32' });
    const part = { PartNumber: 1, ETag };
    await expect(complete(s3, id, [{ ...part, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject(
      refused('InvalidPart', 400),
    );
    await expect(complete(s3, id, [{ ...part, ChecksumSHA256: 'AAAAAA==' }])).rejects.toMatchObject(
      refused('BadDigest', 400),
    );
  });

  test('a number of parts that is empty is none', async () => {
    const s3 = await bucket();
    const id = await start(s3);
    await upload(s3, id, 1, Buffer.from('all'));
    const listing = { Bucket: 'site', Key: 'big', UploadId: id, MaxParts: '' as unknown as number };
    expect(await s3.send(new sdk.ListPartsCommand(listing))).toMatchObject({ MaxParts: 1000, Parts: [{}] });
  });

  test('parts that are too small, unknown or out of order are refused', async () => {
    const s3 = await bucket();
    const id = await start(s3);
    const [one, two] = [await upload(s3, id, 1, Buffer.from('x')), await upload(s3, id, 2, Buffer.from('y'))];
    const parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ];
    await expect(complete(s3, id, parts)).rejects.toMatchObject(refused('EntityTooSmall', 400));
    await expect(complete(s3, id, [...parts].reverse())).rejects.toMatchObject(refused('InvalidPartOrder', 400));
    await expect(complete(s3, id, [{ PartNumber: 1, ETag: two.ETag }])).rejects.toMatchObject(
      refused('InvalidPart', 400),
    );
    await expect(complete(s3, id, [])).rejects.toMatchObject(refused('MalformedXML', 400));
    await s3.send(new sdk.AbortMultipartUploadCommand({ Bucket: 'site', Key: 'big', UploadId: id }));
    await expect(complete(s3, id, parts)).rejects.toMatchObject(refused('NoSuchUpload', 404));
  });
});

test('uploads on their way are listed in pages, folders folded', async () => {
  const s3 = await bucket();
  for (const Key of ['a/1', 'a/2', 'b', 'c']) {
    await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket: 'site', Key }));
  }
  const list = async (more: object) => {
    const answer = await s3.send(new sdk.ListMultipartUploadsCommand({ Bucket: 'site', Delimiter: '/', ...more }));
    return { ...answer, keys: answer.Uploads?.map(({ Key }) => Key) };
  };
  const first = await list({ MaxUploads: 2 });
  expect(first).toMatchObject({
    keys: ['b'],
    CommonPrefixes: [{ Prefix: 'a/' }],
    IsTruncated: true,
    NextKeyMarker: 'b',
  });
  const second = await list({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker });
  expect(second).toMatchObject({ keys: ['c'], IsTruncated: false });
});

test('versions that never were are told from ids that are none', async () => {
  const s3 = await bucket();
  await put(s3, 'page', 'one');
  const odd = 'x'.repeat(32);
  await expect(get(s3, 'page', { VersionId: odd })).rejects.toMatchObject(refused('InvalidArgument', 400));
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: 'site', VersioningConfiguration: { Status: 'Enabled' } }));
  await expect(get(s3, 'page', { VersionId: odd })).rejects.toMatchObject(refused('NoSuchVersion', 404));
  await expect(get(s3, 'page', { VersionId: 'odd' })).rejects.toMatchObject(refused('InvalidArgument', 400));
  const Delete = { Objects: [{ Key: 'page', VersionId: odd }] };
  const { Errors } = await s3.send(new sdk.DeleteObjectsCommand({ Bucket: 'site', Delete }));
  expect(Errors).toMatchObject([{ Key: 'page', Code: 'NoSuchVersion' }]);
  await s3.send(
    new sdk.PutBucketVersioningCommand({ Bucket: 'site', VersioningConfiguration: { Status: 'Suspended' } }),
  );
  expect((await put(s3, 'page', 'two')).VersionId).toBeUndefined();
});
