import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordingLog } from '@actions-aws/action';
import { awsVersions } from '@actions-aws/lambda';
import { codeOf } from '@actions-aws/testing';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { awsObjects, packageInS3 } from '../src/code/s3-object.ts';
import { type GivenSource, sources } from '../src/code/source.ts';
import { noImages } from './support/no-registry.ts';
import { type World, world } from './support/world.ts';

const uri = 's3://search-api-builds/v2.zip';
const v2 = codeOf('v2');
const hex = Buffer.from(v2.codeSha256, 'base64').toString('hex');
const OTHER = '222222222222';

let the: World;
let log = recordingLog();
beforeEach(async () => {
  the = await world();
  log = recordingLog();
  await the.s3.send(new CreateBucketCommand({ Bucket: 'search-api-builds' }));
  await putThere(v2.bytes);
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

const putThere = (Body: Uint8Array) =>
  the.s3.send(new PutObjectCommand({ Bucket: 'search-api-builds', Key: 'v2.zip', Body }));

/** Reads the code for one function after another, as one run does. */
async function find(given: GivenSource, ...functionNames: readonly string[]) {
  const read = sources(
    { objects: awsObjects(the.s3), images: noImages },
    {
      env: {},
      log,
      clock: the.cloud.clock,
      signal: new AbortController().signal,
      budget: { deadline: the.cloud.clock.now() + 600_000 },
      versions: awsVersions(the.lambda),
    },
  );
  const found = [];
  for (const name of functionNames.length > 0 ? functionNames : [the.functionName]) {
    found.push(await read({ s3Uri: uri, ...given }, name));
  }
  return found[0];
}

/** The refusal: message and remedy on one line. */
const refusalOf = (given: GivenSource, ...names: readonly string[]): Promise<string> =>
  find(given, ...names).then(
    () => 'found',
    (error: Error & { hint?: string }) => `${error.name}: ${error.message} ${error.hint ?? ''}`,
  );

/** Which owner each read of the object was bound to, and how often a function was described for it. */
async function reads() {
  const journal = await the.cloud.control.journal();
  const owners = journal
    .filter(({ operation }) => operation === 'GetObject')
    .map(({ input }) => (input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner);
  return { owners, described: journal.filter(({ operation }) => operation === 'GetFunction').length };
}

const arnIn = (account: string) => `arn:aws:lambda:eu-west-1:${account}:function:${the.functionName}`;

describe('the owner of the bucket', () => {
  test("is the function's account, unless another is named", async () => {
    expect((await find({}))?.source).toEqual({ kind: 'package', codeSha256: v2.codeSha256, way: 'object' });
    expect(await reads()).toEqual({ owners: ['123456789012'], described: 1 });
  });

  test('is known from an ARN, without a call', async () => {
    await find({}, arnIn('123456789012'));
    expect(await reads()).toEqual({ owners: ['123456789012'], described: 0 });
  });

  test('is the one that is named, and then no function is asked', async () => {
    await find({ s3UriOwner: '123456789012' }, arnIn(OTHER));
    expect(await reads()).toEqual({ owners: ['123456789012'], described: 0 });
  });

  test('has to be right: the bucket of another account is not read', async () => {
    for (const refusal of [await refusalOf({}, arnIn(OTHER)), await refusalOf({ s3UriOwner: OTHER })]) {
      expect(refusal).toMatch(
        /^UserError: Input `s3-uri` is "s3:\/\/search-api-builds\/v2\.zip", but .*222222222222.*`s3-uri-owner`/s,
      );
    }
  });

  test('one object for functions of one account is read once', async () => {
    await the.make('search-worker');
    await find({}, the.functionName, 'search-worker', arnIn('123456789012'));
    expect((await reads()).owners).toEqual(['123456789012']);
  });

  test('of a function that is not there is not known, so nothing is read, and there is nothing to upload', async () => {
    expect(await find({}, 'nowhere')).toEqual({ source: { kind: 'package', codeSha256: '' } });
    expect((await reads()).owners).toEqual([]);
  });
});

test('a function that is passed over is no hindrance to the others, and one that comes late gets no code', async () => {
  const there = { code: v2, smoke: [], verify: [] };
  const { source } = (await find({}, 'late')) ?? {};
  const late = { functionName: 'late', optional: true, smoke: [], verify: [], ...(source && { source }) };
  const without = await the.promoteAll([there, late]);
  expect(without.skipped).toMatchObject([{ functionName: 'late' }]);
  expect(without.outcome).toBe('promoted');
  await the.make('late');
  await the.cloud.control.clearJournal();
  expect((await the.promoteAll([late])).outcome).toBe('failed');
  expect(await the.writes()).toEqual([]);
});

describe('the SHA-256', () => {
  test.each([
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['base64', v2.codeSha256],
  ])('in %s that the object has lets it pass', async (_what, s3UriSha256) => {
    expect((await find({ s3UriSha256 }))?.code?.codeSha256).toBe(v2.codeSha256);
  });

  test('that it has not is refused, and both are told in the form that was given', async () => {
    const v3 = codeOf('v3');
    await putThere(v3.bytes);
    const inHex = await refusalOf({ s3UriSha256: hex });
    expect(inHex).toMatch(/^UserError: Input `s3-uri-sha256` is "/);
    expect(inHex).toContain(hex);
    expect(inHex).toContain(Buffer.from(v3.codeSha256, 'base64').toString('hex'));
    const inBase64 = await refusalOf({ s3UriSha256: v2.codeSha256 });
    expect(inBase64).toContain(v2.codeSha256);
    expect(inBase64).toContain(v3.codeSha256);
  });

  test('is that of each function, also where both have the same object', async () => {
    const read = await find({ s3UriSha256: hex });
    expect(read?.code).toBeDefined();
    await expect(find({ s3UriSha256: '0'.repeat(64) })).rejects.toThrow(/s3-uri-sha256/);
  });
});

test('an object that no zip for Lambda can be is given up before its bytes come', async () => {
  // The local cloud would have to hold all of them; this says how many, and sends none.
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-length': 524_288_000 });
    answer.flushHeaders();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  });
  try {
    const signal = AbortSignal.timeout(20_000);
    await expect(packageInS3(s3, { uri, owner: OTHER }, { log, signal })).rejects.toThrow(
      /^Input `s3-uri` is "s3:.*", but it is 500\.0 MB zipped, and Lambda takes less than 250 MB unzipped\.$/,
    );
  } finally {
    s3.destroy();
    server.closeAllConnections();
    server.close();
  }
});

describe('what is no code of a function is refused before anything is written', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['no zip', Buffer.from('<html>'), /it is not a zip file\. Look at the step that uploads it/],
    ['a participant of one', v2.bytes.subarray(0, 60), /cut short/],
    ['a checkout', zipSync({ '.git': { HEAD: Buffer.from('ref') } }), /\.git/],
  ])('%s', async (_what, bytes, message) => {
    await putThere(bytes);
    const refusal = await refusalOf({});
    expect(refusal).toMatch(/^UserError: Input `s3-uri` is "s3:\/\/search-api-builds\/v2\.zip", but /);
    expect(refusal).toMatch(message);
  });

  test('files that usually hold secrets are told', async () => {
    await putThere(zipSync({ 'index.js': Buffer.from('1'), '.env': Buffer.from('KEY=hunter2') }));
    await find({});
    expect(log.text('warning')).toContain('.env');
    expect(log.text()).not.toContain('hunter2');
  });
});
