import * as sdk from '@aws-sdk/client-cloudfront';
import { bucket, type CloudFrontCloud, cloudFrontCloud, minimal, OPTIMIZED, refusalOf } from './cloudfront-cloud.ts';

let world: CloudFrontCloud;

beforeAll(async () => {
  world = await cloudFrontCloud();
  await world.cloud.control.snapshot('empty');
});
beforeEach(() => world.cloud.control.restore('empty'));
afterAll(() => world.cloud.stop());

/** Sends XML as it is, and gives what came back. */
async function raw(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${world.cloud.endpoint}/2020-05-31/${path}`, {
    method,
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIASITE/20260101/us-east-1/cloudfront/aws4_request, SignedHeaders=host, Signature=0',
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('a distribution is InProgress until its configuration has reached all hosts, and so is each change', async () => {
  const { id } = await world.create();
  expect(await world.status(id)).toBe('InProgress');
  await world.cloud.clock.advance(299_000);
  expect(await world.status(id)).toBe('InProgress');
  await world.cloud.clock.advance(1_000);
  expect(await world.status(id)).toBe('Deployed');
  const { config, etag } = await world.config(id);
  await world.update(id, config, etag);
  expect(await world.status(id)).toBe('InProgress');
});

test('what a configuration leaves out, AWS adds; what it says, stays', async () => {
  const { id } = await world.create({ Comment: 'ours & <theirs>' });
  const { config } = await world.config(id);
  expect(config).toMatchObject({
    Comment: 'ours & <theirs>',
    PriceClass: 'PriceClass_All',
    HttpVersion: 'http2',
    Staging: false,
    Origins: { Quantity: 1, Items: [{ Id: 'files', OriginPath: '', ConnectionAttempts: 3 }] },
    DefaultCacheBehavior: { CachePolicyId: OPTIMIZED, AllowedMethods: { Quantity: 2 } },
  });
});

test('members that no SDK knows are answered as they were received', async () => {
  const { id } = await world.create();
  const read = await raw('GET', `distribution/${id}/config`);
  const changed = read.text
    .replace('</Comment>', ' here</Comment><NewerThanUs><Mode>on &amp; off</Mode></NewerThanUs>')
    .replace('<OriginPath></OriginPath>', '<OriginPath>/r/1</OriginPath><AlsoNewer>1</AlsoNewer>');
  const etag = read.headers.get('etag') ?? '';
  const written = await raw('PUT', `distribution/${id}/config`, changed, { 'if-match': etag });
  expect(written.status).toBe(200);
  expect(written.headers.get('etag')).not.toBe(etag);
  const { text } = await raw('GET', `distribution/${id}/config`);
  expect(text).toContain('<NewerThanUs><Mode>on &amp; off</Mode></NewerThanUs>');
  expect(text).toContain('<OriginPath>/r/1</OriginPath><AlsoNewer>1</AlsoNewer>');
  expect((await raw('GET', `distribution/${id}`)).text).toContain('<AlsoNewer>1</AlsoNewer>');
  // The SDK, which does not know them, takes them away.
  const { config, etag: next } = await world.config(id);
  await world.update(id, config, next);
  expect((await raw('GET', `distribution/${id}/config`)).text).not.toContain('Newer');
});

test('errors have the form of REST-XML, and not that of S3', async () => {
  const { status, text, headers } = await raw('GET', 'distribution/ENONE');
  expect(status).toBe(404);
  expect(text).toMatch(
    /^<\?xml [^>]*>\s*<ErrorResponse xmlns="http:\/\/cloudfront\.amazonaws\.com\/doc\/2020-05-31\/"><Error><Type>Sender<\/Type><Code>NoSuchDistribution<\/Code>/,
  );
  expect(headers.get('x-amzn-requestid')).toBeTruthy();
});

test('a write needs the newest ETag', async () => {
  const { id, etag } = await world.create();
  const { config } = await world.config(id);
  expect(await refusalOf(world.update(id, config, undefined))).toEqual(['InvalidIfMatchVersion', 400]);
  expect(await refusalOf(world.update(id, config, 'no etag'))).toEqual(['InvalidIfMatchVersion', 400]);
  await world.update(id, { ...config, Comment: 'another' }, etag);
  expect(await refusalOf(world.update(id, config, etag))).toEqual(['PreconditionFailed', 412]);
  expect((await world.config(id)).config.Comment).toBe('another');
});

const origin = minimal('').Origins!.Items![0]!;
const behavior = minimal('').DefaultCacheBehavior!;
const refusals: readonly (readonly [string, Partial<sdk.DistributionConfig>, string, number])[] = [
  ['a comment of 129 characters', { Comment: 'x'.repeat(129) }, 'InvalidArgument', 400],
  ['another reference', { CallerReference: 'another' }, 'IllegalUpdate', 400],
  ['a root object that begins with a slash', { DefaultRootObject: '/index.html' }, 'InvalidDefaultRootObject', 400],
  [
    'a target that is not there',
    { DefaultCacheBehavior: { ...behavior, TargetOriginId: 'other' } },
    'NoSuchOrigin',
    404,
  ],
  ['a list of another length', { Origins: { Quantity: 2, Items: [origin] } }, 'InconsistentQuantities', 400],
  [
    'an origin path without a slash before it',
    { Origins: { Quantity: 1, Items: [{ ...origin, OriginPath: 'r/1' }] } },
    'InvalidArgument',
    400,
  ],
  [
    'an access control that is not there',
    { Origins: { Quantity: 1, Items: [{ ...origin, OriginAccessControlId: 'ENONE' }] } },
    'InvalidOriginAccessControl',
    400,
  ],
  [
    'a domain that is no bucket',
    { Origins: { Quantity: 1, Items: [{ ...origin, DomainName: 'example.com' }] } },
    'InvalidArgument',
    400,
  ],
  [
    'a cache policy that is not there',
    { DefaultCacheBehavior: { ...behavior, CachePolicyId: 'x' } },
    'NoSuchCachePolicy',
    404,
  ],
  [
    'a name without a certificate',
    { Aliases: { Quantity: 1, Items: ['www.example.com'] } },
    'InvalidViewerCertificate',
    400,
  ],
  [
    'an error code that CloudFront does not know',
    { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 418 }] } },
    'InvalidErrorCode',
    400,
  ],
];

test.each(refusals)('refuses %s', async (_, change, code, status) => {
  const { id } = await world.create();
  const { config, etag } = await world.config(id);
  expect(await refusalOf(world.update(id, { ...config, ...change }, etag))).toEqual([code, status]);
  expect((await world.config(id)).etag).toBe(etag);
});

test('a comment of 128 characters is taken', async () => {
  const { id } = await world.create({ Comment: 'é'.repeat(128) });
  expect((await world.config(id)).config.Comment).toHaveLength(128);
});

test('a reference makes one distribution, and a name belongs to one', async () => {
  await world.create({ CallerReference: 'once' });
  expect(await refusalOf(world.create({ CallerReference: 'once' }))).toEqual(['DistributionAlreadyExists', 409]);
  const named = {
    Aliases: { Quantity: 1, Items: ['www.example.com'] },
    ViewerCertificate: {
      ACMCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      SSLSupportMethod: 'sni-only',
    },
  } as const;
  await world.create(named as never);
  expect(await refusalOf(world.create(named as never))).toEqual(['CNAMEAlreadyExists', 409]);
});

test('distributions are listed by pages, each account its own', async () => {
  const made = [await world.create(), await world.create(), await world.create()];
  const first = await world.cloudfront.send(new sdk.ListDistributionsCommand({ MaxItems: 2 }));
  expect(first.DistributionList?.Items?.map(({ Id, ETag }) => [Id, ETag])).toEqual(
    made.slice(0, 2).map(({ id, etag }) => [id, etag]),
  );
  const Marker = first.DistributionList?.NextMarker;
  const rest = await world.cloudfront.send(new sdk.ListDistributionsCommand({ Marker }));
  expect(rest.DistributionList).toMatchObject({ IsTruncated: false, Quantity: 1, Items: [{ Id: made[2]?.id }] });
  const other = new sdk.CloudFrontClient({
    endpoint: world.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '210987654321', secretAccessKey: 'secret' },
  });
  expect((await other.send(new sdk.ListDistributionsCommand({}))).DistributionList?.Quantity).toBe(0);
  expect(await refusalOf(other.send(new sdk.GetDistributionCommand({ Id: made[0]!.id })))).toEqual([
    'NoSuchDistribution',
    404,
  ]);
});

test('tags are kept, and changed', async () => {
  const DistributionConfigWithTags = {
    DistributionConfig: minimal('tagged'),
    Tags: { Items: [{ Key: 'team', Value: 'shop' }] },
  };
  const { Distribution } = await world.cloudfront.send(
    new sdk.CreateDistributionWithTagsCommand({ DistributionConfigWithTags }),
  );
  const Resource = Distribution?.ARN;
  await world.cloudfront.send(new sdk.TagResourceCommand({ Resource, Tags: { Items: [{ Key: 'a', Value: '' }] } }));
  await world.cloudfront.send(new sdk.UntagResourceCommand({ Resource, TagKeys: { Items: ['team'] } }));
  const { Tags } = await world.cloudfront.send(new sdk.ListTagsForResourceCommand({ Resource }));
  expect(Tags?.Items).toEqual([{ Key: 'a', Value: '' }]);
});

test('only what is disabled and deployed is deleted', async () => {
  const { id, etag } = await world.create();
  const remove = (IfMatch: string) => world.cloudfront.send(new sdk.DeleteDistributionCommand({ Id: id, IfMatch }));
  expect(await refusalOf(remove(etag))).toEqual(['DistributionNotDisabled', 409]);
  const { config } = await world.config(id);
  const { ETag = '' } = await world.update(id, { ...config, Enabled: false }, etag);
  expect(await refusalOf(remove(ETag))).toEqual(['DistributionNotDisabled', 409]);
  await world.cloud.clock.advance(300_000);
  await remove(ETag);
  expect(await refusalOf(world.config(id))).toEqual(['NoSuchDistribution', 404]);
});

test('policies of AWS and of the account are read; access controls are made', async () => {
  const { cloudfront } = world;
  const managed = await cloudfront.send(new sdk.GetCachePolicyCommand({ Id: OPTIMIZED }));
  expect(managed.CachePolicy?.CachePolicyConfig).toMatchObject({ Name: 'Managed-CachingOptimized', MinTTL: 1 });
  const CachePolicyConfig = { Name: 'pages', MinTTL: 0 };
  const made = await cloudfront.send(new sdk.CreateCachePolicyCommand({ CachePolicyConfig }));
  expect(await refusalOf(cloudfront.send(new sdk.CreateCachePolicyCommand({ CachePolicyConfig })))).toEqual([
    'CachePolicyAlreadyExists',
    409,
  ]);
  const Id = made.CachePolicy?.Id;
  expect((await cloudfront.send(new sdk.GetCachePolicyConfigCommand({ Id }))).CachePolicyConfig?.Name).toBe('pages');
  const OriginAccessControlConfig = {
    Name: bucket,
    SigningProtocol: 'sigv4',
    SigningBehavior: 'always',
    OriginAccessControlOriginType: 's3',
  } as const;
  const control = await cloudfront.send(new sdk.CreateOriginAccessControlCommand({ OriginAccessControlConfig }));
  const read = await cloudfront.send(new sdk.GetOriginAccessControlCommand({ Id: control.OriginAccessControl?.Id }));
  expect(read.OriginAccessControl?.OriginAccessControlConfig).toEqual(OriginAccessControlConfig);
  const none = cloudfront.send(new sdk.GetOriginAccessControlCommand({ Id: 'ENONE' }));
  expect(await refusalOf(none)).toEqual(['NoSuchOriginAccessControl', 404]);
});

test('who may not, is refused with the action by its name', async () => {
  const { id } = await world.create();
  const policy = { Statement: [{ Effect: 'Allow' as const, Action: 'cloudfront:GetDistribution', Resource: '*' }] };
  await world.cloud.control.registerCredential({ accessKeyId: 'AKIALOOKS', policy } as never);
  const looks = new sdk.CloudFrontClient({
    endpoint: world.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIALOOKS', secretAccessKey: 'secret' },
  });
  await looks.send(new sdk.GetDistributionCommand({ Id: id }));
  await expect(looks.send(new sdk.GetDistributionConfigCommand({ Id: id }))).rejects.toThrow(
    /cloudfront:GetDistributionConfig on resource: arn:aws:cloudfront::123456789012:distribution\//,
  );
});
