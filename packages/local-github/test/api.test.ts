import { type History, newHistory, type Tree } from '@actions-aws/testing/git';
import { type LocalGitHub, type Permissions, type Run, startLocalGitHub } from '../src/index.ts';
import { run as begun, now, repository } from './support/run.ts';

let history: History;
let github: LocalGitHub;
beforeEach(async () => {
  history = newHistory();
  github = await startLocalGitHub({ repository, now: () => now, directory: history.directory });
});
afterEach(async () => {
  await github.stop();
  history.remove();
});

type Json = Readonly<Record<string, unknown>>;

async function get(path: string, { token = github.token, accept = 'application/json' } = {}) {
  const address = path.startsWith('http') ? path : `${github.endpoint}/repos/octo/search${path}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}`, accept } });
  const text = await response.text();
  const value: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, value: value as Json, list: value as readonly Json[] };
}

async function everyPage(path: string): Promise<readonly Json[]> {
  const { list, headers } = await get(path);
  const next = /<([^<>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  return next ? [...list, ...(await everyPage(next))] : list;
}

const many = (count: number, text = 'x'): Tree =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`files/${index}.txt`, `${text}${index}`]));

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

test('the files of a pull request are what its head has since it left the base, in GitHub’s words', async () => {
  const base = history.commit('main', {
    'edited.txt': 'a\n',
    'gone.txt': 'b\n',
    'moved.txt': lines(10),
    'moved-and-edited.txt': lines(20),
    'typed.txt': 'to\n',
    'mode.sh': 'x\n',
  });
  const head = history.commit(
    'topic',
    {
      'edited.txt': 'a\nb\n',
      'gone.txt': undefined,
      'moved.txt': undefined,
      'new/moved.txt': lines(10),
      'moved-and-edited.txt': undefined,
      'new/moved-and-edited.txt': `${lines(20)}more\n`,
      'typed.txt': { content: 'to', mode: '120000' },
      'mode.sh': { content: 'x\n', mode: '100755' },
      'tab\there': 'c\n',
      'caf\xe9.txt': 'd\n',
      sub: { content: '1'.repeat(40), mode: '160000' },
    },
    { parents: [base] },
  );
  history.commit('main', { 'later.txt': 'not of the pull request' });
  github.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  const files = await everyPage('/pulls/5/files?per_page=3');
  expect(
    Object.fromEntries(
      files.map(({ filename, status, changes, previous_filename: from }) => [filename, [status, changes, from]]),
    ),
  ).toEqual({
    'edited.txt': ['modified', 1, undefined],
    'gone.txt': ['removed', 1, undefined],
    'new/moved.txt': ['renamed', 0, 'moved.txt'],
    'new/moved-and-edited.txt': ['renamed', 1, 'moved-and-edited.txt'],
    'typed.txt': ['changed', 2, undefined],
    'mode.sh': ['modified', 0, undefined],
    'tab\there': ['added', 1, undefined],
    'caf\ufffd.txt': ['added', 1, undefined],
    sub: ['added', 1, undefined],
  });
  expect(files.find(({ filename }) => filename === 'sub')?.patch).toMatch(/^\+Subproject commit 1{40}$/m);
  const { value } = await get('/pulls/5');
  expect(value).toMatchObject({ number: 5, changed_files: 9, base: { sha: base }, head: { sha: head } });
  expect((await get('/pulls/6')).status).toBe(404);
});

test('a pull request lists 30 files a page, 100 at most, and 3,000 in all', async () => {
  const base = history.commit('main', { 'a.txt': 'a' });
  const head = history.commit('topic', many(3001), { parents: [base] });
  github.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  expect((await get('/pulls/5/files')).list).toHaveLength(30);
  expect((await get('/pulls/5/files?per_page=500')).list).toHaveLength(100);
  expect(await everyPage('/pulls/5/files?per_page=100')).toHaveLength(3000);
  expect((await get('/pulls/5')).value).toMatchObject({ changed_files: 3001 });
});

