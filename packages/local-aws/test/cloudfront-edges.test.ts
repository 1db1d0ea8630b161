import * as sdk from '@aws-sdk/client-cloudfront';
import { PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { bucket, type CloudFrontCloud, cloudFrontCloud, minimal } from './cloudfront-cloud.ts';

let world: CloudFrontCloud;
let id: string;
let control: string | undefined;
let policy: string | undefined;
let name: string;

beforeAll(async () => {
  world = await cloudFrontCloud();
  const made = await world.cloudfront.send(
    new sdk.CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: 'site',
        SigningProtocol: 'sigv4',
        SigningBehavior: 'always',
        OriginAccessControlOriginType: 's3',
      },
    }),
  );
  control = made.OriginAccessControl?.Id;
  const CachePolicyConfig = { Name: 'site', MinTTL: 0 };
  const cache = await world.cloudfront.send(new sdk.CreateCachePolicyCommand({ CachePolicyConfig }));
  policy = cache.CachePolicy?.Id;
  ({ id } = await world.create(configured('/r/1')));
  name = await domainOf(id);
  await allow('s3:GetObject', id);
  for (const release of ['1', '2']) {
    await put(`r/${release}/index.html`, `page ${release}`, 'no-cache');
    await put(`r/${release}/app.js`, `code ${release}`, 'public,max-age=31536000,immutable');
  }
  await world.cloud.control.call('cloudfront.pace', { eviction: 10 * 365 * 86_400_000 });
  await world.cloud.clock.advance(300_000);
  await world.cloud.control.snapshot('deployed');
});
beforeEach(() => world.cloud.control.restore('deployed'));
afterAll(() => world.cloud.stop());

function configured(
  OriginPath: string,
  change: Partial<sdk.DefaultCacheBehavior> = {},
): Partial<sdk.DistributionConfig> {
  const { Origins, DefaultCacheBehavior } = minimal('');
  const origin = { ...Origins!.Items![0]!, OriginPath, OriginAccessControlId: control };
  return {
    Origins: { Quantity: 1, Items: [origin] },
    DefaultCacheBehavior: { ...DefaultCacheBehavior!, CachePolicyId: policy, ...change },
  };
}

async function domainOf(Id: string): Promise<string> {
  return (await world.cloudfront.send(new sdk.GetDistributionCommand({ Id }))).Distribution?.DomainName ?? '';
}

async function allow(action: string | readonly string[], distribution: string): Promise<void> {
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: action,
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:cloudfront::123456789012:distribution/${distribution}` } },
  };
  await world.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ Statement }) }));
}

async function put(Key: string, Body: string, CacheControl?: string): Promise<void> {
  await world.s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key,
      Body,
      ContentType: 'text/plain',
      ...(CacheControl && { CacheControl }),
    }),
  );
}

/** Writes a configuration; nothing waits for it. */
async function change(changed: Partial<sdk.DistributionConfig>): Promise<void> {
  const { config, etag } = await world.config(id);
  await world.update(id, { ...config, ...changed }, etag);
}

function look(path: string, host = 0, headers: Record<string, string> = {}) {
  const { status, body, headers: answered } = world.cloud.visit({ url: `https://${name}${path}`, host, headers });
  return { status, text: Buffer.from(body).toString(), cache: answered['x-cache'], headers: answered };
}

const hosts = [0, 1, 2, 3, 4, 5, 6, 7];

test('an edge serves what the origin path says, and the root object at the root alone', () => {
  expect(look('/')).toMatchObject({ status: 200, text: 'page 1', cache: 'Miss from cloudfront' });
  expect(look('/index.html')).toMatchObject({ status: 200, text: 'page 1' });
  expect(look('/').headers).toMatchObject({ 'content-type': 'text/plain', 'cache-control': 'no-cache' });
  expect(look('/docs/').status).toBe(403);
});

