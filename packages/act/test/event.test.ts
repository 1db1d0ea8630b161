import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Event, noCommit } from '../src/event/event.ts';
import { occurrenceOf } from '../src/event/occurrence.ts';
import { copyRepository, keepMadeCommit } from '../src/repository.ts';
import { setupOf } from '../src/setup/setup.ts';
import { openState } from '../src/state.ts';
import { workflowOf } from '../src/workflows.ts';
import { commitTo, gitIn, repositoryAt, writeTo } from './support/repositories.ts';

const setup = setupOf({ repository: 'octo/search' }, 'search');
const workflow = workflowOf(
  '.github/workflows/w.yml',
  "on: { schedule: [{ cron: '0 4 * * *' }], workflow_dispatch: { inputs: { a: {}, b: { default: c } } } }\n",
);

let scratch: string;
let folder: string;
let copies: number;
beforeEach(() => {
  copies = 0;
  scratch = mkdtempSync(path.join(tmpdir(), 'act-event-'));
  folder = repositoryAt(path.join(scratch, 'user'), { 'a.txt': 'one\n' });
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: payloads are looked into as workflows look into them.
type Payload = any;

/** Lets an event happen to the folder as it is, with a state that is kept from one to the next. */
async function happen(name: string, given: Partial<Event> = {}, from = folder) {
  const { copied, occurrence } = await tried(name, given, from);
  if ('impossible' in occurrence) throw new Error(occurrence.impossible);
  return { copied, ...occurrence, payload: occurrence.payload(workflow) as Payload };
}

async function tried(name: string, given: Partial<Event> = {}, from = folder) {
  copies += 1;
  const state = await openState<null>(path.join(scratch, 'state'));
  const bundle = state.bundleOf('refs/heads/main');
  const copied = await copyRepository(from, path.join(scratch, `copy-${copies}`), {
    ...(given.tag && { tag: given.tag }),
    ...(existsSync(bundle) && { earlier: bundle }),
  });
  const event = { name, actor: 'mona', inputs: {}, ...given };
  const occurrence = await occurrenceOf(event, copied, state.pushesOf(copied.ref), setup);
  if ('push' in occurrence && occurrence.push) {
    state.notePush(copied.ref, occurrence.push);
    await keepMadeCommit(copied, state.bundleOf(copied.ref));
    await state.save(null);
  }
  return { copied, occurrence };
}

/** Why an event cannot happen. */
async function refusal(name: string): Promise<string> {
  const { occurrence } = await tried(name);
  return 'impossible' in occurrence ? occurrence.impossible : 'it happened';
}

test('a push says the commit before, its commits and that it is not forced', async () => {
  const first = gitIn(folder, 'rev-parse', 'HEAD');
  const second = commitTo(folder, { 'a.txt': 'two\n' }, 'Second\n\nbody');
  const { payload, ref, sha, trigger } = await happen('push');
  expect([ref, sha]).toEqual(['refs/heads/main', second]);
  expect(payload).toMatchObject({
    ref: 'refs/heads/main',
    before: first,
    after: second,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `https://github.com/octo/search/compare/${first.slice(0, 12)}...${second.slice(0, 12)}`,
    head_commit: { id: second, message: 'Second\n\nbody', author: { name: 'octocat' } },
    pusher: { name: 'mona' },
    repository: { full_name: 'octo/search', default_branch: 'main', fork: false },
  });
  expect(payload.commits.map((commit: { id: string }) => commit.id)).toEqual([second]);
  expect(payload.head_commit.tree_id).toBe(gitIn(folder, 'rev-parse', 'HEAD^{tree}'));
  expect(trigger.paths).toEqual(['a.txt']);
});

test('the first push of all makes its branch, and all files are new', async () => {
  const { payload, trigger } = await happen('push');
  expect(payload).toMatchObject({ before: noCommit, created: true, forced: false });
  expect(payload.commits).toHaveLength(1);
  expect(trigger.paths).toEqual(['a.txt']);
});

test('a push comes after the one before, with all commits since, and once more is the same push', async () => {
  const pushed = (await happen('push')).payload.after;
  const commits = [commitTo(folder, { 'b.txt': 'b\n' }), commitTo(folder, { 'a.txt': undefined })];
  for (const _ of ['at first', 'once more']) {
    const { payload, trigger } = await happen('push');
    expect(payload).toMatchObject({ before: pushed, after: commits[1], created: false, forced: false });
    expect(payload.commits.map((commit: { id: string }) => commit.id)).toEqual(commits);
    expect(trigger.paths).toEqual(['a.txt', 'b.txt']);
  }
});

test('a push that leaves out what was pushed is forced, and what was pushed is still there', async () => {
  commitTo(folder, { 'b.txt': 'b\n' });
  const pushed = (await happen('push')).payload.after;
  gitIn(folder, 'reset', '--quiet', '--hard', 'HEAD^');
  const replaced = commitTo(folder, { 'c.txt': 'c\n' });
  const { copied, payload, trigger } = await happen('push');
  expect(payload).toMatchObject({ before: pushed, after: replaced, created: false, forced: true });
  expect(trigger.paths).toEqual(['b.txt', 'c.txt']);
  expect(gitIn(copied.folder, 'cat-file', '-t', pushed)).toBe('commit');
});

test('what is not committed is a commit of its own, the same one as long as it is the same', async () => {
  const head = gitIn(folder, 'rev-parse', 'HEAD');
  writeTo(folder, { 'new.txt': 'n\n' });
  const first = await happen('push');
  expect(first.payload).toMatchObject({ before: head, created: false });
  expect(first.payload.after).not.toBe(head);
  expect((await happen('push')).payload).toMatchObject({ before: head, after: first.payload.after });
  // Committed since, and so replaced: the commit that was pushed before is there, as it is on GitHub.
  const committed = commitTo(folder, { 'new.txt': 'n\n' });
  const { copied, payload } = await happen('push');
  expect(payload).toMatchObject({ before: first.payload.after, after: committed, forced: true });
  expect(gitIn(copied.folder, 'cat-file', '-t', payload.before)).toBe('commit');
  expect(gitIn(folder, 'status', '--porcelain')).toBe('');
});

test('a folder that is no repository has a history of its pushes', async () => {
  const plain = path.join(scratch, 'plain');
  writeTo(plain, { 'a.txt': 'one\n', 'b.txt': 'b\n' });
  const first = await happen('push', {}, plain);
  expect(first.payload).toMatchObject({ before: noCommit, created: true });
  writeTo(plain, { 'a.txt': 'two\n', 'b.txt': undefined });
  const second = await happen('push', {}, plain);
  expect(second.payload).toMatchObject({ before: first.payload.after, created: false, forced: false });
  expect(second.trigger.paths).toEqual(['a.txt', 'b.txt']);
  const third = await happen('push', {}, plain);
  expect(third.payload).toMatchObject({ before: first.payload.after, after: second.payload.after });
});

test('a branch that follows one of a remote is pushed from there on', async () => {
  const clone = path.join(scratch, 'clone');
  gitIn(scratch, 'clone', '--quiet', folder, clone);
  const remote = gitIn(folder, 'rev-parse', 'HEAD');
  commitTo(clone, { 'b.txt': 'b\n' });
  const after = commitTo(clone, { 'c.txt': 'c\n' });
  const { payload } = await happen('push', {}, clone);
  expect(payload).toMatchObject({ before: remote, after, created: false });
  expect(payload.commits).toHaveLength(2);
});

test('a new branch is created, and what it changed is from where it left the default branch', async () => {
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  commitTo(folder, { 'b.txt': 'b\n' });
  commitTo(folder, { 'c/d.txt': 'd\n' });
  const { payload, trigger } = await happen('push');
  expect(payload).toMatchObject({ ref: 'refs/heads/topic', before: noCommit, created: true });
  expect(payload.commits).toHaveLength(2);
  expect(trigger.paths).toEqual(['b.txt', 'c/d.txt']);
});

test('a tag is pushed by its name: one that is there with its commit, one that is not on what is checked out', async () => {
  gitIn(folder, 'tag', '--annotate', '--message', 'first', 'v1.0.0');
  const tagged = gitIn(folder, 'rev-parse', 'HEAD');
  const newest = commitTo(folder, { 'a.txt': 'two\n' });
  const there = await happen('push', { tag: 'v1.0.0' });
  expect([there.ref, there.sha, there.trigger.paths]).toEqual(['refs/tags/v1.0.0', tagged, undefined]);
  expect(there.payload).toMatchObject({
    ref: 'refs/tags/v1.0.0',
    before: noCommit,
    after: gitIn(folder, 'rev-parse', 'v1.0.0'),
    created: true,
    base_ref: 'refs/heads/main',
    commits: [],
    head_commit: { id: tagged },
  });
  expect((await happen('push', { tag: 'v1.1.0' })).payload).toMatchObject({ ref: 'refs/tags/v1.1.0', after: newest });
});

test('a pull request is merged for a test: the merge commit is checked out, base and head are its parents', async () => {
  const fork = gitIn(folder, 'rev-parse', 'HEAD');
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  const head = commitTo(folder, { 'b.txt': 'b\n' }, 'Second thing');
  gitIn(folder, 'switch', '--quiet', 'main');
  const base = commitTo(folder, { 'c.txt': 'c\n' });
  gitIn(folder, 'switch', '--quiet', 'topic');
  const { copied, ref, sha, headRef, baseRef, payload, trigger } = await happen('pull_request');
  expect([ref, headRef, baseRef]).toEqual(['refs/pull/1/merge', 'topic', 'main']);
  expect(gitIn(copied.folder, 'rev-parse', 'HEAD', 'HEAD^1', 'HEAD^2').split('\n')).toEqual([sha, base, head]);
  expect(gitIn(copied.folder, 'ls-files').split('\n')).toEqual(['a.txt', 'b.txt', 'c.txt']);
  expect(gitIn(copied.folder, 'rev-parse', 'refs/pull/1/merge', 'refs/pull/1/head').split('\n')).toEqual([sha, head]);
  expect(payload).toMatchObject({
    action: 'synchronize',
    number: 1,
    before: fork,
    after: head,
    pull_request: {
      title: 'Second thing',
      merge_commit_sha: sha,
      commits: 1,
      changed_files: 1,
      head: { ref: 'topic', sha: head, label: 'octo:topic', repo: { full_name: 'octo/search', fork: false } },
      base: { ref: 'main', sha: base },
    },
  });
  // Without what the base has since the branch left it.
  expect(trigger).toEqual({
    event: 'pull_request',
    ref: 'refs/heads/main',
    action: 'synchronize',
    paths: ['b.txt'],
  });
});

test('a pull request from a fork has a head of another repository, and a base of this one', async () => {
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  const sha = commitTo(folder, { 'b.txt': 'b\n' });
  const { headRef, payload, pull } = await happen('pull_request', { fork: 'kim' });
  expect(headRef).toBe('topic');
  expect(pull?.head).toEqual({ ref: 'topic', sha, repository: 'kim/search' });
  const { head, base } = payload.pull_request;
  expect(head).toMatchObject({
    label: 'kim:topic',
    sha,
    user: { login: 'kim' },
    repo: { full_name: 'kim/search', fork: true },
  });
  expect(base).toMatchObject({ label: 'octo:main', repo: { full_name: 'octo/search', fork: false } });
  expect(head.repo.id).not.toBe(base.repo.id);
  expect(payload.repository.full_name).toBe('octo/search');
});

test('a pull request that GitHub would not have is refused with what to do', async () => {
  expect(await refusal('pull_request')).toMatch(/main is checked out: make one with `git switch -c/);
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  expect(await refusal('pull_request')).toMatch(/topic has no commit that main has not/);
  commitTo(folder, { 'a.txt': 'topic\n' });
  gitIn(folder, 'switch', '--quiet', 'main');
  commitTo(folder, { 'a.txt': 'main\n' });
  gitIn(folder, 'switch', '--quiet', 'topic');
  expect(await refusal('pull_request')).toMatch(/topic and main are in conflict in a\.txt/);
});

test('a merge group, a release, a schedule and a dispatch have what GitHub says of them', async () => {
  const main = gitIn(folder, 'rev-parse', 'HEAD');
  expect(await happen('schedule')).toMatchObject({
    ref: 'refs/heads/main',
    sha: main,
    payload: { schedule: '0 4 * * *' },
  });
  expect(await happen('workflow_dispatch', { inputs: { a: 'b' } })).toMatchObject({
    ref: 'refs/heads/main',
    payload: { ref: 'refs/heads/main', workflow: '.github/workflows/w.yml', inputs: { a: 'b', b: 'c' } },
  });
  expect(await happen('release', { tag: 'v1.0.0-rc.1' })).toMatchObject({
    ref: 'refs/tags/v1.0.0-rc.1',
    trigger: { action: 'published' },
    payload: { action: 'published', release: { tag_name: 'v1.0.0-rc.1', prerelease: true } },
  });
  gitIn(folder, 'switch', '--quiet', '--create', 'topic');
  commitTo(folder, { 'b.txt': 'b\n' });
  const { ref, sha, payload } = await happen('merge_group');
  expect(ref).toBe(`refs/heads/gh-readonly-queue/main/pr-1-${main}`);
  expect(payload.merge_group).toMatchObject({
    head_sha: sha,
    head_ref: ref,
    base_sha: main,
    base_ref: 'refs/heads/main',
  });
  expect(await refusal('schedule')).toMatch(/scheduled workflows of main alone/);
  expect(await refusal('release')).toMatch(/--tag v1\.2\.3/);
  expect(await refusal('issues')).toMatch(/issues is not imitated; give one of push, pull_request, /);
});
