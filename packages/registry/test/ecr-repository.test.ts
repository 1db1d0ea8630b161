import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { mayMove } from '../src/index.ts';
import { type EcrWorld, ecrWorld, repository } from './support/ecr-world.ts';
import { openedToWrite } from './support/opened.ts';

let the: EcrWorld;
beforeEach(async () => {
  the = await ecrWorld();
});
afterEach(() => the.stop());

const named = () => ({ ...the.names.aws, repository: 'team/new' });

test('a repository is there, or it is not, or only its first push tells', async () => {
  expect(await (await the.opened()).existence()).toBe('present');
  expect(await (await the.opened({ name: named() })).existence()).toBe('absent');
  expect(await openedToWrite('127.0.0.1:9').existence()).toBe('unknown');
});

test.each([
  [{ immutable: true, exclusions: [] }, 'IMMUTABLE'],
  [{ immutable: true, exclusions: ['latest', 'sha256-*'] }, 'IMMUTABLE_WITH_EXCLUSION'],
  [{ immutable: false, exclusions: [] }, 'MUTABLE'],
])('one is created as %j', async (settings, mode) => {
  const registry = await the.openedToWrite({ name: named() });
  await registry.create(settings);
  expect(await registry.existence()).toBe('present');
  const mutability = await registry.mutability();
  expect(mutability).toEqual({ mode, exclusions: settings.exclusions, hasUnknownExclusions: false });
  expect(mutability && mayMove(mutability, 'sha256-abc')).toBe(mode !== 'IMMUTABLE');
  // By an attempt before, whose answer was lost.
  await registry.create(settings);
});

test('one that another run created with other settings is an error', async () => {
  await the.ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/new' }));
  const registry = await the.openedToWrite({ name: named() });
  await expect(registry.create({ immutable: true, exclusions: [] })).rejects.toThrow('was created meanwhile');
});

test('elsewhere, none can be created', async () => {
  const creating = openedToWrite('127.0.0.1:9').create({ immutable: true, exclusions: [] });
  await expect(creating).rejects.toMatchObject({ name: 'UserError', hint: expect.stringContaining('Push') });
});

test.each([
  ['ecr:DescribeRepositories', () => [repository, 'existence'] as const],
  ['ecr:CreateRepository', () => [repository, 'create'] as const],
])('without %s, the error names it', async (action, asked) => {
  const [arn, method] = asked();
  const Statement = [{ Effect: 'Allow', Action: 'ecr:DescribeImages', Resource: arn }] as const;
  const registry = await the.openedToWrite({ policy: { Statement } });
  const asking = method === 'create' ? registry.create({ immutable: true, exclusions: [] }) : registry.existence();
  await expect(asking).rejects.toMatchObject({ code: 'not-allowed', hint: expect.stringContaining(action) });
});