test('a change reaches one host after the other, the straggler at its end', async () => {
  await change(configured('/r/2'));
  expect(hosts.map((host) => look('/', host).text)).toEqual(hosts.map(() => 'page 1'));
  const seen: number[] = [];
  for (let minute = 1; minute <= 5; minute++) {
    await world.cloud.clock.advance(60_000);
    seen.push(hosts.filter((host) => look('/', host).text === 'page 2').length);
  }
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen[0]).toBeLessThan(8);
  expect(seen[3]).toBe(7);
  expect(seen[4]).toBe(8);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('a second change does not wait for the first', async () => {
  await change(configured('/r/2'));
  await world.cloud.clock.advance(100_000);
  await change(configured('/r/1'));
  await world.cloud.clock.advance(1_000);
  const between = new Set(hosts.map((host) => look('/', host).text));
  expect(between).toEqual(new Set(['page 1', 'page 2']));
  await world.cloud.clock.advance(299_000);
  expect(new Set(hosts.map((host) => look('/', host).text))).toEqual(new Set(['page 1']));
});

test('what is cached outlives a change of the origin path, until it is invalidated', async () => {
  for (const host of hosts) look('/app.js', host);
  await change(configured('/r/2'));
  await world.cloud.clock.advance(300_000);
  expect(look('/app.js')).toMatchObject({ text: 'code 1', cache: 'Hit from cloudfront' });
  expect(look('/app.js').headers.age).toBe('300');
  const InvalidationBatch = { CallerReference: 'a', Paths: { Quantity: 1, Items: ['/*'] } };
  await world.cloudfront.send(new sdk.CreateInvalidationCommand({ DistributionId: id, InvalidationBatch }));
  await world.cloud.clock.advance(5_000);
  const early = hosts.map((host) => look('/app.js', host).text);
  expect(new Set(early)).toEqual(new Set(['code 1', 'code 2']));
  await world.cloud.clock.advance(20_000);
  expect(hosts.map((host) => look('/app.js', host).text)).toEqual(hosts.map(() => 'code 2'));
});

test('an invalidation of one path leaves the others', async () => {
  look('/app.js');
  await put('r/1/app.js', 'other', 'max-age=100');
  await put('r/1/other.js', 'other', 'max-age=100');
  look('/other.js');
  const InvalidationBatch = { CallerReference: 'a', Paths: { Quantity: 1, Items: ['/app.js'] } };
  await world.cloudfront.send(new sdk.CreateInvalidationCommand({ DistributionId: id, InvalidationBatch }));
  await world.cloud.clock.advance(25_000);
  expect(look('/app.js')).toMatchObject({ text: 'other', cache: 'Miss from cloudfront' });
  expect(look('/other.js').cache).toBe('Hit from cloudfront');
});

test('each host has a cache of its own', () => {
  expect(look('/app.js', 0).cache).toBe('Miss from cloudfront');
  expect(look('/app.js', 0).cache).toBe('Hit from cloudfront');
  expect(look('/app.js', 1).cache).toBe('Miss from cloudfront');
});

test('an object makes room for others in time', async () => {
  await world.cloud.control.call('cloudfront.pace', { eviction: 60_000 });
  expect(look('/app.js').cache).toBe('Miss from cloudfront');
  await world.cloud.clock.advance(60_000);
  expect(look('/app.js').cache).toBe('Miss from cloudfront');
});

test('a minimum time keeps what says no-cache', async () => {
  const forwarded = { QueryString: false, Cookies: { Forward: 'none' } } as const;
  const { DefaultCacheBehavior } = configured('/r/1', { ForwardedValues: forwarded, MinTTL: 60 });
  const { CachePolicyId: _, ...legacy } = DefaultCacheBehavior!;
  await change({ DefaultCacheBehavior: legacy as sdk.DefaultCacheBehavior });
  await world.cloud.clock.advance(300_000);
  look('/');
  await put('r/1/index.html', 'page 3', 'no-cache');
  await world.cloud.clock.advance(59_000);
  expect(look('/').text).toBe('page 1');
  await world.cloud.clock.advance(1_000);
  expect(look('/').text).toBe('page 3');
});

test('an object that expired and is the same is refreshed', async () => {
  await put('r/1/a.txt', 'a', 'max-age=10');
  look('/a.txt');
  await world.cloud.clock.advance(10_000);
  expect(look('/a.txt').cache).toBe('RefreshHit from cloudfront');
  expect(look('/a.txt').cache).toBe('Hit from cloudfront');
});

test('a missing file is a 403, or a 404 where the distribution may list; both are kept for ten seconds', async () => {
  expect(look('/late.js')).toMatchObject({ status: 403, cache: 'Error from cloudfront' });
  await put('r/1/late.js', 'late');
  await world.cloud.clock.advance(9_000);
  expect(look('/late.js').status).toBe(403);
  expect(look('/late.js', 1).status).toBe(200);
  await world.cloud.clock.advance(1_000);
  expect(look('/late.js')).toMatchObject({ status: 200, text: 'late' });
  await allow(['s3:GetObject', 's3:ListBucket'], id);
  expect(look('/missing.js').status).toBe(404);
});

test('only the distribution that the bucket names gets in', async () => {
  const { id: other } = await world.create(configured('/r/1'));
  const { id: unsigned } = await world.create({});
  await world.cloud.clock.advance(300_000);
  const status = async (distribution: string) =>
    world.cloud.visit({ url: `https://${await domainOf(distribution)}/`, host: 3 }).status;
  expect(await status(other)).toBe(403);
  expect(await status(unsigned)).toBe(403);
});

test('an error page takes the place of an error, under the path that was asked for', async () => {
  const Items = [{ ErrorCode: 403, ResponsePagePath: '/index.html', ResponseCode: '200', ErrorCachingMinTTL: 300 }];
  await change({ CustomErrorResponses: { Quantity: 1, Items } });
  await world.cloud.clock.advance(300_000);
  expect(look('/deep/link')).toMatchObject({ status: 200, text: 'page 1' });
  await put('r/1/index.html', 'page 3', 'no-cache');
  expect(look('/').text).toBe('page 3');
  expect(look('/deep/link').text).toBe('page 1');
  await world.cloud.clock.advance(300_000);
  expect(look('/deep/link').text).toBe('page 3');
});

test('S3 reads a plus sign as a space', async () => {
  await put('r/1/a+b.js', 'plus');
  await put('r/1/a b.js', 'space');
  expect(look('/a+b.js').text).toBe('space');
  expect(look('/a%2Bb.js').text).toBe('plus');
  expect(look('/a%20b.js').text).toBe('space');
});

test('behaviors are chosen by the path, and have policies of their own', async () => {
  const { DefaultCacheBehavior } = configured('/r/1');
  const assets = {
    ...DefaultCacheBehavior!,
    PathPattern: '/*.js',
    ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
  };
  await change({ CacheBehaviors: { Quantity: 1, Items: [assets] } });
  await world.cloud.clock.advance(300_000);
  expect(look('/app.js').headers['x-frame-options']).toBe('SAMEORIGIN');
  expect(look('/').headers['x-frame-options']).toBeUndefined();
});

test('a path with dots is sent to the origin as it was written, and chooses its behavior without them', async () => {
  for (const path of ['/x/../app.js', '/x/%2E%2e/app.js', '/./app.js', '/..\\app.js'])
    expect([path, look(path).status]).toEqual([path, 403]);
  await put('r/1/x/../a b.js', 'by that very key');
  expect(look('/x/../a b.js').text).toBe('by that very key');
  const lambda = {
    LambdaFunctionARN: 'arn:aws:lambda:us-east-1:123456789012:function:x:1',
    EventType: 'viewer-request' as const,
  };
  const own = {
    ...configured('/r/1', { LambdaFunctionAssociations: { Quantity: 1, Items: [lambda] } }).DefaultCacheBehavior!,
    PathPattern: 'app.js',
  };
  await change({ CacheBehaviors: { Quantity: 1, Items: [own] } });
  await world.cloud.clock.advance(300_000);
  expect([look('/x/../app.js').status, look('/x/app.js').status]).toEqual([501, 403]);
});

test('a behavior with Lambda@Edge says that none is run', async () => {
  const LambdaFunctionARN = 'arn:aws:lambda:us-east-1:123456789012:function:route:1';
  const Items = [{ LambdaFunctionARN, EventType: 'viewer-request' as const }];
  await change(configured('/r/1', { LambdaFunctionAssociations: { Quantity: 1, Items } }));
  await world.cloud.clock.advance(300_000);
  expect(look('/').status).toBe(501);
});

test('a function changes what is asked of the cache and the origin', async () => {
  const code = `function handler(event) {
    var request = event.request;
    request.uri = request.uri === '/plain' ? '/app.js' : request.uri;
    return request;
  }`;
  const FunctionConfig = { Comment: '', Runtime: 'cloudfront-js-2.0' } as const;
  const made = await world.cloudfront.send(
    new sdk.CreateFunctionCommand({ Name: 'route', FunctionConfig, FunctionCode: Buffer.from(code) }),
  );
  await world.cloudfront.send(new sdk.PublishFunctionCommand({ Name: 'route', IfMatch: made.ETag }));
  const FunctionARN = made.FunctionSummary?.FunctionMetadata?.FunctionARN;
  const Items = [{ FunctionARN, EventType: 'viewer-request' as const }];
  await change(configured('/r/1', { FunctionAssociations: { Quantity: 1, Items } }));
  await world.cloud.clock.advance(300_000);
  expect(look('/plain')).toMatchObject({ text: 'code 1', cache: 'Miss from cloudfront' });
  expect(look('/app.js').cache).toBe('Hit from cloudfront');
});

test('over HTTP: each connection to the near location gets one of its two hosts, and each host has a port', async () => {
  const { url, hosts: all } = (await world.cloud.control.call('cloudfront.edges', { distributionId: id })) as {
    readonly url: string;
    readonly hosts: readonly { readonly location: string; readonly url: string }[];
  };
  expect(all).toHaveLength(8);
  expect(new Set(all.map(({ location }) => location)).size).toBe(4);
  const answer = await fetch(`${all[5]?.url}/app.js`);
  expect([answer.status, await answer.text()]).toEqual([200, 'code 1']);
  expect(answer.headers.get('x-amz-cf-id')).toBe(`${all[5]?.location}-5`);
  const head = await fetch(`${url}/app.js`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const known = await fetch(`${url}/app.js`, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
  expect(known.status).toBe(304);
  expect((await fetch(url, { method: 'POST' })).status).toBe(403);
  const near = new Set<string | null>();
  for (let count = 0; count < 20; count++) {
    near.add((await fetch(url, { headers: { connection: 'close' } })).headers.get('x-amz-cf-id'));
  }
  expect(near).toEqual(new Set(['FRA56-P1-0', 'FRA56-P1-1']));
});
