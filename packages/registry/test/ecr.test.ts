import type { FaultRule, Statement } from '@actions-aws/local-aws';
import {
  CreateRepositoryCommand,
  PutImageTagMutabilityCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { type Found, mayMove, type Registry } from '../src/index.ts';
import { type DockerHome, dockerHome, entry } from './support/docker-home.ts';
import { type EcrWorld, ecrWorld } from './support/ecr-world.ts';
import { configWith, imageOf } from './support/images.ts';

const repositoryName = 'team/api';
let the: EcrWorld;
let home: DockerHome | undefined;
beforeEach(async () => {
  the = await ecrWorld();
});
afterEach(async () => {
  await home?.remove();
  home = undefined;
  await the.stop();
});

const archive = () =>
  the.ecr.send(
    new UpdateImageStorageClassCommand({ repositoryName, imageId: { imageTag: 'v1' }, targetStorageClass: 'ARCHIVE' }),
  );
const restore = () =>
  the.ecr.send(
    new UpdateImageStorageClassCommand({ repositoryName, imageId: { imageTag: 'v1' }, targetStorageClass: 'STANDARD' }),
  );

test.each(['aws', 'local'] as const)('an image is described by its %s name, with its labels', async (kind) => {
  const found = (await (await the.opened({ name: the.names[kind] })).describe('v1')) as Found;
  expect(found).toMatchObject({ state: 'present', digest: the.image.digest });
  expect(await found.says('revision')).toBe('abc');
  expect(await (await the.opened({ name: the.names[kind] })).describe(the.image.digest)).toMatchObject({
    state: 'present',
  });
});

test('an image of another account is asked for there, and nowhere else', async () => {
  const name = { ...the.names.aws, registry: the.names.aws.registry.replace('123456789012', '210987654321') };
  const registry = await the.opened({ name });
  await expect(registry.describe('v1')).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('ecr:BatchGetImage'),
  });
  await expect(registry.tags()).rejects.toMatchObject({ code: 'not-allowed' });
});

test('an image is absent where the registry and ECR’s own API say so', async () => {
  expect(await (await the.opened()).describe('v2')).toMatchObject({ state: 'absent' });
  expect(await the.called()).toEqual(expect.arrayContaining(['GetManifest', 'DescribeImages']));
  const name = { ...the.names.aws, repository: 'team/new' };
  const unknown = await the.opened({ name });
  expect(await unknown.describe('v1')).toMatchObject({ state: 'absent' });
  expect(await unknown.tags()).toEqual([]);
  expect(await unknown.mutability()).toBeUndefined();
  await the.ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/new' }));
  expect(await unknown.tags()).toEqual([]);
});

test('an image in the archive, or on its way out of it, is archived, and its tags are listed', async () => {
  await archive();
  const registry = await the.opened();
  expect(await registry.describe('v1')).toMatchObject({ state: 'archived', digest: the.image.digest });
  expect(await registry.describe(the.image.digest)).toMatchObject({ state: 'archived' });
  expect(await registry.tags()).toEqual(['v1']);
  await restore();
  expect(await registry.describe('v1')).toMatchObject({
    state: 'archived',
    why: expect.stringContaining('on its way'),
  });
  await the.cloud.clock.advance(20 * 60_000);
  expect(await registry.describe('v1')).toMatchObject({ state: 'present' });
});

test('all tags are listed, over the pages, by ECR’s API and by the registry', async () => {
  const tags = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
  for (let at = 0; at < tags.length; at += 10) {
    // ECR takes ten a second.
    await the.cloud.clock.advance(1_000);
    await Promise.all(tags.slice(at, at + 10).map((tag) => the.tag(tag)));
  }
  const all = ['v1', ...tags].sort();
  expect([...(await (await the.opened()).tags())].sort()).toEqual(all);
  // To who knows nothing of AWS, it is a registry as any other.
  home = await dockerHome({ auths: { [the.names.local.registry]: entry('AWS', await the.password()) } });
  const plain = await the.opened({ name: the.names.local, env: home.env });
  expect([...(await plain.tags())].sort()).toEqual(all);
  expect(new Set(await the.called())).toEqual(new Set(['ListTags']));
  expect(await plain.describe('v1')).toMatchObject({ state: 'present', digest: the.image.digest });
  expect(await plain.describe('v2')).toMatchObject({ state: 'absent' });
  expect(await plain.mutability()).toBeUndefined();
});

