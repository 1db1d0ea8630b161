import { type GitHubWorld, githubWorld } from '../support/github-world.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await githubWorld({ caps: { treeEntries: 4 } });
});
afterEach(() => world.stop());

test('names lead to commits, and what there is not is undefined', async () => {
  const first = world.history.commit('main', { 'a.txt': 'a' });
  const second = world.history.commit('feature/x', { 'b.txt': 'b' }, { parents: [first] });
  world.history.git('tag', '-a', '-m', 'one', 'v1', first);
  const github = world.connect();
  for (const ref of ['main', 'refs/heads/main', 'v1', 'refs/tags/v1', first])
    expect([ref, await github.resolve(ref)]).toEqual([ref, first]);
  expect(await github.resolve('feature/x')).toBe(second);
  for (const ref of [
    'nowhere',
    'refs/heads/nowhere',
    'main~1',
    'f'.repeat(40),
    '../../pulls/1',
    '%2e%2e',
    '-x',
    'a?b#c',
  ])
    expect([ref, await github.resolve(ref)]).toEqual([ref, undefined]);
  expect(await github.commit(second)).toEqual({
    sha: second,
    parents: [first],
    committedAt: Number(world.history.git('log', '-1', '--format=%ct', second)),
  });
  expect(await github.commit('f'.repeat(40))).toBeUndefined();
});

test('tags of a prefix come from all pages, with the commits that they lead to', async () => {
  const first = world.history.commit('main', { 'a.txt': 'a' });
  const second = world.history.commit('main', { 'a.txt': 'b' });
  world.history.git('tag', '-a', '-m', 'one', 'svc/v1', first);
  world.history.git('tag', 'svc/v2', second);
  const names = Array.from({ length: 120 }, (_, index) => [`refs/tags/x${index}`, first]);
  world.history.point(Object.fromEntries(names));
  const github = world.connect();
  expect([...(await github.tags('svc/'))].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'svc/v1', sha: first },
    { name: 'svc/v2', sha: second },
  ]);
  expect(await github.tags('')).toHaveLength(122);
  expect(await github.tags('none')).toEqual([]);
});

test('a tree has the paths of files and submodules; one that GitHub cuts is not complete', async () => {
  const small = world.history.commit('main', { 'a/b.txt': 'b', m: { content: '1'.repeat(40), mode: '160000' } });
  const large = world.history.commit('main', { 'c.txt': 'c', 'd.txt': 'd' });
  const github = world.connect();
  expect(await github.tree(small)).toEqual({ paths: ['a/b.txt', 'm'], submodules: new Set(['m']), complete: true });
  expect(await github.tree(large)).toMatchObject({ complete: false });
});
