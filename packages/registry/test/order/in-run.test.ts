import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOver } from '@actions-aws/github';
import { type GitHubWorld, githubWorld } from '@actions-aws/testing/github';
import { ageInRun } from '../../src/order/index.ts';

let world: GitHubWorld;
let empty: string;
let first: string;
let second: string;
beforeAll(async () => {
  world = await githubWorld();
  empty = mkdtempSync(join(tmpdir(), 'workspace-'));
  first = world.history.commit('main', { 'a.txt': 'a' });
  second = world.history.commit('main', { 'a.txt': 'b' });
});
afterAll(async () => {
  rmSync(empty, { recursive: true });
  await world.stop();
});

const env = () => ({ PATH: process.env.PATH, GITHUB_WORKSPACE: empty });
const connect = async () => clientOver(world.connection());

/** What it says, and how many requests that took. */
async function ask(directory: string, withToken: boolean, ours = second, theirs = first) {
  const before = world.local.requests.length;
  const age = ageInRun({ env: env(), directory, ...(withToken && { connect }) });
  const { order, because } = await age(ours, theirs);
  return { order, because, requests: world.local.requests.length - before };
}

test('a checkout answers without GitHub', async () => {
  expect(await ask(world.history.directory, true)).toMatchObject({ order: 'newer', requests: 0 });
});

test('GitHub answers where there is no checkout, and where it does not have a commit', async () => {
  expect(await ask(empty, true)).toMatchObject({ order: 'newer', requests: 1 });
  expect(await ask(join(empty, 'nowhere'), true, first, second)).toMatchObject({ order: 'older', requests: 1 });
  const other = await githubWorld();
  try {
    other.history.commit('main', { 'b.txt': 'b' });
    expect(await ask(other.history.directory, true)).toMatchObject({ order: 'newer', requests: 1 });
  } finally {
    await other.stop();
  }
});

test('without a checkout and without a token nothing is known', async () => {
  expect(await ask(empty, false)).toEqual({
    order: 'unknown',
    because: 'there is neither a checkout nor a token to ask GitHub with',
    requests: 0,
  });
  const missing = await ask(world.history.directory, false, 'e'.repeat(40));
  expect(missing).toMatchObject({ order: 'unknown', because: "git does not have this image's commit eeeeeeeeeeee" });
});
