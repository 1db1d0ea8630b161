import { chmod, mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingLog, systemClock, type UserError } from '@actions-aws/action';
import { clientSettings } from '@actions-aws/aws';
import { awsVersions } from '@actions-aws/lambda';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync, zipSync } from 'fflate';
import { type Package, packageFrom } from '../src/code/package.ts';
import { awsObjects, packageInS3 } from '../src/code/s3-object.ts';
import { sources } from '../src/code/source.ts';
import { noImages } from './support/no-registry.ts';

let workspace: string;
const log = recordingLog();
const versions = awsVersions(new LambdaClient({ region: 'eu-west-1' }));
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
  const [first, second] = [await packageFrom(one, { workspace, log }), await packageFrom(two, { workspace, log })];
  expect(second.codeSha256).toBe(first.codeSha256);
  expect(Object.keys(unzipSync(bytesOf(first)))).toEqual(['index.js', 'lib/a.js', 'lib/b.js']);
});

test('another byte gives another hash', async () => {
  const one = await packageFrom(await folder('one', { 'index.js': 'a' }), { workspace, log });
  const two = await packageFrom(await folder('two', { 'index.js': 'b' }), { workspace, log });
  expect(two.codeSha256).not.toBe(one.codeSha256);
});

if (process.platform !== 'win32')
  describe('on POSIX', () => {
    test('whether a file may be executed is packed, and no other permission', async () => {
      const one = await folder('one', { bootstrap: '#!/bin/sh' });
      const plain = (await packageFrom(one, { workspace, log })).codeSha256;
      await chmod(join(one, 'bootstrap'), 0o600);
      expect((await packageFrom(one, { workspace, log })).codeSha256).toBe(plain);
      await chmod(join(one, 'bootstrap'), 0o700);
      expect((await packageFrom(one, { workspace, log })).codeSha256).not.toBe(plain);
    });

    test('a link inside the directory is packed as what it points to, one that leads out is refused', async () => {
      const one = await folder('one', { 'index.js': 'a' });
      await symlink('index.js', join(one, 'same.js'));
      expect(Object.keys(unzipSync(bytesOf(await packageFrom(one, { workspace, log }))))).toEqual([
        'index.js',
        'same.js',
      ]);
      await folder('secret', { key: 'k' });
      await symlink('../secret/key', join(one, 'key'));
      await expect(packageFrom(one, { workspace, log })).rejects.toThrow(
        /key is a link to .*, outside of the directory/,
      );
    });
  });

if (process.platform !== 'win32')
  describe('on POSIX, links', () => {
    test.each([
      ['a directory that it is in', '..', 'lib/loop'],
      ['nowhere', 'gone', 'lib/loop'],
    ])('a link to %s is refused, and named', async (_what, target, name) => {
      const one = await folder('one', { 'index.js': 'a', 'lib/a.js': 'a' });
      await symlink(target, join(one, name));
      await expect(packageFrom(one, { workspace, log })).rejects.toThrow(
        /lib.loop is a link (nowhere|to a directory that it is in)/,
      );
    });
  });

test('a zip file is taken as it is', async () => {
  const packed = await packageFrom(await folder('one', { 'index.js': 'a' }), { workspace, log });
  await writeFile(join(workspace, 'code.zip'), bytesOf(packed));
  expect((await packageFrom(join(workspace, 'code.zip'), { workspace, log })).codeSha256).toBe(packed.codeSha256);
});

test.each([
  ['a file that is no zip', { 'code.zip': 'hello' }, 'code.zip', /is "code\.zip", but it is not a zip file/],
  ['an empty directory', { 'other/x': '' }, 'empty', /is "empty", but the directory is empty/],
])('%s is refused before any call', async (_what, files, path, message) => {
  await mkdir(join(workspace, 'empty'));
  await folder('.', files);
  await expect(packageFrom(join(workspace, path), { workspace, log })).rejects.toThrow(message);
});

test('what is too large for a direct upload goes by a bucket, and the refusal says so', async () => {
  const large = join(workspace, 'large.zip');
  await writeFile(large, zipSync({ large: [new Uint8Array(50 * 1024 * 1024), { level: 0 }] }));
  const refusal = await packageFrom(large, { workspace, log }).catch((error: UserError) => error);
  expect(refusal).toMatchObject({
    message: expect.stringContaining('large.zip is 50.0 MB zipped, and Lambda takes at most 50 MB directly'),
    hint: expect.stringContaining('`artifact-bucket`'),
  });
  const { upload } = await packageFrom(large, { workspace, log, bucket: { name: 'artifacts', owner: undefined } });
  expect(upload).toEqual({ S3Bucket: 'artifacts', S3Key: expect.stringMatching(/^lambda\/[0-9a-f]{64}\.zip$/) });
});

