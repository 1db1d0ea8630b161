import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { rollback, rollbackWorld } from './support/trials.ts';

const cases: readonly BadInput[] = [
  { name: 'no condition', inputs: { 'only-if': '' }, names: '`only-if`', says: '`any`' },
  {
    name: 'an empty condition in an entry',
    inputs: { functions: "[{ name: search-api, only-if: '' }]" },
    names: '`functions[0].only-if`',
    says: 'is empty',
  },
  {
    name: 'nothing after the name of a key in an entry',
    inputs: { functions: '[{ name: search-api, only-if: }]' },
    names: '`functions[0].only-if`',
    says: 'is empty',
  },
  { name: 'an empty entry', inputs: { functions: "[search-api, '']" }, names: '`functions[1]`', says: 'is empty' },
  {
    name: 'an alias that was lost',
    inputs: { functions: "[{ name: search-api, alias: '' }]" },
    names: '`functions[0].alias`',
    says: 'is empty',
  },
  { name: 'a version to go to that was lost', inputs: { to: '' }, names: '`to`', says: 'yields nothing' },
  { name: 'a word that is none', inputs: { 'only-if': 'live' }, names: '`only-if`', says: '`any`' },
  { name: 'another', inputs: { to: 'any' }, names: '`to`', says: '`previous`' },
  {
    name: 'one function by two names',
    inputs: { 'only-if': '{"search-api":"2","arn:aws:lambda:us-east-1:123456789012:function:search-api":"3"}' },
    names: '`only-if`',
    says: 'search-api twice',
  },
  { name: 'no function', inputs: { functions: '' }, names: '`functions`' },
  { name: 'a function with a version behind it', inputs: { functions: 'search-api:7' }, names: '`functions`' },
  { name: 'a list of none', inputs: { functions: '[]' }, names: '`functions`', says: 'at least one' },
  {
    name: 'an entry with a key that is not there',
    inputs: { functions: '[{ name: search-api, verson: 7 }]' },
    names: '`functions[0]`',
    says: 'verson',
  },
  {
    name: 'an entry whose version is an alias',
    inputs: { functions: '[{ name: search-api, to: staging }]' },
    names: '`functions[0].to`',
    says: 'staging',
  },
  { name: 'one function twice', inputs: { functions: '[search-api, search-api]' }, names: '`functions[1]`' },
  {
    name: 'one version for two functions',
    inputs: { functions: '[search-api, search-worker]', to: '7' },
    names: '`to`',
    says: 'several functions',
  },
  {
    name: 'a function that only-if does not name',
    inputs: { functions: '[search-api, search-worker]', 'only-if': '{"search-api":"7"}' },
    names: '`only-if`',
    says: 'search-worker',
  },
  {
    name: 'a first promotion',
    inputs: { to: '{"search-api":""}' },
    names: '`to`',
    says: 'for the first time',
  },
  {
    name: 'versions that are none',
    inputs: { 'only-if': '{"search-api":"live"}' },
    names: '`only-if.search-api`',
    says: 'live',
  },
  { name: 'an alias that could be a version', inputs: { alias: '7' }, names: '`alias`' },
  { name: 'an alias as the version', inputs: { to: 'staging' }, names: '`to`', says: 'staging' },
  { name: '$LATEST as the version', inputs: { to: '$LATEST' }, names: '`to`', says: '$LATEST' },
  { name: 'version 0', inputs: { 'only-if': '0' }, names: '`only-if`' },
  {
    name: 'a condition, misspelt',
    env: { INPUT_ONLY_IF: '1' },
    names: '`only_if`',
    says: 'is "1", but is no input of this action. Write `only-if`',
  },
  { name: 'a dry run, misspelt', env: { INPUT_DRY_RUN: 'true' }, names: '`dry_run`', says: 'Write `dry-run`' },
  { name: 'one function', env: { INPUT_FUNCTION: 'index-api' }, names: '`function`', says: 'Write `functions`' },
  { name: 'a maybe', inputs: { 'dry-run': 'maybe' }, names: '`dry-run`', says: 'maybe' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'no region', env: { AWS_REGION: '' }, names: 'AWS_REGION', says: 'aws-region' },
  { name: 'no credentials', env: { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' }, names: 'credentials' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const world = await rollbackWorld({ scale: 0 });
  try {
    const { failures, tried } = await everyBadInput(world, rollback(world), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await world.stop();
  }
}, 60_000);
