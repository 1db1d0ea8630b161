import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as sdk from '@aws-sdk/client-ecr';
import { temporaryFolder } from '../src/kernel/temporary-folder.ts';
import { receive } from '../src/kernel/wire/large-body.ts';
import { codeOf, type EcrCloud, ecrCloud, image, piece } from './ecr-cloud.ts';

const large = piece(randomBytes(3_000_000));
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
});
afterEach(() => it.cloud.stop());

async function start(): Promise<string> {
  const started = await it.ask('app/blobs/uploads/', { method: 'POST' });
  return new URL(started.headers.get('location') ?? '').pathname.replace('/v2/', '');
}

/** The bytes of an answer, or of what it leads to. */
async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

const follow = (range?: string) =>
  it.ask(`app/blobs/${large.digest}`, { redirect: 'follow', ...(range !== undefined && { headers: { range } }) });

test('a large layer comes back as it went, whole and in ranges', async () => {
  expect((await it.push('app', 'v1', image({}, large.bytes))).status).toBe(201);
  const whole = await follow();
  expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '3000000']);
  expect((await bytesOf(whole)).equals(large.bytes)).toBe(true);
  const some = await follow('bytes=1000000-1999999');
  expect([some.status, some.headers.get('content-range')]).toEqual([206, 'bytes 1000000-1999999/3000000']);
  expect((await bytesOf(some)).equals(large.bytes.subarray(1_000_000, 2_000_000))).toBe(true);
  const uploads = (await it.cloud.control.journal()).filter(({ operation }) => operation === 'CompleteBlobUpload');
  expect(uploads.at(-1)?.input).toMatchObject({ content: '<3000000 bytes>' });
});

test('one that comes in chunks is put together, and refused under another digest', async () => {
  for (const blob of image({}, large.bytes).blobs.slice(0, 1)) await it.upload('app', blob);
  const upload = await start();
  const chunks = [
    large.bytes.subarray(0, 1_400_000),
    large.bytes.subarray(1_400_000, 1_400_100),
    large.bytes.subarray(1_400_100),
  ];
  for (const body of chunks) expect((await it.ask(upload, { method: 'PATCH', body })).status).toBe(201);
  const end = (digest: string) => it.ask(`${upload}?digest=${digest}`, { method: 'PUT' });
  expect(await codeOf(await end(piece('another').digest))).toEqual([400, 'DIGEST_INVALID']);
  expect((await end(large.digest)).status).toBe(201);
  await it.push('app', 'v1', image({}, large.bytes));
  expect((await bytesOf(await follow())).equals(large.bytes)).toBe(true);
});

test('one is refused as any other, and a manifest that is too large as one', async () => {
  const upload = await start();
  const stranger = await fetch(`${it.cloud.endpoint}/v2/${upload}?digest=${large.digest}`, {
    method: 'PUT',
    body: large.bytes,
  });
  expect(stranger.status).toBe(401);
  const other = await it.ask(`${upload}?digest=${piece('another').digest}`, { method: 'PUT', body: large.bytes });
  expect(await codeOf(other)).toEqual([400, 'DIGEST_INVALID']);
  const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
  const huge = image({ annotations: { a: 'x'.repeat(4 * 1024 * 1024) } });
  const put = await it.ask('app/manifests/v1', { method: 'PUT', headers, body: huge.bytes });
  expect(await codeOf(put)).toEqual([405, 'UNSUPPORTED']);
});

test('half of a large answer is half of it', async () => {
  await it.push('app', 'v1', image({}, large.bytes));
  await it.cloud.control.addFault({ service: 'ecr', operation: 'GetLayer', when: 'after', kind: 'stall' });
  const client = new AbortController();
  const answer = await it.ask(`app/blobs/${large.digest}`, { redirect: 'follow', signal: client.signal });
  let came = 0;
  const read = async () => {
    for await (const chunk of answer.body ?? []) {
      came += chunk.length;
      // However long half of it takes here, nothing comes behind it.
      if (came === 1_500_000) setTimeout(() => client.abort(), 200);
    }
  };
  await expect(read()).rejects.toThrow(/aborted/);
  expect(came).toBe(1_500_000);
});

test('in this process an answer has its bytes', async () => {
  await it.push('app', 'v1', image({}, large.bytes));
  const led = await it.ask(`app/blobs/${large.digest}`);
  const { pathname, search } = new URL(led.headers.get('location') ?? '');
  const sent = { method: 'GET', url: pathname + search, headers: {}, body: new Uint8Array() };
  const answer = await it.cloud.exchange(sent);
  expect(typeof answer === 'string' ? answer : Buffer.from(answer.body).equals(large.bytes)).toBe(true);
});

describe('a body', () => {
  const folder = temporaryFolder('test-bodies');
  afterAll(() => folder.remove());
  const received = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>) =>
    receive(Readable.from(chunks) as unknown as IncomingMessage, folder);

  test('stays in memory while it is small', async () => {
    expect(await received([Buffer.from('ab'), Buffer.from('c')])).toEqual(Buffer.from('abc'));
    expect(readdirSync(folder.path())).toEqual([]);
  });

  test('is a file when it is large, with its length and its digest', async () => {
    const chunks = Array.from({ length: 30 }, () => randomBytes(20_000));
    const body = await received(chunks);
    if (body instanceof Uint8Array) throw new Error('It is in memory.');
    const bytes = Buffer.concat(chunks);
    expect([body.length, body.sha256]).toEqual([600_000, createHash('sha256').update(bytes).digest('hex')]);
    expect(readFileSync(body.file).equals(bytes)).toBe(true);
  });

  test('leaves nothing when its client goes away', async () => {
    const before = readdirSync(folder.path());
    async function* cut() {
      yield randomBytes(300_000);
      throw new Error('the client has gone away');
    }
    await expect(received(cut())).rejects.toThrow('the client has gone away');
    expect(readdirSync(folder.path())).toEqual(before);
    expect(existsSync(folder.path())).toBe(true);
  });
});
