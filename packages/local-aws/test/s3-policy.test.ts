import * as sdk from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { lets } from '../src/services/s3/policy/policy.ts';

let cloud: LocalAws;
let s3: sdk.S3Client;

beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
  s3 = new sdk.S3Client({
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIASITE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'site' }));
  await cloud.control.snapshot('made');
});
beforeEach(() => cloud.control.restore('made'));
afterAll(() => cloud.stop());

const arn = 'arn:aws:cloudfront::123456789012:distribution/EAPP';
const allow = {
  Sid: 'reads',
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::site/*',
  Condition: { StringEquals: { 'AWS:SourceArn': arn } },
};
const withoutTls = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
  Condition: { Bool: { 'aws:SecureTransport': false } },
};

function put(...Statement: readonly object[]) {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return s3.send(new sdk.PutBucketPolicyCommand({ Bucket: 'site', Policy }));
}

test('a policy is kept as it was put, and deleted', async () => {
  await put(allow, withoutTls);
  const { Policy = '' } = await s3.send(new sdk.GetBucketPolicyCommand({ Bucket: 'site' }));
  expect(JSON.parse(Policy).Statement).toEqual([allow, withoutTls]);
  const { PolicyStatus } = await s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket: 'site' }));
  expect(PolicyStatus?.IsPublic).toBe(false);
  await s3.send(new sdk.DeleteBucketPolicyCommand({ Bucket: 'site' }));
  await expect(s3.send(new sdk.GetBucketPolicyCommand({ Bucket: 'site' }))).rejects.toMatchObject({
    name: 'NoSuchBucketPolicy',
  });
});

test.each([
  ['no JSON', 'MalformedPolicy', /first byte/, 'a'],
  ['no principal', 'MalformedPolicy', /Missing required field Principal/, { ...allow, Principal: undefined }],
  ['another bucket', 'MalformedPolicy', /invalid resource/, { ...allow, Resource: 'arn:aws:s3:::other/*' }],
  ['everything', 'MalformedPolicy', /invalid resource/, { ...allow, Resource: '*' }],
  [
    'a service that is none',
    'MalformedPolicy',
    /Invalid principal/,
    { ...allow, Principal: { Service: 'cloudfront' } },
  ],
  ['an account', 'NotImplemented', /no service of AWS/, { ...allow, Principal: { AWS: '123456789012' } }],
  ['everyone', 'NotImplemented', /no service of AWS/, { ...allow, Principal: '*' }],
  ['an operator', 'NotImplemented', /IpAddress/, { ...allow, Condition: { IpAddress: { 'aws:SourceIp': '::1' } } }],
  ['another key', 'NotImplemented', /aws:Referer/, { ...allow, Condition: { StringEquals: { 'aws:Referer': 'a' } } }],
] as const)('refuses %s', async (_, name, message, statement) => {
  const policy = typeof statement === 'string' ? statement : JSON.stringify({ Statement: [statement] });
  const refused = s3.send(new sdk.PutBucketPolicyCommand({ Bucket: 'site', Policy: policy }));
  await expect(refused).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test.each([
  ['what the policy lets it have', [allow], arn, 's3:GetObject', true],
  ['not in the name of another distribution', [allow], `${arn}2`, 's3:GetObject', false],
  ['not another action', [allow], arn, 's3:PutObject', false],
  ['with TLS, where all else is denied', [allow, withoutTls], arn, 's3:GetObject', true],
  ['not what is denied', [allow, { ...allow, Effect: 'Deny' }], arn, 's3:GetObject', false],
  ['nothing without a word', [], arn, 's3:GetObject', false],
] as const)('a service gets %s', (_, Statement, sourceArn, action, expected) => {
  const asking = { service: 'cloudfront.amazonaws.com', sourceArn };
  const asked = { action, resource: 'arn:aws:s3:::site/index.html' };
  expect(lets(JSON.stringify({ Statement }), asking, asked)).toBe(expected);
  expect(lets(undefined, asking, asked)).toBe(false);
});
