import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';

const cases: readonly BadInput[] = [
  { name: 'no bucket', inputs: { bucket: '' }, names: '`bucket`', says: 'required' },
  { name: 'a bucket with its scheme', inputs: { bucket: 's3://shop-site' }, names: '`bucket`', says: 'without s3://' },
  { name: 'no distribution', inputs: { 'app-distribution': '' }, names: '`app-distribution`', says: 'required' },
  {
    name: 'an ARN for a distribution',
    inputs: { 'app-distribution': 'arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7' },
    names: '`app-distribution`',
    says: 'neither its domain nor its ARN',
  },
  { name: 'no condition', inputs: { 'only-if': '' }, names: '`only-if`', says: 'required' },
  { name: 'a condition that is lost', inputs: { 'only-if': ' ' }, names: '`only-if`', says: 'required' },
  { name: 'a condition that is no release', inputs: { 'only-if': 'v3' }, names: '`only-if`', says: '`any`' },
  { name: 'a release in upper case', inputs: { 'only-if': '0123456789ABCDEF' }, names: '`only-if`' },
  { name: 'the output `staged`', inputs: { to: '0123456789abcdef@0a1b2c3d' }, names: '`to`', says: '`previous`' },
  { name: 'a path of a release', inputs: { to: '/r/0123456789abcdef' }, names: '`to`' },
  { name: 'a word that has no meaning here', inputs: { to: 'any' }, names: '`to`', says: '`previous`' },
  { name: 'an address without TLS', inputs: { 'app-url': 'http://example.com' }, names: '`app-url`', says: 'https://' },
  { name: 'an address with a path', inputs: { 'app-url': 'https://example.com/en' }, names: '`app-url`' },
  { name: 'too long to settle', inputs: { settle: '1h' }, names: '`settle`', says: '10m' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'half a dry run', inputs: { 'dry-run': 'yes' }, names: '`dry-run`' },
  {
    name: 'an input of frontend-promote',
    env: { INPUT_APP_DISTRIBUTON: 'E1A2B3C4D5E6F7' },
    names: '`app_distributon`',
  },
  { name: 'no region', env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, names: 'AWS_REGION' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const one = await stepWorld();
  try {
    const { failures, tried } = await everyBadInput(one, step(one), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await one.stop();
  }
}, 60_000);