test('what may move is told, with exclusions', async () => {
  const registry = await the.opened();
  expect(await registry.mutability()).toEqual({ mode: 'MUTABLE', exclusions: [], hasUnknownExclusions: false });
  const imageTagMutabilityExclusionFilters = [{ filterType: 'WILDCARD', filter: 'latest' } as const];
  const asked = {
    repositoryName,
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters,
  } as const;
  await the.ecr.send(new PutImageTagMutabilityCommand(asked));
  const mutability = await registry.mutability();
  expect(mutability && [mayMove(mutability, 'latest'), mayMove(mutability, 'v1')]).toEqual([true, false]);
});

describe('a login that Docker keeps', () => {
  const loggedIn = async (password: string) => {
    const { host } = new URL(the.cloud.endpoint);
    home = await dockerHome({ auths: { [host]: entry('AWS', password) } });
    return the.opened({ name: the.names.local, env: { ...the.env, ...home.env } });
  };

  test('is used, and ECR is not asked for another', async () => {
    const registry = await loggedIn(await the.password());
    expect(await registry.describe('v1')).toMatchObject({ state: 'present' });
    expect(await the.called()).not.toContain('GetAuthorizationToken');
  });

  test('is replaced when it has expired', async () => {
    const registry = await loggedIn(await the.password());
    await the.cloud.clock.advance(13 * 3_600_000);
    expect(await registry.describe('v1')).toMatchObject({ state: 'present' });
    expect(await the.called()).toContain('GetAuthorizationToken');
  });

  test('is replaced when the registry does not know it', async () => {
    expect(await (await loggedIn('of another cloud')).describe('v1')).toMatchObject({ state: 'present' });
  });
});

/** Everything that is asked of ECR. */
async function ask(registry: Registry): Promise<unknown> {
  const found = await registry.describe('v1');
  if (found.state !== 'present') return found.state;
  const rest = [await registry.describe('v2'), await registry.tags(), await registry.mutability()];
  return [found.digest, await found.says('revision'), ...rest];
}
const whole = () => [
  the.image.digest,
  'abc',
  expect.objectContaining({ state: 'absent' }),
  ['v1'],
  expect.objectContaining({ mode: 'MUTABLE' }),
];

const repository = `arn:aws:ecr:eu-west-1:123456789012:repository/${repositoryName}`;
const permissions = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:DescribeImages',
  'ecr:ListImages',
  'ecr:DescribeRepositories',
];
const allow = (Action: readonly string[], Resource: string): Statement => ({ Effect: 'Allow', Action, Resource });
const policyWithout = (missing?: string) => ({
  Statement: [
    ...(missing === 'ecr:GetAuthorizationToken' ? [] : [allow(['ecr:GetAuthorizationToken'], '*')]),
    allow(
      permissions.filter((one) => one !== missing),
      repository,
    ),
  ],
});

test('the permissions of the README are enough', async () => {
  expect(await ask(await the.opened({ policy: policyWithout() }))).toEqual(whole());
});

test.each([...permissions, 'ecr:GetAuthorizationToken'])('without %s, the error names it', async (missing) => {
  await expect(ask(await the.opened({ policy: policyWithout(missing) }))).rejects.toMatchObject({
    name: 'UserError',
    code: 'not-allowed',
    hint: expect.stringContaining(missing),
  });
});

const operations = [
  'GetAuthorizationToken',
  'GetManifest',
  'GetBlob',
  'DescribeImages',
  'ListImages',
  'DescribeRepositories',
];
const kinds = ['throttle', 'error', 'unavailable', 'reset'] as const;

test.each(operations)('faults of %s are waited out, and those that stay are errors', async (operation) => {
  for (const kind of kinds) {
    await the.cloud.control.addFault({ operation, kind, times: 3 });
    expect([kind, await ask(await the.opened())]).toEqual([kind, whole()]);
    await the.cloud.control.addFault({ operation, kind, times: 1_000 });
    await expect(ask(await the.opened())).rejects.toMatchObject({ name: 'UserError', code: 'unavailable' });
    await the.cloud.control.clearFaults();
  }
});

test('an image that only one of ECR’s two sides knows is neither there nor absent', async () => {
  const other = imageOf(configWith({}));
  const fault: FaultRule = {
    operation: 'GetManifest',
    kind: 'error',
    times: 1_000,
    error: { code: 'MANIFEST_UNKNOWN', status: 404 },
  };
  await the.cloud.control.addFault(fault);
  await expect((await the.opened()).describe('v1')).rejects.toThrow('there by ECR');
  expect(await (await the.opened()).describe(other.digest)).toMatchObject({ state: 'absent' });
});
