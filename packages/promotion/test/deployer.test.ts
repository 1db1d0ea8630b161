import { isAheadOf, isOlder, isSameRun, readDeployer } from '../src/index.ts';

const env = {
  GITHUB_RUN_ID: '812',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_RUN_NUMBER: '57',
  GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/deploy.yml@refs/heads/main',
};

test('a run is known by its id and attempt, and by a nonce that no other has', () => {
  const [one, two] = [readDeployer(env), readDeployer(env)];
  expect(one.owner).toMatchObject({ run: '812', attempt: 2 });
  expect(one.owner.nonce).toMatch(/^[0-9a-f]{8}$/);
  expect(one.owner.nonce).not.toBe(two.owner.nonce);
});

test('the same workflow file on another branch is the same workflow', () => {
  const branch = { ...env, GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/deploy.yml@refs/heads/fix' };
  expect(readDeployer(branch).order).toEqual(readDeployer(env).order);
});

test('outside of a workflow there is no order, and no two runs are the same', () => {
  const local = readDeployer({});
  expect(local.order).toBeUndefined();
  expect(isSameRun(local.owner, readDeployer({}).owner)).toBe(false);
});

test.each([
  [56, 57, true],
  [57, 57, false],
  [58, 57, false],
])('run %d is older than run %d of the same workflow: %s', (ours, theirs, older) => {
  expect(isOlder({ workflow: 'a', number: ours }, { workflow: 'a', number: theirs })).toBe(older);
});

test('runs of two workflows have no order', () => {
  expect(isOlder({ workflow: 'a', number: 1 }, { workflow: 'b', number: 9 })).toBe(false);
  expect(isOlder({ workflow: 'a', number: 1 }, undefined)).toBe(false);
  expect(isAheadOf({ workflow: 'a', number: 9 }, { workflow: 'b', number: 1 })).toBe(false);
});

test.each([
  ['an older run', 56, true],
  ['itself', 57, false],
  ['a newer run', 58, false],
])('a run is ahead of %s: %d, %s', (_, theirs, ahead) => {
  expect(isAheadOf({ workflow: 'a', number: 57 }, { workflow: 'a', number: theirs })).toBe(ahead);
});

test('any run is ahead where none is noted', () => {
  expect(isAheadOf({ workflow: 'a', number: 1 }, undefined)).toBe(true);
});
