import { mayMove } from '../src/index.ts';

const repository = (mode: string, exclusions: readonly string[] = [], hasUnknownExclusions = false) => ({
  mode,
  exclusions,
  hasUnknownExclusions,
});

test.each([
  ['MUTABLE', [], 'latest', true],
  ['IMMUTABLE', [], 'latest', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['latest'], 'latest', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['latest'], 'latest-1', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*', 'v*.x'], 'dev-', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*', 'v*.x'], 'v1.2.x', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*', 'v*.x'], 'v1.2.x.1', false],
  ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'sha-1', false],
  ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'latest', true],
  ['MUTABLE_WITH_EXCLUSION', ['*a*a*'], 'aa', false],
  ['MUTABLE_WITH_EXCLUSION', ['a*a'], 'a', true],
  ['MUTABLE_WITH_EXCLUSION', ['*'], 'latest', false],
  ['SOMETHING_NEW', ['*'], 'latest', undefined],
])('%s %j: may %s move? %s', (mode, exclusions, tag, expected) => {
  expect(mayMove(repository(mode, exclusions), tag)).toBe(expected);
});

test('an exclusion of an unknown kind leaves open what no other one settles', () => {
  expect(mayMove(repository('MUTABLE_WITH_EXCLUSION', ['sha-*'], true), 'latest')).toBeUndefined();
  expect(mayMove(repository('MUTABLE_WITH_EXCLUSION', ['sha-*'], true), 'sha-1')).toBe(false);
  expect(mayMove(repository('IMMUTABLE', [], true), 'sha-1')).toBe(false);
});
