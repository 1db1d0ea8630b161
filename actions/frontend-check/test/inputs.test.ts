import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { step, world } from './support/world.ts';

const cases: readonly BadInput[] = [
  { name: 'no bucket', inputs: { bucket: '' }, names: '`bucket`', says: 'required' },
  { name: 'a bucket with its scheme', inputs: { bucket: 's3://web-shop' }, names: '`bucket`', says: 'without s3://' },
  { name: 'a bucket with a path', inputs: { bucket: 'web-shop/site' }, names: '`bucket`', says: 'web-shop/site' },
  { name: 'no distribution', inputs: { 'app-distribution': '' }, names: '`app-distribution`', says: 'required' },
  {
    name: 'a domain for a distribution',
    inputs: { 'test-distribution': 'd111111abcdef8.cloudfront.net' },
    names: '`test-distribution`',
    says: 'E1A2B3C4D5E6F7',
  },
  {
    name: 'an ARN for a distribution',
    inputs: { 'app-distribution': 'arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7' },
    names: '`app-distribution`',
    says: 'neither its domain nor its ARN',
  },
  { name: 'an address without TLS', inputs: { 'app-url': 'http://example.com' }, names: '`app-url`', says: 'https://' },
  { name: 'an address with a path', inputs: { 'app-url': 'https://example.com/en' }, names: '`app-url`' },
  { name: 'a host for an address', inputs: { 'test-url': 'example.com' }, names: '`test-url`', says: 'example.com' },
  { name: 'an address with a password', inputs: { 'test-url': 'https://a:b@example.com' }, names: '`test-url`' },
  { name: 'a header without a name', inputs: { headers: 'Basic QTpi' }, names: '`headers', says: 'line 1' },
  { name: 'a header twice', inputs: { headers: 'a: 1\nA: 2' }, names: '`headers', says: 'line 2' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'too short a time', inputs: { timeout: '10ms' }, names: '`timeout`' },
  { name: 'an input, misspelt', env: { INPUT_TEST_DISTRIBUTON: 'E1A2B3C4D5E6F7' }, names: '`test_distributon`' },
  { name: 'no region', env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, names: 'AWS_REGION' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const one = await world();
  try {
    const { failures, tried } = await everyBadInput(one, step(one), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await one.stop();
  }
}, 60_000);
