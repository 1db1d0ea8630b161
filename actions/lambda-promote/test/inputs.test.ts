import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { deploymentWorld } from './support/deployment-world.ts';
import { promotionStep } from './support/trials.ts';

const smokeOf = (check: unknown) => ({ smoke: JSON.stringify([check]) });
const request = 'GET /api/v1/health';
const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/search';

const cases: readonly BadInput[] = [
  { name: 'no function', inputs: { functions: '' }, names: '`functions`' },
  { name: 'a function with an alias behind it', inputs: { functions: 'search-api:live' }, names: '`functions`' },
  { name: 'two functions', inputs: { functions: 'search-api, index-api' }, names: '`functions`' },

  { name: 'no code', inputs: { zip: '' }, names: '`zip`', says: '`latest: true`' },
  { name: 'two kinds of code', inputs: { latest: 'true' }, names: '`latest`', says: 'together with `zip`' },
  { name: 'a maybe of $LATEST', inputs: { zip: '', latest: 'yes' }, names: '`latest`', says: 'yes' },
  {
    name: 'a zip of one function that was lost',
    inputs: { functions: "[{ name: search-api, zip: '' }]" },
    names: '`functions[0].zip`',
    says: '`latest: true`',
  },
  { name: 'a canary that was lost', inputs: { canary: '' }, names: '`canary`', says: 'yields nothing' },
  { name: 'a share that was lost', inputs: canaryOf('10%/5m, '), names: '`canary`', says: 'an empty entry' },
  {
    name: 'an alarm that was lost',
    inputs: { canary: '10%/5m', alarms: 'errors, ' },
    names: '`alarms`',
    says: 'an empty entry',
  },
  { name: 'a stop that was lost', inputs: { until: '' }, names: '`until`', says: 'yields nothing' },
  {
    name: 'an expiry that was lost',
    inputs: { 'credentials-expire-at': '' },
    names: '`credentials-expire-at`',
    says: 'yields nothing',
  },
  { name: 'a file that is not there', inputs: { zip: 'nowhere.zip' }, names: '`zip`', says: 'nowhere.zip' },
  { name: 'a file outside of the workspace', inputs: { zip: '../secret.zip' }, names: '`zip`' },
  {
    name: 'a file that is no zip',
    inputs: { zip: 'notes.txt' },
    names: '`zip`',
    says: '"notes.txt", but it is not a zip file',
  },
  { name: 'an empty directory', inputs: { zip: 'empty' }, names: '`zip`', says: 'Build the function' },
  { name: 'two sources of code', inputs: { version: '7' }, names: '`version`', says: 'together with `zip`' },
  { name: 'an address that is not in S3', inputs: { zip: '', 's3-uri': 'https://bucket/key' }, names: '`s3-uri`' },
  { name: 'an S3 address without a key', inputs: { zip: '', 's3-uri': 's3://bucket' }, names: '`s3-uri`' },
  { name: 'an image in another registry', inputs: { zip: '', 'image-uri': 'ghcr.io/a/b:v1' }, names: '`image-uri`' },
  { name: 'an image without a tag', inputs: { zip: '', 'image-uri': image }, names: '`image-uri`', says: 'neither' },
  { name: 'an image and a zip', inputs: { 'image-uri': `${image}:v1` }, names: '`image-uri`', says: 'with `zip`' },
  { name: 'a hash cut in half', inputs: { 's3-uri-sha256': 'a'.repeat(32) }, names: '`s3-uri-sha256`', says: 'hex' },
  { name: 'a hash that is empty', inputs: { 's3-uri-sha256': '' }, names: '`s3-uri-sha256`' },
  { name: 'a bucket in an address', inputs: { 'artifact-bucket': 's3://builds' }, names: '`artifact-bucket`' },
  {
    name: 'an owner that is no account',
    inputs: { 'artifact-bucket': 'builds', 'artifact-bucket-owner': 'me' },
    names: '`artifact-bucket-owner`',
    says: 'twelve digits',
  },
  {
    name: 'an owner of no bucket',
    inputs: { 'artifact-bucket-owner': '123456789012' },
    names: '`artifact-bucket-owner`',
    says: 'without `artifact-bucket`',
  },
  { name: '$LATEST as the version', inputs: { zip: '', version: '$LATEST' }, names: '`version`', says: '$LATEST' },
  { name: 'version 0', inputs: { zip: '', version: '0' }, names: '`version`' },
  { name: 'the alias from itself', inputs: { zip: '', 'from-alias': 'live' }, names: '`from-alias`' },
  { name: 'an alias of two words', inputs: { alias: 'my live' }, names: '`alias`', says: 'my live' },
  { name: 'a number as the alias', inputs: { alias: '7' }, names: '`alias`' },

  { name: 'no checks', inputs: { smoke: '' }, names: '`smoke`' },
  { name: 'checks that are YAML gone wrong', inputs: { smoke: '- a: [' }, names: '`smoke`' },
  { name: 'an empty list of checks', inputs: { smoke: '[]' }, names: '`smoke`', says: 'none' },
  { name: 'a check that is no request', inputs: { smoke: 'api/v1/health' }, names: '`smoke`', says: 'api/v1/health' },
  {
    name: 'a check of a live address',
    inputs: { smoke: 'https://api.example.com' },
    names: '`smoke`',
    says: '`verify`',
  },
  { name: 'a check with a misspelt key', inputs: smokeOf({ reqest: request }), names: '`smoke`', says: 'reqest' },
  { name: 'a check of nothing', inputs: smokeOf({ name: 'health' }), names: '`smoke`', says: 'payload-file' },
  {
    name: 'a check of two things',
    inputs: smokeOf({ request, payload: {} }),
    names: '`smoke`',
    says: 'request and payload',
  },
  {
    name: 'a status that is none',
    inputs: smokeOf({ request, expect: { status: 'ok' } }),
    names: '`smoke`',
    says: 'status',
  },
  {
    name: 'a regular expression that was lost',
    inputs: smokeOf({ request, expect: { body: '' } }),
    names: '`smoke`',
    says: 'body',
  },
  { name: 'an event that was lost', inputs: { smoke: '[{ payload: }]' }, names: '`smoke`', says: '{}' },
  {
    name: 'half a regular expression',
    inputs: smokeOf({ request, expect: { body: '(' } }),
    names: '`smoke`',
    says: 'body',
  },
  {
    name: 'a path that is none',
    inputs: smokeOf({ request, expect: { json: { hits: 1 } } }),
    names: '`smoke`',
    says: 'hits',
  },
  {
    name: 'an event that is not there',
    inputs: smokeOf({ 'payload-file': 'no.json' }),
    names: '`smoke`',
    says: 'no.json',
  },
  {
    name: 'an event that is no JSON',
    inputs: smokeOf({ 'payload-file': 'notes.txt' }),
    names: '`smoke`',
    says: 'JSON',
  },
  { name: 'checks in the wrong place', inputs: { 'smoke-on': 'staging' }, names: '`smoke-on`', says: 'latest' },
  { name: 'a verification that is none', inputs: { verify: 'yes' }, names: '`verify`' },

  { name: 'a canary without a time', inputs: canaryOf('10%'), names: '`canary`', says: '10%/5m' },
  { name: 'a canary for all', inputs: canaryOf('100%/5m'), names: '`canary`', says: 'below 100%' },
  { name: 'a canary that shrinks', inputs: canaryOf('50%/5m, 10%/5m'), names: '`canary`', says: 'larger' },
  { name: 'a canary in words', inputs: canaryOf('slowly'), names: '`canary`', says: 'slowly' },
  { name: 'a canary that nobody watches', inputs: { canary: '10%/5m' }, names: '`alarms`', says: 'none' },
  { name: 'alarms without a canary', inputs: { alarms: 'errors' }, names: '`alarms`', says: 'canary' },
  { name: 'a stop that is no place', inputs: { until: 'half' }, names: '`until`', says: 'staged' },
  { name: 'a stop at nobody', inputs: { until: '0%' }, names: '`until`', says: '0%' },
  { name: 'a hold for ever', inputs: { 'hold-for': '9000h' }, names: '`hold-for`', says: '9000h' },
  { name: 'a policy of its own', inputs: { 'on-firing-alarm': 'warn' }, names: '`on-firing-alarm`', says: 'ignore' },
  { name: 'a floor of its own', inputs: { 'error-floor': '5%' }, names: '`error-floor`', says: 'none' },
  { name: 'another', inputs: { 'on-insufficient-data': 'ok' }, names: '`on-insufficient-data`', says: 'hold' },
  { name: 'fewer than none', inputs: { 'min-invocations': '-1' }, names: '`min-invocations`', says: '-1' },
  { name: 'a settling without a unit', inputs: { settle: '2' }, names: '`settle`', says: '2' },

  { name: 'keeping no version', inputs: { 'keep-versions': '0' }, names: '`keep-versions`', says: '1' },
  { name: 'keeping half a version', inputs: { 'keep-versions': '1.5' }, names: '`keep-versions`', says: '1.5' },
  { name: 'keeping all', inputs: { 'keep-versions': 'all' }, names: '`keep-versions`', says: 'all' },
  {
    name: 'a dry run, misspelt',
    env: { INPUT_DRY_RUN: 'true' },
    names: '`dry_run`',
    says: 'is "true", but is no input of this action. Write `dry-run`',
  },
  {
    name: 'new code under another name',
    inputs: { zip: '' },
    env: { 'INPUT_ZIP-FILE': 'dist' },
    names: '`zip-file`',
    says: 'Write `zip`',
  },
  { name: 'a condition of the other action', env: { INPUT_VERIFY_ON: 'live' }, names: '`verify_on`', says: '`verify`' },
  { name: 'a maybe', inputs: { 'dry-run': 'maybe' }, names: '`dry-run`', says: 'maybe' },
  { name: 'another maybe', inputs: { 'allow-older': '1' }, names: '`allow-older`' },
  { name: 'a third maybe', inputs: { 'allow-unqualified': 'on' }, names: '`allow-unqualified`' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  { name: 'a duration that is too short', inputs: { timeout: '1s' }, names: '`timeout`', says: '10s' },
  { name: 'an expiry in words', inputs: { 'credentials-expire-at': 'noon' }, names: '`credentials-expire-at`' },
  {
    name: 'an expiry in the past, as configure-aws-credentials writes it',
    inputs: { 'credentials-expire-at': '"2020-01-01T00:00:00.000Z"' },
    names: 'credentials',
    says: 'end in 0 s',
  },
  { name: 'an expiry in the past', inputs: { 'credentials-expire-at': '2020-01-01T00:00:00Z' }, names: 'credentials' },
  {
    name: 'an expiry that is too near',
    env: { AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' },
    names: 'credentials',
  },
  { name: 'an expiry that is no time', env: { AWS_CREDENTIAL_EXPIRATION: 'soon' }, names: 'AWS_CREDENTIAL_EXPIRATION' },
  { name: 'no region', env: { AWS_REGION: '' }, names: 'AWS_REGION', says: 'aws-region' },
  { name: 'no credentials', env: { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' }, names: 'credentials' },
];

function canaryOf(canary: string) {
  return { canary, alarms: 'none' };
}

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const world = await deploymentWorld({ scale: 0, live: false });
  try {
    writeFileSync(join(world.workspace, 'notes.txt'), 'not a zip\n');
    mkdirSync(join(world.workspace, 'empty'));
    const { failures, tried } = await everyBadInput(world, promotionStep(world), cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await world.stop();
  }
}, 240_000);
