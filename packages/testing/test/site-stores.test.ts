import '@aws-sdk/signature-v4a';
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  PutKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Built, builtSite, inProcess, pointerOf, type SiteWorld, siteUsers, siteWorld } from '../src/index.ts';
import { sha256Of } from '../src/site/releases.ts';

// As simple as a function can be that follows a pointer.
const functionCode = `import cf from 'cloudfront';
async function handler(event) {
  if (event.context.eventType === 'viewer-response') return event.response;
  const request = event.request;
  let release;
  try { release = JSON.parse(await cf.kvs().get('release')).release; } catch (_) { return { statusCode: 503 }; }
  if (request.uri === '/.well-known/release') return { statusCode: 200, body: JSON.stringify({ release: release }) };
  request.uri = '/r/' + release + (request.uri === '/' ? '/index.html' : request.uri);
  return request;
}`;

let world: SiteWorld;
let keys: CloudFrontKeyValueStoreClient;

beforeAll(async () => {
  world = await siteWorld({ scale: 0, functionCode });
  const signed = { name: 'sigv4a', signingName: 'cloudfront-keyvaluestore', signingRegionSet: ['*'] };
  const url = new URL(world.cloud.endpoint);
  keys = new CloudFrontKeyValueStoreClient({
    region: 'us-east-1',
    credentials: world.settings.credentials,
    requestHandler: inProcess(world.cloud) as never,
    endpointProvider: () => ({ url, properties: { authSchemes: [signed as never] } }),
  });
  await world.cloud.control.snapshot('made');
});
beforeEach(async () => {
  await world.cloud.control.restore('made');
  await world.cloud.control.clearJournal();
});
afterAll(() => world.stop());

const isHashed = (path: string) => path.startsWith('assets/') && !path.endsWith('.LICENSE.txt');

async function release(built: Built): Promise<string> {
  const id = sha256Of(JSON.stringify([...built])).slice(0, 16);
  const put = (Key: string, Body: string, CacheControl = 'no-cache') =>
    world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body, CacheControl }));
  for (const [path, content] of built) {
    if (isHashed(path)) await put(`assets/${path}`, content, 'public,max-age=31536000,immutable');
    else await put(`r/${id}/${path}`, content);
  }
  const files = [...built].map(([path, content]) => ({
    path,
    sha256: sha256Of(content),
    hashed: isHashed(path),
  }));
  await put(`r/${id}.json`, JSON.stringify({ id, files }));
  return id;
}

async function point(id: string, mark: object = {}): Promise<void> {
  const KvsARN = world.app.store;
  const { ETag } = await keys.send(new DescribeKeyValueStoreCommand({ KvsARN }));
  const Value = JSON.stringify({ release: id, mark });
  await keys.send(new PutKeyCommand({ KvsARN, Key: 'release', Value, IfMatch: ETag }));
}

test('users of sites that follow a key complain of nothing as it moves, and of a release that it has not named', async () => {
  await point(await release(builtSite('one')));
  await world.cloud.clock.advance(400_000);
  const second = await release(builtSite('two'));
  const users = siteUsers(world);
  await users.visit();
  await point(second, { by: 'frontend-promote', from: '0'.repeat(16) });
  for (let count = 0; count < 10; count++) await world.cloud.clock.advance(10_000);
  expect(await users.leave()).toEqual([]);
  expect(users.shown()[0]).toMatch(/files fetched apart were of another release$/);
  expect(await pointerOf(world, 'app')).toMatchObject({ release: second, mark: { by: 'p', from: '0'.repeat(16) } });
  const again = siteUsers(world);
  const third = await release(builtSite('three'));
  const Body = builtSite('three').get('about.html') ?? '';
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: `r/${second}/about.html`, Body }));
  expect(await again.leave()).toEqual([
    `/about.html answered from the release ${third}, which the pointer had not named`,
  ]);
});

test('a site without a pointer answers 503, and never by the raw path', async () => {
  const id = await release(builtSite('one'));
  for (const path of ['/', '/index.html', `/r/${id}/index.html`]) {
    expect((await world.visit(`${world.app.url}${path}`)).status).toBe(503);
  }
});