test('a comparison has 300 files, all on its first page, and pages of commits', async () => {
  const base = history.commit('main', { 'a.txt': 'a' });
  const first = history.commit('topic', many(301), { parents: [base] });
  const second = history.commit('topic', { 'b.txt': 'b' });
  const ahead = history.commit('main', { 'a.txt': 'b' });
  const one = await get(`/compare/main...topic?per_page=1`);
  expect(one.value).toMatchObject({
    status: 'diverged',
    ahead_by: 2,
    behind_by: 1,
    total_commits: 2,
    base_commit: { sha: ahead },
    merge_base_commit: { sha: base, commit: { committer: { date: '2026-01-01T00:01:00Z' } } },
    commits: [{ sha: first, parents: [{ sha: base }] }],
  });
  expect(one.value.files).toHaveLength(300);
  const [, next = ''] = /<([^<>]+)>; rel="next"/.exec(one.headers.get('link') ?? '') ?? [];
  const two = (await get(next)).value;
  expect(two).toMatchObject({ commits: [{ sha: second }] });
  expect(two.files).toBeUndefined();
  expect((await get(`/compare/${base}...nowhere`)).status).toBe(404);
  const other = history.commit('orphan', { 'z.txt': 'z' }, { parents: [] });
  expect((await get(`/compare/${base}...${other}`)).value.message).toMatch(/^No common ancestor/);
});

test('refs, tags and commits are those of the repository', async () => {
  const first = history.commit('main', { 'a.txt': 'a' });
  const second = history.commit('feature/x', { 'b.txt': 'b' }, { parents: [first] });
  history.git('tag', '-a', '-m', 'one', 'v1.0.0', first);
  history.git('tag', 'v1.1.0', second);
  history.git('tag', 'svc/v1', first);
  const annotated = history.git('rev-parse', 'v1.0.0');
  expect((await get('/git/matching-refs/tags/v')).list).toEqual([
    { ref: 'refs/tags/v1.0.0', object: { type: 'tag', sha: annotated } },
    { ref: 'refs/tags/v1.1.0', object: { type: 'commit', sha: second } },
  ]);
  expect((await get('/git/ref/heads/feature/x')).value).toMatchObject({ object: { sha: second } });
  expect((await get('/git/ref/heads/feature')).status).toBe(404);
  expect((await everyPage('/tags?per_page=1')).map(({ name, commit }) => [name, (commit as Json).sha])).toEqual([
    ['v1.1.0', second],
    ['v1.0.0', first],
    ['svc/v1', first],
  ]);
  const accept = 'application/vnd.github.sha';
  for (const name of ['v1.0.0', 'tags/v1.0.0', 'main', 'heads/main', first, first.slice(0, 12)])
    expect((await get(`/commits/${name}`, { accept })).value).toBe(first);
  expect(await get('/commits/nowhere', { accept })).toMatchObject({ status: 422 });
  expect(await get('/commits/main~1', { accept })).toMatchObject({ status: 422 });
  expect((await get(`/git/commits/${second}`)).value).toMatchObject({
    sha: second,
    parents: [{ sha: first }],
    committer: { date: '2026-01-01T00:02:00Z' },
  });
  expect((await get(`/git/commits/${annotated}`)).status).toBe(404);
});

test('a tree is whole, until it has too many entries', async () => {
  const sha = history.commit('main', {
    'a/b/c.txt': 'c',
    'd.txt': 'd',
    m: { content: '1'.repeat(40), mode: '160000' },
  });
  const paths = ({ value }: { value: Json }) => (value.tree as Json[]).map(({ path, type }) => `${type} ${path}`);
  const whole = await get(`/git/trees/${sha}?recursive=1`);
  expect(paths(whole)).toEqual(['tree a', 'tree a/b', 'blob a/b/c.txt', 'blob d.txt', 'commit m']);
  expect(whole.value.truncated).toBe(false);
  expect(paths(await get(`/git/trees/${sha}`))).toEqual(['tree a', 'blob d.txt', 'commit m']);
  const small = await startLocalGitHub({
    repository,
    now: () => now,
    directory: history.directory,
    caps: { treeEntries: 3 },
  });
  try {
    const response = await fetch(`${small.endpoint}/repos/octo/search/git/trees/${sha}?recursive=0`, {
      headers: { authorization: `Bearer ${small.token}` },
    });
    expect(await response.json()).toMatchObject({ truncated: true, tree: { length: 3 } });
  } finally {
    await small.stop();
  }
});

