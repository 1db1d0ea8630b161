import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InputError, readInputs } from '@actions-aws/action';
import { readDeployer } from '@actions-aws/promotion';
import { type BadInput, environmentOf, everyBadInput } from '@actions-aws/testing';
import { inputs } from '../src/inputs/inputs.ts';
import { type Request, requestFrom } from '../src/inputs/resolve.ts';
import { stepOf, world } from './support/world.ts';

const action = join(import.meta.dirname, '..');
const IMAGE = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop';
const SERVICE = 'arn:aws:ecs:eu-west-1:123456789012:service';
const usual = { service: 'web', cluster: 'shop', images: `app: ${IMAGE}:v2`, smoke: 'GET /health' };

let workspace: string;
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
  const files = {
    'task.json': JSON.stringify({
      family: 'web',
      containerDefinitions: [
        { name: 'app', image: `${IMAGE}:v1`, fromTheFuture: 1 },
        { name: 'log', image: 'fluent/fluent-bit:3' },
      ],
      tags: [{ key: 'team', value: 'shop' }],
      revision: 7,
    }),
    'described.json': `\uFEFF${JSON.stringify({ taskDefinition: { family: 'web', containerDefinitions: [{ name: 'app' }] }, tags: [{ key: 'team', value: 'shop' }] })}`,
    'broken.json': '{ "family": ',
    'secret.json': '{ "value": hunter2 }',
    'nameless.json': '{ "family": "web", "containerDefinitions": [{}] }',
    'list.json': '[]',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

async function request(given: Readonly<Record<string, string>>): Promise<Request> {
  const env = { ...environmentOf({ action, inputs: given }), GITHUB_WORKSPACE: workspace };
  return requestFrom(await readInputs(inputs, env), readDeployer(env));
}

test('what a workflow gives, and what it need not', async () => {
  expect(await request(usual)).toMatchObject({
    name: { cluster: 'shop', service: 'web' },
    images: { app: { reference: 'v2', text: `${IMAGE}:v2` } },
    smoke: [{ kind: 'request', name: 'GET /health' }],
    verify: [{ kind: 'request', name: 'GET /health' }],
    canary: [],
    alarms: [],
    settleMs: 0,
    timeoutMs: 1_800_000,
    whenBusy: 'wait',
    force: false,
  });
});

test.each([
  ['arn:aws:ecs:eu-west-1:123456789012:service/shop/web', 'default', 'shop'],
  ['arn:aws:ecs:eu-west-1:123456789012:service/shop/web', 'shop', 'shop'],
  ['arn:aws:ecs:eu-west-1:123456789012:service/web', 'shop', 'shop'],
  ['web', 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop', 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop'],
])('%s in %s is in the cluster %s', async (service, cluster, expected) => {
  expect((await request({ ...usual, service, cluster })).name).toMatchObject({ cluster: expected, service: 'web' });
});

test('a file gives the whole task definition, its images in ECR by digest as well, and its tags', async () => {
  const { images: _, ...others } = usual;
  const read = await request({ ...others, 'task-definition': 'task.json' });
  expect(read.file).toEqual({
    family: 'web',
    containerDefinitions: [
      { name: 'app', image: `${IMAGE}:v1`, fromTheFuture: 1 },
      { name: 'log', image: 'fluent/fluent-bit:3' },
    ],
  });
  expect(read.fileTags).toEqual({ team: 'shop' });
  expect(Object.entries(read.images).map(([name, { text }]) => [name, text])).toEqual([['app', `${IMAGE}:v1`]]);
  const both = await request({ ...usual, 'task-definition': 'task.json' });
  expect(Object.entries(both.images).map(([name, { text }]) => [name, text])).toEqual([['app', `${IMAGE}:v2`]]);
  const described = await request({ ...others, 'task-definition': 'described.json' });
  expect(described).toMatchObject({ file: { family: 'web' }, fileTags: { team: 'shop' } });
});

test('of a file that is no JSON nothing is told but that', async () => {
  const failure = await request({ ...usual, 'task-definition': 'secret.json' }).catch((error: unknown) => error);
  expect((failure as InputError).sentences.join()).toContain('must be JSON');
  expect((failure as InputError).sentences.join()).not.toContain('hunter2');
});

test('a canary settles, and needs its alarms', async () => {
  const read = await request({ ...usual, canary: '10%/5m', alarms: 'errors, latency', until: '10%' });
  expect(read).toMatchObject({
    canary: [{ share: 0.1, bakeMs: 300_000 }],
    alarms: ['errors', 'latency'],
    settleMs: 120_000,
    until: 0.1,
  });
});

const mistakes: readonly BadInput[] = [
  { name: 'no service', inputs: { service: '' }, names: '`service`', says: 'required' },
  { name: 'a list of services', inputs: { service: 'web, api' }, names: '`service`', says: 'one service' },
  {
    name: 'an ARN of something else',
    inputs: { service: 'arn:aws:ecs:eu-west-1:123456789012:task/shop/web' },
    names: '`service`',
  },
  { name: 'a service for a cluster', inputs: { cluster: `${SERVICE}/shop/web` }, names: '`cluster`' },
  {
    name: 'two clusters',
    inputs: { service: `${SERVICE}/shop/web`, cluster: 'other' },
    names: '`cluster`',
    says: 'is not shop, which the ARN of `service` names',
  },
  { name: 'nothing to deploy', inputs: { images: '' }, names: '`images`', says: 'there is nothing to deploy' },
  { name: 'images that are none', inputs: { images: IMAGE }, names: '`images`' },
  {
    name: 'an image without a tag',
    inputs: { images: `app: ${IMAGE}` },
    names: '`images`',
    says: 'neither a digest nor a tag',
  },
  {
    name: 'an image with both',
    inputs: { images: `app: ${IMAGE}:v1@sha256:${'a'.repeat(64)}` },
    names: '`images`',
    says: 'both a tag and a digest',
  },
  { name: 'an image without a name', inputs: { images: 'app: ":v1"' }, names: '`images`' },
  { name: 'a container without an image', inputs: { images: 'app:' }, names: '`images`' },
  { name: 'no container', inputs: { images: '{}' }, names: '`images`', says: 'at least one container' },
  { name: 'a container of another kind', inputs: { images: `a b: ${IMAGE}:v1` }, names: '`images`' },
  {
    name: 'no file',
    inputs: { 'task-definition': 'nothing.json' },
    names: '`task-definition`',
    says: 'a file that exists',
  },
  {
    name: 'a file outside of the workspace',
    inputs: { 'task-definition': '../task.json' },
    names: '`task-definition`',
    says: 'must stay inside the workspace',
  },
  {
    name: 'a file that is no JSON',
    inputs: { 'task-definition': 'broken.json' },
    names: '`task-definition`',
    says: 'must be JSON',
  },
  {
    name: 'a file without containers',
    inputs: { 'task-definition': 'nameless.json' },
    names: '`task-definition`',
    says: 'must have `containerDefinitions`',
  },
  {
    name: 'a file that is a list',
    inputs: { 'task-definition': 'list.json' },
    names: '`task-definition`',
    says: 'must be an object',
  },
  { name: 'no word on smoke', inputs: { smoke: '' }, names: '`smoke`', says: 'required' },
  {
    name: 'an address to smoke',
    inputs: { smoke: 'https://shop.example.com/' },
    names: '`smoke`',
    says: 'need not lead to the test listener',
  },
  { name: 'a payload', inputs: { smoke: '[{ payload: {} }]' }, names: '`smoke`', says: 'a site does not' },
  { name: 'a method that changes things', inputs: { smoke: 'DELETE /items/1' }, names: '`smoke`', says: 'DELETE' },
  { name: 'a payload to verify', inputs: { verify: '[{ payload: {} }]' }, names: '`verify`', says: 'a site does not' },
  {
    name: 'a canary without a word on alarms',
    inputs: { canary: '10%/5m' },
    names: '`alarms`',
    says: 'must be given together with `canary`',
  },
  {
    name: 'a canary that shrinks',
    inputs: { canary: '50%/5m, 10%/5m', alarms: 'none' },
    names: '`canary`',
    says: 'larger share',
  },
  { name: 'a canary without a time', inputs: { canary: '10%', alarms: 'none' }, names: '`canary`' },
  { name: 'until nowhere', inputs: { until: '100%' }, names: '`until`' },
  { name: 'until a word', inputs: { until: 'tested' }, names: '`until`' },
  { name: 'a word for busy that is none', inputs: { 'when-busy': 'kill' }, names: '`when-busy`', says: 'replace' },
  {
    name: 'another word for alarms',
    inputs: { 'on-firing-alarm': 'hold' },
    names: '`on-firing-alarm`',
    says: 'ignore',
  },
  {
    name: 'another word for missing data',
    inputs: { 'on-insufficient-data': 'ignore' },
    names: '`on-insufficient-data`',
    says: 'hold',
  },
  { name: 'a settle without a unit', inputs: { settle: '120' }, names: '`settle`', says: '90s' },
  { name: 'a settle that is too long', inputs: { settle: '2h' }, names: '`settle`', says: '1h' },
  { name: 'half a force', inputs: { force: 'yes' }, names: '`force`' },
  { name: 'half a dry run', inputs: { 'dry-run': '1' }, names: '`dry-run`' },
  { name: 'half an older run', inputs: { 'allow-older': 'maybe' }, names: '`allow-older`' },
  { name: 'an address with a path', inputs: { 'test-url': 'https://test.example.com/app' }, names: '`test-url`' },
  { name: 'an address without a scheme', inputs: { url: 'shop.example.com' }, names: '`url`' },
  { name: 'a header that is none', inputs: { headers: 'Authorization' }, names: '`headers`' },
  { name: 'no time', inputs: { timeout: '10s' }, names: '`timeout`', says: '1m' },
  { name: 'a timeout beyond a job', inputs: { timeout: '7h' }, names: '`timeout`', says: '6h' },
  {
    name: 'credentials that end some time',
    inputs: { 'credentials-expire-at': 'tomorrow' },
    names: '`credentials-expire-at`',
  },
  { name: 'an input that is misspelt', env: { INPUT_ALARM: 'errors' }, names: '`alarm`' },
  { name: 'no region', env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, names: 'AWS_REGION' },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const one = await world({ quick: true });
  try {
    const right = stepOf(one, {});
    const step = { ...right, env: { ...right.env, GITHUB_WORKSPACE: workspace } };
    const { failures, tried } = await everyBadInput(one, step, mistakes);
    expect(failures).toEqual([]);
    expect(tried).toBe(mistakes.length);
  } finally {
    await one.stop();
  }
}, 60_000);
