import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { promotion, type StagedWorld, stagedWorld } from './support/trials.ts';

const needs = JSON.stringify({ e2e: { result: 'success', outputs: {} } });

const cases: readonly BadInput[] = [
  { name: 'no bucket', inputs: { bucket: '' }, names: '`bucket`' },
  { name: 'a bucket with a path', inputs: { bucket: 's3://shop-site/r' }, names: '`bucket`', says: 'without s3://' },
  {
    name: 'the domain of a distribution',
    inputs: { 'test-distribution': 'd1example.cloudfront.net' },
    names: '`test-distribution`',
  },
  {
    name: 'one distribution for both',
    inputs: { 'app-distribution': 'E1TEST1TEST1T', 'test-distribution': 'E1TEST1TEST1T' },
    names: '`app-distribution`',
    says: 'E1TEST1TEST1T',
  },
  { name: 'nothing staged', inputs: { staged: '' }, names: '`staged`', says: 'yields nothing' },
  {
    name: 'a release without the write that staged it',
    inputs: { staged: '0123456789abcdef' },
    names: '`staged`',
    says: 'frontend-stage',
  },
  { name: 'a path without a method', inputs: { smoke: '/' }, names: '`smoke`', says: 'GET' },
  { name: 'a payload', inputs: { smoke: '[{ payload: {} }]' }, names: '`smoke[0]`', says: 'GET /' },
  { name: 'a method that changes things', inputs: { verify: 'DELETE /' }, names: '`verify[0]`', says: 'DELETE' },
  { name: 'an address in smoke', inputs: { smoke: 'https://www.example.com/' }, names: '`smoke[0]`', says: 'verify' },
  { name: 'nothing that proves it', inputs: { smoke: '' }, names: '`smoke`', says: '`none`' },
  { name: 'a required job and no proofs', inputs: { require: 'e2e' }, names: '`proofs`', says: 'toJSON(needs)' },
  { name: 'proofs and no required job', inputs: { proofs: needs }, names: '`require`' },
  {
    name: 'a required job that is not needed',
    inputs: { proofs: needs, require: 'load' },
    names: '`require`',
    says: '"load"',
  },
  { name: 'proofs that are none', inputs: { proofs: '[1]', require: 'e2e' }, names: '`proofs`' },
  {
    name: 'proofs as GitHub writes an object',
    inputs: { proofs: 'Object', require: 'e2e' },
    names: '`proofs`',
    says: 'toJSON',
  },
  { name: 'an empty place in a list', inputs: { proofs: needs, require: 'e2e,' }, names: '`require`' },
  {
    name: 'an address by http',
    inputs: { 'test-url': 'http://test.example.com' },
    names: '`test-url`',
    says: 'https://',
  },
  {
    name: 'an address with a path',
    inputs: { 'app-url': 'https://www.example.com/shop' },
    names: '`app-url`',
    says: '/shop',
  },
  { name: 'a header without a value', inputs: { headers: 'Authorization' }, names: '`headers line 1`' },
  {
    name: 'a header that each request sets',
    inputs: { headers: 'Host: other.example.com' },
    names: '`headers line 1`',
    says: 'Host',
  },
  { name: 'a time without a unit', inputs: { settle: '15' }, names: '`settle`' },
  { name: 'a time that is over at once', inputs: { timeout: '1s' }, names: '`timeout`', says: '10s' },
  { name: 'a word for yes', inputs: { 'dry-run': 'yes' }, names: '`dry-run`' },
  { name: 'an expiry that is none', inputs: { 'credentials-expire-at': 'soon' }, names: '`credentials-expire-at`' },
  { name: 'no region', env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, names: 'AWS_REGION' },
  {
    name: 'credentials that end too early',
    inputs: { 'credentials-expire-at': '2026-01-01T00:00:00Z' },
    names: 'credentials',
  },
];

let world: StagedWorld;
beforeAll(async () => {
  world = await stagedWorld({ scale: 0 });
});
afterAll(() => world.stop());

test('each mistake is one clear error, and no request is made', async () => {
  const { failures } = await everyBadInput(world, promotion(world), cases);
  expect(failures).toEqual([]);
}, 60_000);
