import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleStep, runBundle } from '@actions-aws/testing';
import { type GitHubWorld, githubWorld, runOf } from '../support/github-world.ts';

const action = fileURLToPath(new URL('../..', import.meta.url));
const filters = 'api: services/api/**\nweb: web/**\ndocs: "*.md"';

let world: GitHubWorld;
let temp: string;
let base: string;
let head: string;
beforeEach(async () => {
  world = await githubWorld();
  temp = mkdtempSync(join(tmpdir(), 'runner-'));
  base = world.history.commit('main', { 'services/api/a': 'a', 'web/a': 'a', 'README.md': 'a' });
  head = world.history.commit('topic', { 'services/api/b': 'b' }, { parents: [base] });
});
afterEach(async () => {
  await world.stop();
  rmSync(temp, { recursive: true });
});

interface Event {
  readonly name: string;
  readonly ref: string;
  readonly sha: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A step without a checkout. */
function step(event: Event, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  const file = join(temp, 'event.json');
  writeFileSync(file, JSON.stringify({ ref: event.ref, repository: { default_branch: 'main' }, ...event.payload }));
  return {
    action,
    workspace: temp,
    inputs: { filters, token: world.local.token, ...inputs },
    env: {
      GITHUB_API_URL: world.local.endpoint,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: file,
      GITHUB_REF: event.ref,
      GITHUB_REPOSITORY: 'octo/search',
      GITHUB_RUN_ID: '7099',
      GITHUB_SHA: event.sha,
      GITHUB_WORKFLOW_REF: `octo/search/.github/workflows/deploy.yml@${event.ref}`,
      RUNNER_TEMP: temp,
    },
  };
}

const push = (before: string, after: string): Event => ({
  name: 'push',
  ref: 'refs/heads/main',
  sha: after,
  payload: { before, after, forced: false, commits: [{}] },
});

function pullRequest(): Event {
  world.local.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  const side = (ref: string, sha: string) => ({ ref, sha, repo: { full_name: 'octo/search' } });
  const pull = { number: 5, base: side('main', base), head: side('topic', head) };
  return {
    name: 'pull_request',
    ref: 'refs/pull/5/merge',
    sha: 'e'.repeat(40),
    payload: { number: 5, pull_request: pull },
  };
}

test.each<[string, () => Event, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
  ['a pull request', pullRequest, {}, { changes: '["api"]', strategy: 'three-dot', count: '1' }],
  ['a push', () => push(base, head), {}, { changes: '["api"]', strategy: 'push', count: '1' }],
  [
    'a tag after another',
    () => {
      world.history.point({ 'refs/tags/v1.0.0': base, 'refs/tags/v1.1.0': head });
      return { name: 'push', ref: 'refs/tags/v1.1.0', sha: head, payload: { before: '0'.repeat(40), after: head } };
    },
    {},
    { changes: '["api"]', strategy: 'tag-before', count: '1' },
  ],
  [
    'a push since the last success',
    () => {
      const failed = world.history.commit('main', { 'web/a': 'b' });
      const last = world.history.commit('main', { 'README.md': 'b' });
      world.local.setRun(runOf(1, { sha: base }), []);
      world.local.setRun(runOf(2, { sha: failed, conclusion: 'failure' }), []);
      return push(failed, last);
    },
    { since: 'last-success' },
    { changes: '["web","docs"]', strategy: 'last-success', count: '2' },
  ],
])('%s, without a checkout: GitHub answers', async (_, event, inputs, outputs) => {
  const ended = await runBundle(step(event(), inputs));
  expect([ended.exitCode, ended.annotations]).toEqual([0, []]);
  expect(ended.outputs).toMatchObject({ complete: 'true', ...outputs });
  expect(readFileSync(ended.outputs['files-nul'] ?? '', 'utf8').split('\0')).toHaveLength(Number(outputs.count) + 1);
});

test('an older run that ran after the last success: everything counts as changed, with the reason', async () => {
  const late = runOf(2).created + 600_000;
  world.local.setRun(runOf(1, { sha: base, attempt: 2, started: late, updated: late }), []);
  world.local.setRun(runOf(2, { sha: head }), []);
  const ended = await runBundle(step(push(base, head), { since: 'last-success' }));
  expect(ended.exitCode).toBe(0);
  expect(ended.outputs).toMatchObject({
    changes: '["api","web","docs"]',
    complete: 'false',
    reason: expect.stringMatching(/^Run 1 \(.+\) ran after run 2 \(.+\) had delivered/),
  });
});

test('a token that lacks a permission: red, with the key to add, and no token in the log', async () => {
  const token = world.local.tokenWith({ contents: 'read' });
  const ended = await runBundle(step(pullRequest(), { token }));
  expect(ended.exitCode).toBe(1);
  expect(ended.annotations).toEqual([
    expect.objectContaining({
      level: 'error',
      message: expect.stringContaining('permissions: { pull-requests: read }'),
    }),
  ]);
  expect(ended.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(token);
});
