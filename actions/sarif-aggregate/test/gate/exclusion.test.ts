import { exclusionsIn, wordsOf } from '../../src/gate/exclusion.ts';

test.each<[string, unknown, object]>([
  ['nothing', undefined, []],
  ['an empty document', null, []],
  ['a glob', 'test/**', [{ path: 'test/**' }]],
  ['globs', ['test/**', ' docs/** '], [{ path: 'test/**' }, { path: 'docs/**' }]],
  ['a rule', [{ rule: 'B101' }], [{ rule: 'B101' }]],
  ['a rule in a path', [{ rule: 'B101', path: 'test/**' }], [{ path: 'test/**', rule: 'B101' }]],
])('%s', (_name, value, exclusions) => {
  expect(exclusionsIn(value)).toEqual({ exclusions, refusals: [] });
});

test.each<[string, unknown, string, string]>([
  ['an empty glob', [''], '[0]', 'is empty'],
  ['a glob that keeps', ['!src/**'], '[0]', 'must say what is excluded, not what is kept'],
  ['a number', [7], '[0]', 'says nothing that is excluded'],
  ['an empty mapping', [{}], '[0]', 'says nothing that is excluded'],
  ['an unknown key', [{ path: 'a', tool: 'x' }], '[0].tool', 'is no key here'],
  ['a rule that is no text', [{ rule: 101 }], '[0].rule', 'must be a glob'],
  ['a rule that is empty', [{ path: 'a', rule: ' ' }], '[0].rule', 'is empty'],
])('%s is refused', (_name, value, at, message) => {
  const { exclusions, refusals } = exclusionsIn(value);
  expect(exclusions).toEqual([]);
  expect(refusals).toEqual([expect.objectContaining({ at, message })]);
});

test('an exclusion is told in words', () => {
  expect(wordsOf({ path: 'a/**' })).toBe('path a/**');
  expect(wordsOf({ path: 'a/**', rule: 'B*' })).toBe('path a/**, rule B*');
});