test('functions that share a zip share what was read of it', async () => {
  const zip = await folder('one', { 'index.js': 'a' });
  const find = sources(
    { objects: awsObjects(new S3Client({ region: 'eu-west-1' })), images: noImages },
    {
      env: { GITHUB_WORKSPACE: workspace },
      log,
      versions,
      clock: systemClock,
      signal: new AbortController().signal,
      budget: { deadline: Date.now() + 600_000 },
    },
  );
  const [one, two] = await Promise.all([find({ zip }, 'search-api'), find({ zip }, 'search-worker')]);
  expect(two.code).toBe(one.code);
});

describe('in S3', () => {
  const uri = 's3://artifacts/api/1.zip';
  const going = new AbortController().signal;
  let cloud: LocalAws;
  let packed: Package;
  let clients: S3Client[];

  /** S3 as the suite's clients are, for whoever has this access key. */
  function client({ accessKeyId = 'AKIATEST', timeoutMs = 20_000 } = {}): S3Client {
    const made = new S3Client({
      ...clientSettings({ AWS_REGION: 'us-east-1' }, { action: 'test', timeoutMs }),
      endpoint: cloud.endpoint,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
    });
    clients.push(made);
    return made;
  }

  const read = (s3: S3Client, address = uri, signal = going): Promise<Package> =>
    packageInS3(s3, { uri: address, owner: '123456789012' }, { log, signal });

  beforeEach(async () => {
    clients = [];
    cloud = await startLocalAws();
    packed = await packageFrom(await folder('one', { 'index.js': 'a' }), { workspace, log });
    const people = client();
    await people.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
    await people.send(new PutObjectCommand({ Bucket: 'artifacts', Key: 'api/1.zip', Body: bytesOf(packed) }));
  });
  afterEach(async () => {
    for (const one of clients) one.destroy();
    await cloud.stop();
  });

  test('an object is known by its hash, and what is not there is named', async () => {
    expect(await read(client())).toMatchObject({
      codeSha256: packed.codeSha256,
      size: packed.size,
      upload: { S3Bucket: 'artifacts', S3Key: 'api/1.zip' },
    });
    await expect(read(client(), 's3://artifacts/api/2.zip')).rejects.toThrow(
      /nothing at s3:\/\/artifacts\/api\/2\.zip \(NoSuchKey\)/,
    );
  });

  test('an object whose bytes stop coming is read again, and given up in the end', async () => {
    const impatient = client({ timeoutMs: 200 });
    await cloud.control.addFault({ operation: 'GetObject', kind: 'stall', times: 2 });
    expect(await read(impatient)).toMatchObject({ codeSha256: packed.codeSha256 });
    await cloud.control.addFault({ operation: 'GetObject', kind: 'stall', times: 3 });
    await expect(read(impatient)).rejects.toThrow(
      /^Could not read s3:\/\/artifacts\/api\/1\.zip: AWS kept failing\. .* the answer stopped in its middle/,
    );
  });

  test('whoever may not list the bucket is told that a key may be wrong', async () => {
    const objects = 'arn:aws:s3:::artifacts/*';
    const policy = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: objects } } as const;
    await cloud.control.registerCredential({ accessKeyId: 'AKIALEAST', policy });
    const least = client({ accessKeyId: 'AKIALEAST' });
    expect(await read(least)).toMatchObject({ codeSha256: packed.codeSha256 });
    await expect(read(least, 's3://artifacts/api/2.zip')).rejects.toMatchObject({
      message: expect.stringMatching(/^Input `s3-uri` is "s3:\/\/artifacts\/api\/2\.zip", .* it is not there, or/),
      hint: expect.stringMatching(/^Look whether bucket and key .* `s3:GetObject`.*`kms:Decrypt`/),
    });
  });

  test('a run that is cancelled stops reading, also in the middle of an answer', async () => {
    await cloud.control.addFault({ operation: 'GetObject', kind: 'stall' });
    const cancel = new AbortController();
    const patient = client();
    patient.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request);
        setImmediate(() => cancel.abort(new Error('The run was cancelled (SIGINT).')));
        return answer;
      },
      { step: 'deserialize', priority: 'low' },
    );
    await expect(read(patient, uri, cancel.signal)).rejects.toThrow('The run was cancelled (SIGINT).');
  }, 10_000);

  test('time that runs out ends the reading, and is said', async () => {
    await cloud.control.addFault({ operation: 'GetObject', kind: 'stall' });
    const { clock } = cloud;
    const budget = { deadline: clock.now() + 300 };
    const ports = { objects: awsObjects(client()), images: noImages };
    const find = sources(ports, { env: {}, log, clock, signal: going, budget, versions });
    await expect(find({ s3Uri: uri }, 'arn:aws:lambda:us-east-1:123456789012:function:search-api')).rejects.toThrow(
      /^Time ran out: s3:.* was still being read\.$/,
    );
  }, 10_000);
});
