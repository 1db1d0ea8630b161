import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, readInputs } from '@actions-aws/action';
import { readDeployer } from '@actions-aws/promotion';
import { environmentOf } from '@actions-aws/testing';
import { inputs } from '../src/inputs/inputs.ts';
import { type Request, requestFrom } from '../src/inputs/resolve.ts';

const action = join(import.meta.dirname, '..');
const IMAGE = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop';
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

test.each<[string, Readonly<Record<string, string>>, message: string]>([
  ['no service', { service: '' }, '`service`'],
  ['a list of services', { service: 'web, api' }, 'one service'],
  ['an ARN of something else', { service: 'arn:aws:ecs:eu-west-1:123456789012:task/shop/web' }, '`service`'],
  [
    'two clusters',
    { service: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web', cluster: 'other' },
    'is not shop, which the ARN of `service` names',
  ],
  ['nothing to deploy', { images: '' }, 'there is nothing to deploy'],
  ['images that are none', { images: IMAGE }, '`images`'],
  ['an image without a tag', { images: `app: ${IMAGE}` }, 'neither a digest nor a tag'],
  ['an image with both', { images: `app: ${IMAGE}:v1@sha256:${'a'.repeat(64)}` }, 'both a tag and a digest'],
  ['an image without a name', { images: 'app: ":v1"' }, '`images`'],
  ['no container', { images: '{}' }, 'at least one container'],
  ['a file that is not there', { 'task-definition': 'nothing.json' }, 'must be a file that exists'],
  ['a file outside of the workspace', { 'task-definition': '../task.json' }, 'must stay inside the workspace'],
  ['a file that is no JSON', { 'task-definition': 'broken.json' }, 'must be JSON'],
  ['a file without containers', { 'task-definition': 'nameless.json' }, 'must have `containerDefinitions`'],
  ['a file that is a list', { 'task-definition': 'list.json' }, 'must be an object'],
  ['no word on smoke', { smoke: '' }, '`smoke`'],
  ['an address to smoke', { smoke: 'https://shop.example.com/' }, 'need not lead to the test listener'],
  ['a payload', { smoke: '[{ payload: {} }]' }, 'a site does not'],
  ['a method that changes things', { smoke: 'DELETE /items/1' }, 'DELETE'],
  ['a canary without a word on alarms', { canary: '10%/5m' }, 'must be given together with `canary`'],
  ['a canary that shrinks', { canary: '50%/5m, 10%/5m', alarms: 'none' }, 'larger share'],
  ['until nowhere', { until: '100%' }, '`until`'],
  ['a word for busy that is none', { 'when-busy': 'kill' }, '`when-busy`'],
  ['an address with a path', { 'test-url': 'https://test.example.com/app' }, '`test-url`'],
  ['a header that is none', { headers: 'Authorization' }, '`headers`'],
  ['no time', { timeout: '10s' }, '`timeout`'],
])('%s: one clear error', async (_, given, message) => {
  const failure = await request({ ...usual, ...given }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  expect((failure as InputError).sentences.join('\n')).toContain(message);
});
