import { requestsFrom } from '../src/resolve.ts';

const owner = { run: '7', attempt: 1, nonce: 'aaaaaaaa' };
const none = { alias: 'live', onlyIf: undefined, toVersion: undefined };
const both = [{ name: 'search-api' }, { name: 'search-worker' }];

type Given = Parameters<typeof requestsFrom>[0];

function read(given: Partial<Given>) {
  const { desired, skipped } = requestsFrom({ ...none, functions: both, ...given }, owner);
  const versions = desired.map(({ functionName, onlyIf, toVersion }) => [functionName, onlyIf, toVersion]);
  return { versions, skipped: skipped.map(({ functionName }) => functionName) };
}

test.each<[string, Partial<Given>, ReturnType<typeof read>['versions'], readonly string[]]>([
  [
    'the outputs of a promotion, as they are',
    { onlyIf: { 'search-api': '3', 'search-worker': '8' }, toVersion: { 'search-api': '2', 'search-worker': '7' } },
    [
      ['search-api', '3', '2'],
      ['search-worker', '8', '7'],
    ],
    [],
  ],
  [
    'one of those that were promoted',
    { functions: [{ name: 'search-worker' }], onlyIf: { 'search-api': '3', 'search-worker': '8' } },
    [['search-worker', '8', undefined]],
    [],
  ],
  [
    'a function by its ARN',
    {
      functions: [{ name: 'arn:aws:lambda:eu-west-1:123456789012:function:search-api' }],
      onlyIf: { 'search-api': '3' },
    },
    [['arn:aws:lambda:eu-west-1:123456789012:function:search-api', '3', undefined]],
    [],
  ],
  ['a version for one function', { functions: both.slice(1), onlyIf: '8' }, [['search-worker', '8', undefined]], []],
  [
    'an entry of its own, first',
    {
      functions: [{ name: 'search-api' }, { name: 'search-worker', 'only-if': '9' }],
      onlyIf: { 'search-api': '3', 'search-worker': '8' },
    },
    [
      ['search-api', '3', undefined],
      ['search-worker', '9', undefined],
    ],
    [],
  ],
  [
    'nothing of it was promoted',
    { onlyIf: { 'search-api': '3', 'search-worker': '' }, toVersion: { 'search-api': '2', 'search-worker': '' } },
    [['search-api', '3', '2']],
    ['search-worker'],
  ],
  [
    'one that may be missing is not named',
    { functions: [{ name: 'search-api' }, { name: 'search-worker', optional: true }], onlyIf: { 'search-api': '3' } },
    [['search-api', '3', undefined]],
    ['search-worker'],
  ],
  [
    'one that may have been promoted for the first time',
    {
      functions: [{ name: 'search-api' }, { name: 'search-worker', optional: true }],
      toVersion: { 'search-api': '2', 'search-worker': '' },
    },
    [['search-api', undefined, '2']],
    ['search-worker'],
  ],
])('%s', (_name, given, versions, skipped) => {
  expect(read(given)).toEqual({ versions, skipped });
});

test.each<[string, Partial<Given>, RegExp]>([
  [
    'one version for several',
    { onlyIf: '3' },
    /`only-if` is "3", but cannot be meant for several functions.*by function/,
  ],
  [
    'a function that is not named',
    { onlyIf: { 'search-api': '3' } },
    /`only-if` has no version for search-worker.*optional: true/,
  ],
  ['nothing to name', { toVersion: {} }, /`to-version` has no version for search-api/],
  [
    'promoted for the first time',
    { toVersion: { 'search-api': '2', 'search-worker': '' } },
    /`to-version` has no version for search-worker\. It was promoted for the first time/,
  ],
  [
    'the same twice',
    { functions: [...both, { name: 'search-api' }] },
    /"search-api" at `functions\[2\]`: the function search-api is listed a second time\. Take one of the two out/,
  ],
  [
    'two aliases of one function',
    { functions: [...both, { name: 'arn:aws:lambda:eu-west-1:123456789012:function:search-api', alias: 'beta' }] },
    /the function search-api is listed a second time.*another alias of the same function needs a step of its own/,
  ],
])('%s is refused', (_name, given, message) => {
  expect(() => read(given)).toThrow(message);
});
