import { chmod, mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserError } from '@actions-aws/action';
import { clientSettings } from '@actions-aws/aws';
import { startLocalAws } from '@actions-aws/local-aws';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { type Package, packageFrom, packageInS3 } from '../src/package.ts';
import { sources } from '../src/source.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await realpath(await mkdtemp(join(tmpdir(), 'package-')));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

async function folder(name: string, files: Record<string, string>): Promise<string> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(workspace, name, file, '..'), { recursive: true });
    await writeFile(join(workspace, name, file), text);
  }
  return join(workspace, name);
}

function bytesOf({ upload }: Package): Uint8Array {
  return (upload as { ZipFile: Uint8Array }).ZipFile;
}

test('the same files give the same bytes, whenever and in whatever order they were written', async () => {
  const one = await folder('one', { 'index.js': 'a', 'lib/b.js': 'b', 'lib/a.js': 'c' });
  const two = await folder('two', { 'lib/a.js': 'c', 'lib/b.js': 'b', 'index.js': 'a' });
  await utimes(join(two, 'index.js'), 1, 1);
  const [first, second] = [await packageFrom(one, workspace), await packageFrom(two, workspace)];
  expect(second.codeSha256).toBe(first.codeSha256);
  expect(Object.keys(unzipSync(bytesOf(first)))).toEqual(['index.js', 'lib/a.js', 'lib/b.js']);
});

test('another byte gives another hash', async () => {
  const one = await packageFrom(await folder('one', { 'index.js': 'a' }), workspace);
  const two = await packageFrom(await folder('two', { 'index.js': 'b' }), workspace);
  expect(two.codeSha256).not.toBe(one.codeSha256);
});

const onPosix = process.platform === 'win32' ? describe.each([]) : describe.each(['POSIX']);
onPosix('on %s', () => {
  test('whether a file may be executed is packed, and no other permission', async () => {
    const one = await folder('one', { bootstrap: '#!/bin/sh' });
    const plain = (await packageFrom(one, workspace)).codeSha256;
    await chmod(join(one, 'bootstrap'), 0o600);
    expect((await packageFrom(one, workspace)).codeSha256).toBe(plain);
    await chmod(join(one, 'bootstrap'), 0o700);
    expect((await packageFrom(one, workspace)).codeSha256).not.toBe(plain);
  });

  test('a link inside the directory is packed as what it points to, one that leads out is refused', async () => {
    const one = await folder('one', { 'index.js': 'a' });
    await symlink('index.js', join(one, 'same.js'));
    expect(Object.keys(unzipSync(bytesOf(await packageFrom(one, workspace))))).toEqual(['index.js', 'same.js']);
    await folder('secret', { key: 'k' });
    await symlink('../secret/key', join(one, 'key'));
    await expect(packageFrom(one, workspace)).rejects.toThrow(/key is a link to .*, outside of the directory/);
  });
});

onPosix('on %s', () => {
  test.each([
    ['a directory that it is in', '..', 'lib/loop'],
    ['nowhere', 'gone', 'lib/loop'],
  ])('a link to %s is refused, and named', async (_what, target, name) => {
    const one = await folder('one', { 'index.js': 'a', 'lib/a.js': 'a' });
    await symlink(target, join(one, name));
    await expect(packageFrom(one, workspace)).rejects.toThrow(
      /lib.loop is a link (nowhere|to a directory that it is in)/,
    );
  });
});

test('a zip file is taken as it is', async () => {
  const packed = await packageFrom(await folder('one', { 'index.js': 'a' }), workspace);
  await writeFile(join(workspace, 'code.zip'), bytesOf(packed));
  expect((await packageFrom(join(workspace, 'code.zip'), workspace)).codeSha256).toBe(packed.codeSha256);
});

test.each([
  ['a file that is no zip', { 'code.zip': 'hello' }, 'code.zip', /code\.zip is not a zip file/],
  ['an empty directory', { 'other/x': '' }, 'empty', /the directory empty is empty/],
])('%s is refused before any call', async (_what, files, path, message) => {
  await mkdir(join(workspace, 'empty'));
  await folder('.', files);
  await expect(packageFrom(join(workspace, path), workspace)).rejects.toThrow(message);
});

test('what is too large for a direct upload goes by a bucket, and the refusal says so', async () => {
  const large = join(workspace, 'large.zip');
  await writeFile(large, Buffer.concat([Buffer.from('PK'), Buffer.alloc(50 * 1024 * 1024)]));
  const refusal = await packageFrom(large, workspace).catch((error: UserError) => error);
  expect(refusal).toMatchObject({
    message: expect.stringContaining('large.zip is 50.0 MB zipped, and Lambda takes at most 50 MB directly'),
    hint: expect.stringContaining('`artifact-bucket`'),
  });
  const { upload } = await packageFrom(large, workspace, { name: 'artifacts', owner: undefined });
  expect(upload).toEqual({ S3Bucket: 'artifacts', S3Key: expect.stringMatching(/^lambda\/[0-9a-f]{64}\.zip$/) });
});

test('functions that share a zip share what was read of it', async () => {
  const zip = await folder('one', { 'index.js': 'a' });
  const find = sources(new S3Client({ region: 'eu-west-1' }), { GITHUB_WORKSPACE: workspace });
  const [one, two] = await Promise.all([find({ zip }), find({ zip })]);
  expect(two.code).toBe(one.code);
});

describe('in S3', () => {
  test('an object is known by its hash, and what is not there is named', async () => {
    const cloud = await startLocalAws();
    const client = new S3Client({
      endpoint: cloud.endpoint,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    });
    try {
      const packed = await packageFrom(await folder('one', { 'index.js': 'a' }), workspace);
      await client.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
      await client.send(new PutObjectCommand({ Bucket: 'artifacts', Key: 'api/1.zip', Body: bytesOf(packed) }));
      const found = await packageInS3(client, 's3://artifacts/api/1.zip');
      expect(found).toMatchObject({
        codeSha256: packed.codeSha256,
        size: packed.size,
        upload: { S3Bucket: 'artifacts', S3Key: 'api/1.zip' },
      });
      const impatient = new S3Client({
        ...clientSettings({ AWS_REGION: 'us-east-1' }, { action: 'test', timeoutMs: 200 }),
        endpoint: cloud.endpoint,
        credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
      });
      await cloud.control.addFault({ operation: 'GetObject', kind: 'stall', times: 2 });
      expect(await packageInS3(impatient, 's3://artifacts/api/1.zip')).toEqual(found);
      await cloud.control.addFault({ operation: 'GetObject', kind: 'stall', times: 3 });
      await expect(packageInS3(impatient, 's3://artifacts/api/1.zip')).rejects.toThrow(
        /^Could not read s3:\/\/artifacts\/api\/1\.zip: AWS kept failing\. .* the answer stopped in its middle/,
      );
      impatient.destroy();
      await expect(packageInS3(client, 's3://artifacts/api/2.zip')).rejects.toThrow(
        /nothing at s3:\/\/artifacts\/api\/2\.zip \(NoSuchKey\)/,
      );
    } finally {
      client.destroy();
      await cloud.stop();
    }
  });
});
