import { commitAt, type Git } from '@actions-aws/git';
import { ageOf } from '../src/checkout/history.ts';
import type { Age } from '../src/moving/verdict.ts';
import { newRepository, type Repository } from './support/repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = newRepository();
});
afterEach(() => repository.remove());

async function age(ours: string, revision: string | undefined, at = repository, more?: Git): Promise<Age['order']> {
  const git = await at.open();
  const commit = (await commitAt(git, ours))!;
  return (await ageOf(git, commit, revision, async () => more)).order;
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
