import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newHistory } from '@actions-aws/testing/git';
import { type GitHubWorld, githubWorld } from '@actions-aws/testing/github';
import { json, run } from './support/run.ts';
import { DEV, type ImageWorld, image, imageWorld, nameOf, step } from './support/world.ts';

let world: ImageWorld;
let github: GitHubWorld;
let workspace: string;
beforeAll(async () => {
  world = await imageWorld();
  github = await githubWorld();
  workspace = mkdtempSync(join(tmpdir(), 'no-checkout-'));
});
afterAll(async () => {
  await world.stop();
  await github.stop();
  rmSync(workspace, { recursive: true });
});

let count = 0;
/** An image each of two commits, the later of which has the tag `prod`. */
async function repository(earlier: string, later: string) {
  count += 1;
  const place = { ...DEV, repository: `by-commit-${count}` };
  await world.make(place);
  const old = await world.push(place, image('old', { revision: earlier }), ['old']);
  const next = await world.push(place, image('next', { revision: later }), ['prod']);
  const promoted = (inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) => {
    const asked = step(world, { from: nameOf(place), ...inputs });
    const GITHUB_API_URL = github.local.endpoint;
    return run({ ...asked, workspace, env: { GITHUB_REPOSITORY: 'octo/search', GITHUB_API_URL, ...env } }, world);
  };
  return { place, old, next, promoted };
}

const commits = () => [github.history.commit('main', { a: `${count}` }), github.history.commit('main', { a: 'b' })];

test('without a checkout, a tag moves by what GitHub says of the commits', async () => {
  const [first = '', second = ''] = commits();
  const { place, old, next, promoted } = await repository(first, second);
  const { token } = github.local;
  const back = await promoted({ digest: old, moving: 'prod', token });
  expect(json(back, 'report')).toMatchObject({ outcome: 'superseded', code: 'older-image' });
  expect(back.failure).toContain('contains this one');
  await promoted({ digest: old, moving: 'prod', token, 'allow-older': 'true' });
  const ended = await promoted({ digest: next, moving: 'prod', token });
  expect(ended).toMatchObject({ failure: '', outputs: { outcome: 'promoted', 'previous-digest': old } });
  expect(await world.tagsOf(place)).toMatchObject({ prod: next });
});

test('a content that came back moves by the commit of image-tag’s run', async () => {
  const [first = '', second = ''] = commits();
  const revision = github.history.commit('main', { a: 'as before' });
  const { place, old, promoted } = await repository(first, second);
  const { token } = github.local;
  const told = { tag: 'prod', move: true, why: 'of a test', rule: 'revision', from: '', revision };
  const ended = await promoted({ digest: old, moving: JSON.stringify([told]), token });
  expect(ended).toMatchObject({ failure: '', outputs: { outcome: 'promoted' } });
  expect(await world.tagsOf(place)).toMatchObject({ prod: old });
});

test('where the runner says no repository, GitHub is not asked', async () => {
  const [first = '', second = ''] = commits();
  const { next, promoted, old } = await repository(first, second);
  const before = github.local.requests.length;
  const { token } = github.local;
  const ended = await promoted({ digest: old, moving: 'prod', token }, { GITHUB_REPOSITORY: '' });
  expect(ended.failure).toContain('neither a checkout nor a token');
  expect(next).not.toBe(old);
  expect(github.local.requests.length).toBe(before);
});

test('the checkout is in `working-directory`', async () => {
  const directory = join(workspace, 'app');
  mkdirSync(directory);
  const history = newHistory({ directory });
  const [first = '', second = ''] = [history.commit('main', { a: '1' }), history.commit('main', { a: '2' })];
  const { old, promoted } = await repository(first, second);
  const asked = { digest: old, moving: 'prod' };
  expect((await promoted(asked)).failure).toContain('neither a checkout nor a token');
  expect((await promoted({ ...asked, 'working-directory': 'app' })).failure).toContain('contains this one');
});
