import { InputError, readInputs } from '@actions-aws/action';
import { inputs } from '../src/inputs/inputs.ts';
import { requestFrom } from '../src/inputs/resolve.ts';

const release = '9f86d081884c7d65';
const usual = {
  bucket: 'shop-site',
  'test-distribution': 'E1TEST1TEST1T',
  'app-distribution': 'E2APP2APP2APP',
  staged: `${release}@0a1b2c3d`,
  pointer: 'auto',
  smoke: 'GET /',
  verify: 'smoke',
  settle: '15s',
  'dry-run': 'false',
  timeout: '45m',
  'allow-older': 'false',
  'credentials-expire-at': 'unknown',
};
const deployer = { owner: { run: '812', attempt: 1, nonce: '0a1b2c3d' } };

/** What a workflow that gives this asks for. */
async function requestOf(given: Readonly<Record<string, string>>) {
  const env = Object.fromEntries(
    Object.entries({ ...usual, ...given }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  return requestFrom(await readInputs(inputs, env), deployer);
}

const needs = (more: object) => JSON.stringify({ stage: { result: 'success', outputs: {} }, ...more });
const e2e = { result: 'success', outputs: { 'release-id': release } };

test('what is verified is what was smoked, unless it is said otherwise', async () => {
  const same = await requestOf({});
  expect(same).toMatchObject({ staged: { release, nonce: '0a1b2c3d' }, asksTest: true, unproved: [] });
  expect(same.verify).toEqual(same.smoke);
  const other = await requestOf({ verify: 'https://api.example.com/health' });
  expect(other.verify).toMatchObject([{ kind: 'url' }]);
  expect((await requestOf({ verify: 'none' })).verify).toEqual([]);
});

test('without checks TEST is asked for its pages all the same, but not where `none` is said', async () => {
  const proofs = needs({ e2e });
  expect(await requestOf({ smoke: '', proofs, require: 'e2e' })).toMatchObject({
    smoke: [],
    asksTest: true,
    require: ['e2e'],
  });
  expect(await requestOf({ smoke: 'none' })).toMatchObject({ smoke: [], asksTest: false });
});

test.each([
  ['ended with success, and tested this release', e2e, []],
  ['failed', { ...e2e, result: 'failure' }, ['The job e2e ended with failure.']],
  ['was skipped', { result: 'skipped', outputs: {} }, ['The job e2e ended with skipped.']],
  [
    'does not say what it tested',
    { result: 'success', outputs: {} },
    ['The job e2e does not say which release it tested: it has no output `release-id`.'],
  ],
  [
    'says nothing',
    { result: 'success', outputs: { 'release-id': '' } },
    ['The job e2e does not say which release it tested: it has no output `release-id`.'],
  ],
  [
    'tested another release',
    { result: 'success', outputs: { 'release-id': 'a'.repeat(16) } },
    [`The job e2e tested another release, ${'a'.repeat(16)}.`],
  ],
])('a job that %s', async (_, job, unproved) => {
  expect((await requestOf({ proofs: needs({ e2e: job }), require: 'e2e' })).unproved).toEqual(unproved);
});

test('of several each has to prove it', async () => {
  const { unproved } = await requestOf({ proofs: needs({ e2e, load: { result: 'cancelled' } }), require: 'e2e, load' });
  expect(unproved).toEqual(['The job load ended with cancelled.']);
});

test.each<[string, Record<string, string>, string]>([
  ['nothing that proves it', { smoke: '' }, '`smoke` is empty, or was not given, and `require` names no job'],
  [
    'jobs and none of them required',
    { proofs: needs({ e2e }) },
    '`require` is empty, or was not given, so that `proofs` would prove nothing',
  ],
  ['a required job and no jobs', { require: 'e2e' }, '`proofs` is empty, or was not given'],
  [
    'a required job that is not needed',
    { require: 'load', proofs: needs({ e2e }) },
    '`require` is "load", but is not among the jobs of `proofs`',
  ],
  ['a payload', { smoke: '[{ payload: {} }]' }, 'has `payload`, which a function takes'],
  ['an address in smoke', { smoke: 'https://www.example.com/' }, 'need not lead to TEST'],
  [
    'one distribution for both',
    { 'app-distribution': usual['test-distribution'] },
    'is the same as `test-distribution`',
  ],
])('%s is refused', async (_, given, message) => {
  const ended = requestOf(given);
  await expect(ended).rejects.toThrow(InputError);
  await expect(ended).rejects.toThrow(message);
});