const run: Run = { ...begun, status: 'completed', conclusion: 'failure' };

test('a run has attempts, and each of them its jobs', async () => {
  github.setRun(run, []);
  github.setJob({ id: 1, runId: 7001, name: 'deploy', status: 'completed', conclusion: 'failure' });
  github.setRun({ ...run, attempt: 2, started: now + 60_000, conclusion: 'success' }, []);
  github.setJob({ id: 2, runId: 7001, attempt: 2, name: 'deploy', status: 'completed', conclusion: 'success' });
  const listed = await get('/actions/workflows/deploy.yml/runs?branch=main');
  expect(listed.value).toMatchObject({
    total_count: 1,
    workflow_runs: [{ run_attempt: 2, conclusion: 'success', run_started_at: '2026-01-01T00:01:00.000Z' }],
  });
  expect((await get('/actions/runs/7001/attempts/1')).value).toMatchObject({ conclusion: 'failure' });
  const jobs = async (path: string) => ((await get(path)).value.jobs as Json[]).map(({ id }) => id);
  expect(await jobs('/actions/runs/7001/jobs')).toEqual([2]);
  expect(await jobs('/actions/runs/7001/jobs?filter=all')).toEqual([1, 2]);
  expect(await jobs('/actions/runs/7001/attempts/1/jobs')).toEqual([1]);
  expect((await get('/actions/workflows/other.yml/runs')).status).toBe(404);
});

test('a search of runs ends after 1,000, and says no more of the others', async () => {
  for (let number = 1; number <= 1005; number += 1) github.setRun({ ...run, id: 7000 + number, number }, []);
  expect((await get('/actions/workflows/deploy.yml/runs?branch=main')).value).toMatchObject({ total_count: 1000 });
  expect((await get('/actions/workflows/deploy.yml/runs')).value).toMatchObject({ total_count: 1005 });
  const { value } = await get('/actions/workflows/deploy.yml/runs?branch=main&per_page=100&page=11');
  expect(value.workflow_runs).toEqual([]);
});

test('a token that lacks a permission is told which one', async () => {
  const sha = history.commit('main', { 'a.txt': 'a' });
  github.setPull({ number: 5, base: { ref: 'main', sha }, head: { ref: 'topic', sha } });
  github.setRun(run, []);
  const paths = {
    'pull_requests=read': ['/pulls/5', '/pulls/5/files'],
    'contents=read': ['/compare/main...main', '/commits/main', '/tags', '/git/ref/heads/main', `/git/trees/${sha}`],
    'actions=read': ['/actions/runs', '/actions/workflows/deploy.yml/runs', '/actions/runs/7001/jobs'],
    'deployments=read': ['/deployments'],
  };
  const none = github.tokenWith({});
  for (const [needed, some] of Object.entries(paths))
    for (const path of some) {
      const refused = await get(path, { token: none });
      expect([path, refused.status, refused.headers.get('x-accepted-github-permissions')]).toEqual([path, 403, needed]);
      expect(refused.value.message).toBe('Resource not accessible by integration');
      const [name = '', level] = needed.split('=');
      const enough = github.tokenWith({ [name]: level } as Permissions);
      expect([path, (await get(path, { token: enough })).status]).toEqual([path, 200]);
    }
  expect((await get('', { token: none })).status).toBe(200);
});

test('limits say how long they last, each in its way, and other faults are no answer', async () => {
  const until = now + 120_000;
  github.disturb({ fault: 'primary limit, 429', times: 1, until });
  const primary = await get('');
  expect(primary).toMatchObject({ status: 429 });
  expect(primary.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(primary.headers.get('x-ratelimit-reset')).toBe(String(until / 1000));
  github.disturb({ fault: 'secondary limit, 403', until, times: 1 });
  expect((await get('')).headers.get('retry-after')).toBe('120');
  github.disturb({ fault: 'bad gateway', from: 2 });
  expect((await get('')).status).toBe(200);
  expect((await get('')).status).toBe(502);
  github.disturb({ fault: 'connection cut in the answer' });
  await expect(get('')).rejects.toThrow();
  github.disturb({ fault: 'half of the JSON' });
  await expect(get('')).rejects.toThrow(SyntaxError);
  expect((await get('')).status).toBe(200);
});
