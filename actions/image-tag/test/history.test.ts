import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Git } from '@actions-aws/git';
import { type Age, ageByGit } from '@actions-aws/registry/order';
import { moreHistory } from '../src/checkout/more-history.ts';

import { newRepository, type Repository } from './support/repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = newRepository();
});
afterEach(() => repository.remove());

async function age(ours: string, revision: string | undefined, at = repository, more?: Git): Promise<Age['order']> {
  const git = await at.open();
  return (await ageByGit(git, async (own, theirs) => more && ageByGit(more)(own, theirs))(ours, revision)).order;
}

test('a commit is newer than those that it contains, also where their dates say otherwise', async () => {
  const first = repository.commit({ a: '1' }, { at: '2026-03-14T15:00:00Z' });
  const second = repository.commit({ a: '2' }, { at: '2020-01-01T00:00:00Z' });
  expect(await age(second, first)).toBe('newer');
  expect(await age(first, second)).toBe('older');
  expect(await age(first, first)).toBe('same');
  expect(await age(first, ` ${first.toUpperCase()}\n`)).toBe('same');
});

test('where neither contains the other, the dates decide', async () => {
  repository.commit({ a: '1' });
  repository.git('switch', '--quiet', '--create', 'other');
  const other = repository.commit({ a: '2' }, { at: '2026-05-01T00:00:00Z' });
  repository.git('switch', '--quiet', 'main');
  const ours = repository.commit({ a: '3' }, { at: '2026-04-01T00:00:00Z' });
  expect(await age(ours, other)).toBe('older');
  expect(await age(other, ours)).toBe('newer');
});

test.each([undefined, '', 'main', 'HEAD', '--all', 'a'.repeat(40), 'v1.0.0', `${'a'.repeat(40)}\n${'b'.repeat(40)}`])(
  'revision %j is not known',
  async (revision) => {
    const ours = repository.commit({ a: '1' });
    expect(await age(ours, revision)).toBe('unknown');
  },
);

test('a shallow checkout does not know its history, and is told by one that does', async () => {
  const first = repository.commit({ a: '1' });
  const second = repository.commit({ a: '2' });
  const shallow = repository.clone('--depth=1');
  expect(await age(second, first, shallow)).toBe('unknown');
  expect(await age(second, first, shallow, await repository.open())).toBe('newer');
});

describe('history that the checkout lacks', () => {
  let temp: string;
  beforeEach(() => {
    temp = mkdtempSync(join(tmpdir(), 'runner-'));
  });
  afterEach(() => rmSync(temp, { recursive: true }));

  const from = (git: Git, server: string, name = 'origin') => {
    const env = { PATH: process.env.PATH, RUNNER_TEMP: temp, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name };
    return moreHistory(git, repository.git('rev-parse', 'HEAD'), { env, token: '', sleep: async () => {} });
  };

  test('is fetched once for a revision, also for one of a branch that is gone, and is removed in the end', async () => {
    const first = repository.commit({ a: '1' });
    repository.git('switch', '--quiet', '--detach');
    const lost = repository.commit({ a: '2' });
    repository.git('switch', '--quiet', 'main');
    const second = repository.commit({ a: '3' });
    const shallow = repository.clone('--depth=1');
    const git = await shallow.open();
    const more = from(git, `file://${dirname(repository.folder)}`);
    const age = ageByGit(git, async (ours, theirs) => {
      const whole = await more.of(theirs);
      return whole && ageByGit(whole)(ours, theirs);
    });
    const ages = await Promise.all([first, lost, first].map((revision) => age(second, revision)));
    expect(ages.map(({ order }) => order)).toEqual(['newer', 'newer', 'newer']);
    expect(await more.of('f'.repeat(40))).toBeUndefined();
    expect(await more.of(first)).toBe(await more.of(first));
    expect((await ageByGit(git)(second, first)).order).toBe('unknown');
    expect(readdirSync(temp)).toHaveLength(1);
    await more.remove();
    expect(readdirSync(temp)).toEqual([]);
  });

  test('that cannot be fetched is an error, and not a commit that is not there', async () => {
    repository.commit({ a: '1' });
    const more = from(await repository.open(), 'http://127.0.0.1:9');
    await expect(more.of('f'.repeat(40))).rejects.toThrow('127.0.0.1');
    await more.remove();
  });

  test('is not looked for outside of a workflow', async () => {
    repository.commit({ a: '1' });
    const more = from(await repository.open(), '');
    expect(await more.of('f'.repeat(40))).toBeUndefined();
  });
});
