import { type Event, type RunFacts, refOf } from '../src/ref.ts';

const head = 'a'.repeat(40);
const other = 'b'.repeat(40);
const repository: Event['repository'] = { default_branch: 'main' };
const pull_request = { number: 7, head: { sha: other } };

test.each<[string, Partial<RunFacts>, object]>([
  ['a push to main', { ref: 'refs/heads/main' }, { kind: 'branch', name: 'main', isDefault: true }],
  ['a push to a branch', { ref: 'refs/heads/a/b' }, { kind: 'branch', name: 'a/b', isDefault: false }],
  ['a payload without a repository', { ref: 'refs/heads/main', event: {} }, { kind: 'branch', isDefault: undefined }],
  ['a tag', { ref: 'refs/tags/svc/v1.0.0' }, { kind: 'tag', name: 'svc/v1.0.0' }],
  [
    'a pull request’s merge commit',
    { ref: 'refs/pull/7/merge', event: { repository, pull_request } },
    { kind: 'pull-request', number: 7 },
  ],
  [
    'a pull request’s head',
    { ref: 'refs/pull/7/merge', sha: other, head: other, event: { pull_request } },
    { kind: 'pull-request', number: 7 },
  ],
  [
    'pull_request_target with the code of the pull request: never the branch that it wants to come to',
    { ref: 'refs/heads/main', sha: head, head: other, event: { repository, pull_request } },
    { kind: 'pull-request', number: 7 },
  ],
  [
    'pull_request_target with the code of the base',
    { ref: 'refs/heads/main', event: { repository, pull_request } },
    { kind: 'branch', name: 'main', isDefault: true },
  ],
  ['another commit than the run’s, as of workflow_run', { ref: 'refs/heads/main', sha: other }, { kind: 'none' }],
  ['a run’s commit that is not in the checkout', { ref: 'refs/heads/main', sha: undefined }, { kind: 'none' }],
  ['a merge queue', { ref: 'refs/heads/gh-readonly-queue/main/pr-7-abc' }, { kind: 'none' }],
  ['no ref', { ref: '' }, { kind: 'none' }],
])('%s', (_what, facts, expected) => {
  expect(refOf({ ref: '', sha: head, head, event: { repository }, ...facts })).toMatchObject(expected);
});
