import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { stageWorld, step } from './support/trials.ts';

const cases: readonly BadInput[] = [
  { name: 'no directory', inputs: { directory: '' }, names: '`directory`' },
  { name: 'a directory that is not there', inputs: { directory: 'out' }, names: '`directory`', says: 'must create it' },
  { name: 'a directory outside', inputs: { directory: '/etc' }, names: '`directory`', says: 'inside the workspace' },
  { name: 'a file', inputs: { directory: 'dist/index.html' }, names: '`directory`', says: 'must be a directory' },
  { name: 'an empty directory', inputs: { directory: 'empty' }, names: 'directory', says: 'no files to stage' },
  { name: 'a link in it', inputs: { directory: 'linked' }, names: 'link', says: 'is a link to' },
  { name: 'a checkout', inputs: { directory: 'checkout' }, names: '.git', says: 'history of sources' },
  { name: 'no bucket', inputs: { bucket: '' }, names: '`bucket`' },
  {
    name: 'an address as the bucket',
    inputs: { bucket: 's3://web-shop/site' },
    names: '`bucket`',
    says: 'without s3://',
  },
  {
    name: 'a domain as the distribution',
    inputs: { 'test-distribution': 'd1.cloudfront.net' },
    names: '`test-distribution`',
  },
  { name: 'a distribution that was lost', inputs: { 'app-distribution': '' }, names: '`app-distribution`' },
  {
    name: 'one distribution twice',
    inputs: { 'app-distribution': 'E1A2B3C4D5E6F7', 'test-distribution': 'E1A2B3C4D5E6F7' },
    names: '`app-distribution`',
    says: 'the same as',
  },
  { name: 'another pointer', inputs: { pointer: 'alias' }, names: '`pointer`', says: '`origin-path`' },
  { name: 'assets by a negation of nothing', inputs: { assets: '!' }, names: '`assets[0]`', says: 'must name files' },
  {
    name: 'assets that were lost',
    inputs: { assets: 'auto\n\nvendor/**' },
    names: '`assets[1]`',
    says: 'must not be empty',
  },
  { name: 'assets outside', inputs: { assets: '../vendor/**' }, names: '`assets[0]`', says: 'inside the directory' },
  { name: 'a folder to leave out', inputs: { exclude: 'private/' }, names: '`exclude[0]`', says: 'private/**' },
  { name: '`auto` to leave out, and all', inputs: { exclude: '**' }, names: 'directory', says: 'no files to stage' },
  {
    name: 'a rule without a header',
    inputs: { 'header-rules': '[{ files: "**" }]' },
    names: '`header-rules[0]`',
    says: 'beside `files`',
  },
  {
    name: 'a rule without files',
    inputs: { 'header-rules': '[{ cache-control: no-store }]' },
    names: '`header-rules[0].files`',
  },
  {
    name: 'a header that no object has',
    inputs: { 'header-rules': '[{ files: "**", x-frame-options: DENY }]' },
    names: '`header-rules[0]`',
    says: 'x-frame-options',
  },
  {
    name: 'a header with a line break',
    inputs: { 'header-rules': '[{ files: "**", cache-control: "a\\nb" }]' },
    names: '`header-rules[0].cache-control`',
    says: 'line break',
  },
  { name: 'no rule', inputs: { 'header-rules': '[]' }, names: '`header-rules`', says: 'at least one' },
  { name: 'a list as values', inputs: { config: '[a]' }, names: '`config`' },
  { name: 'no value', inputs: { config: '{}' }, names: '`config`', says: 'at least one' },
  {
    name: 'a secret as a value',
    inputs: { config: 'keys: { aws: AKIAIOSFODNN7EXAMPLE }' },
    names: '`config.keys.aws`',
    says: 'every visitor',
  },
  {
    name: 'values for a page that has no block',
    inputs: { config: 'api: x', 'config-id': 'settings' },
    names: '`config`',
    says: 'id="settings"',
  },
  { name: 'markup as an id', inputs: { 'config-id': 'a"b' }, names: '`config-id`' },
  { name: 'an id that was lost', inputs: { 'config-id': '' }, names: '`config-id`' },
  { name: 'another word for twins', inputs: { precompressed: 'keep' }, names: '`precompressed`', says: '`renew`' },
  { name: 'a header without a value', inputs: { headers: 'authorization' }, names: '`headers`', says: 'a colon' },
  {
    name: 'an address with a path',
    inputs: { 'test-url': 'https://test.example.com/shop' },
    names: '`test-url`',
    says: 'host only',
  },
  {
    name: 'an address in the open',
    inputs: { 'app-url': 'http://www.example.com' },
    names: '`app-url`',
    says: 'https://',
  },
  { name: 'a maybe', inputs: { 'dry-run': 'maybe' }, names: '`dry-run`' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'a dry run, misspelt', env: { INPUT_DRY_RUN: 'true' }, names: '`dry_run`', says: 'Write `dry-run`' },
  {
    name: 'a distribution, misspelt',
    env: { INPUT_TEST_DISTRIBUTION: 'E1A2B3C4D5E6F7' },
    names: '`test_distribution`',
  },
  { name: 'no region', env: { AWS_REGION: '' }, names: 'AWS_REGION', says: 'aws-region' },
  { name: 'no credentials', env: { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' }, names: 'credentials' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const world = await stageWorld({ scale: 0 });
  try {
    await mkdir(join(world.workspace, 'empty'));
    await mkdir(join(world.workspace, 'linked'));
    await symlink('/etc/passwd', join(world.workspace, 'linked', 'link'));
    await mkdir(join(world.workspace, 'checkout', '.git'), { recursive: true });
    await writeFile(join(world.workspace, 'checkout', 'index.html'), 'x');
    const { failures, tried } = await everyBadInput(world, step(world), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await world.stop();
  }
}, 120_000);
