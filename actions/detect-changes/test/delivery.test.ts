import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Permissions } from '@actions-aws/local-github';
import { type EndedBundle, runBundle } from '@actions-aws/testing';
import { type GitHubWorld, githubWorld, runOf } from './support/github-world.ts';

let world: GitHubWorld;
let folder: string;
beforeEach(async () => {
  world = await githubWorld();
  folder = mkdtempSync(join(tmpdir(), 'delivery-'));
});
afterEach(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

/** The action in a job without a checkout: GitHub's API tells it all. */
async function detect(
  event: string,
  payload: object,
  sha: string,
  {
    inputs = {},
    permissions,
  }: { readonly inputs?: Readonly<Record<string, string>>; readonly permissions?: Permissions } = {},
): Promise<EndedBundle> {
  const file = join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  const ended = await runBundle({
    action: fileURLToPath(new URL('..', import.meta.url)),
    workspace: mkdtempSync(join(folder, 'empty-')),
    inputs: {
      filters: 'api: services/api/**\nweb: web/**',
      token: permissions ? world.local.tokenWith(permissions) : world.local.token,
      ...inputs,
    },
    env: {
      GITHUB_API_URL: world.local.endpoint,
      GITHUB_SERVER_URL: 'http://127.0.0.1:9',
      GITHUB_REPOSITORY: 'octo/search',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file,
      GITHUB_SHA: sha,
      GITHUB_WORKFLOW_REF: 'octo/search/.github/workflows/deploy.yml@refs/heads/main',
      GITHUB_RUN_ID: '7009',
      RUNNER_TEMP: folder,
    },
  });
  expect(readdirSync(folder).filter((name) => name.startsWith('history-'))).toEqual([]);
  return ended;
}

function commits() {
  const first = world.history.commit('main', { 'services/api/a': '1', 'web/a': '1' });
  const second = world.history.commit('main', { 'services/api/a': '2' });
  const third = world.history.commit('main', { 'web/a': '2' });
  const push = { ref: 'refs/heads/main', before: second, after: third, forced: false, commits: [{}] };
  return { first, second, third, push };
}

test('what a failed deployment left behind comes with the next push', async () => {
  const { first, second, third, push } = commits();
  world.local.setRun(runOf(1, { sha: first }), []);
  world.local.setRun(runOf(2, { sha: second, conclusion: 'failure' }), []);
  world.local.setRun(runOf(9, { sha: third, status: 'in_progress' }), []);
  const plain = await detect('push', push, third);
  expect(plain.outputs).toMatchObject({ api: 'false', web: 'true', strategy: 'push', complete: 'true' });
  const since = await detect('push', push, third, { inputs: { since: 'last-success' } });
  expect(since.outputs).toMatchObject({
    api: 'true',
    web: 'true',
    base: first,
    head: third,
    strategy: 'last-success',
    complete: 'true',
    reason:
      'Compared with what run 7001 delivered, and with one commit that runs since then may have delivered in part.',
  });
});

test('a failed deployment that is reverted goes out again, though nothing differs from the last success', async () => {
  const first = world.history.commit('main', { 'services/api/a': '1', 'web/a': '1' });
  const failed = world.history.commit('main', { 'services/api/a': 'bad' });
  const head = world.history.commit('main', { 'services/api/a': '1' });
  world.local.setRun(runOf(1, { sha: first }), []);
  world.local.setRun(runOf(2, { sha: failed, conclusion: 'failure' }), []);
  const push = { ref: 'refs/heads/main', before: failed, after: head, forced: false, commits: [{}] };
  const ended = await detect('push', push, head, { inputs: { since: 'last-success' } });
  expect(ended.outputs).toMatchObject({ api: 'true', web: 'false', base: first, complete: 'true', count: '1' });
});

test('a permission that is missing is named, and no component is false', async () => {
  const { third, push } = commits();
  const { exitCode, outputs, annotations } = await detect('push', push, third, {
    inputs: { since: 'last-success' },
    permissions: { contents: 'read' },
  });
  expect(exitCode).toBe(1);
  expect(annotations[0]?.message).toContain('actions: read');
  expect(outputs).toMatchObject({ api: 'true', web: 'true', complete: 'false' });
});
