import { requestsFrom } from '../src/inputs/resolve.ts';

const owner = { run: '7', attempt: 1, nonce: 'aaaaaaaa' };
const usual = { alias: 'live', onlyIf: 'any', to: 'previous' };
const both = [{ name: 'search-api' }, { name: 'search-worker' }];

type Given = Parameters<typeof requestsFrom>[0];

function read(given: Partial<Given>) {
  const { desired, skipped } = requestsFrom({ ...usual, functions: both, ...given }, owner);
  const versions = desired.map(({ functionName, onlyIf, to }) => [functionName, onlyIf, to]);
  return { versions, skipped: skipped.map(({ functionName }) => functionName) };
}

test.each<[string, Partial<Given>, ReturnType<typeof read>['versions'], readonly string[]]>([
  [
    'the outputs of a promotion, as they are',
    { onlyIf: { 'search-api': '3', 'search-worker': '8' }, to: { 'search-api': '2', 'search-worker': '7' } },
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
    { onlyIf: { 'search-api': '3', 'search-worker': '' }, to: { 'search-api': '2', 'search-worker': '' } },
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
      to: { 'search-api': '2', 'search-worker': '' },
    },
    [['search-api', 'any', '2']],
    ['search-worker'],
  ],
  ['what is live, of all', { onlyIf: 'any' }, both.map(({ name }) => [name, 'any', undefined]), []],
  [
    'what is live of one, by its entry or by name',
    {
      functions: [{ name: 'search-api', 'only-if': 'any' }, { name: 'search-worker' }],
      onlyIf: { 'search-worker': 'any' },
    },
    both.map(({ name }) => [name, 'any', undefined]),
    [],
  ],
  [
    'the version before of one whose promotion names another',
    {
      functions: [{ name: 'search-api', to: 'previous' }, { name: 'search-worker' }],
      to: { 'search-api': '2', 'search-worker': '7' },
    },
    [
      ['search-api', 'any', undefined],
      ['search-worker', 'any', '7'],
    ],
    [],
  ],
  [
    'a condition of its own for each',
    { functions: both.map((one) => ({ ...one, 'only-if': '3' })), onlyIf: undefined },
    both.map(({ name }) => [name, '3', undefined]),
    [],
  ],
])('%s', (_name, given, versions, skipped) => {
  expect(read(given)).toEqual({ versions, skipped });
});

test.each<[string, Partial<Given>, RegExp]>([
  [
    'no condition',
    { onlyIf: undefined },
    /^Input `only-if` is empty, or was not given\. .*`promoted-versions`.*`any`.*dropped/,
  ],
  [
    'no condition for one of them',
    { functions: [{ name: 'search-api', 'only-if': '3' }, { name: 'search-worker' }], onlyIf: undefined },
    /`only-if` is empty, or was not given/,
  ],
  [
    'no condition for one that may be missing',
    { functions: [{ name: 'search-api', optional: true }], onlyIf: undefined },
    /`only-if` is empty, or was not given/,
  ],
  [
    'one name in two regions',
    {
      functions: ['eu-west-1', 'us-east-1'].map((region) => ({
        name: `arn:aws:lambda:${region}:123456789012:function:search-api`,
      })),
    },
    /at `functions\[1\]`: search-api is listed in two regions, eu-west-1 and us-east-1\. .*a step for each region.*AWS_REGION/,
  ],
  [
    'one name in two accounts',
    {
      functions: ['123456789012', '210987654321'].map((account) => ({
        name: `arn:aws:lambda:eu-west-1:${account}:function:search-api`,
      })),
    },
    /search-api is listed in two accounts, 123456789012 and 210987654321\. .*a step for each account/,
  ],
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
  ['nothing to name', { to: {} }, /`to` has no version for search-api/],
  [
    'promoted for the first time',
    { to: { 'search-api': '2', 'search-worker': '' } },
    /`to` has no version for search-worker\. It was promoted for the first time/,
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
