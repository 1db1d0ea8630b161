import { clientOver } from '@actions-aws/github';
import { type GitHubWorld, githubWorld } from '@actions-aws/testing/github';
import { ageByGitHub } from '../../src/order/index.ts';

let world: GitHubWorld;
let shas: Readonly<Record<'first' | 'second' | 'before' | 'after' | 'stranger' | 'nowhere', string>>;
beforeAll(async () => {
  world = await githubWorld();
  const { history } = world;
  const first = history.commit('main', { 'a.txt': 'a' });
  const second = history.commit('main', { 'a.txt': 'b' });
  const before = history.commit('before', { 'b.txt': 'b' }, { parents: [first] });
  const after = history.commit('after', { 'c.txt': 'c' }, { parents: [first] });
  const stranger = history.commit('pages', { 'd.txt': 'd' });
  shas = { first, second, before, after, stranger, nowhere: 'f'.repeat(40) };
});
afterAll(() => world.stop());

const age = (given = {}) => ageByGitHub(clientOver(world.connection(given)));

test.each([
  ['second', 'first', 'newer', /contained in this one/],
  ['first', 'second', 'older', /contains this one/],
  ['before', 'after', 'older', /another line of history, and later/],
  ['after', 'before', 'newer', /another line of history, and not later/],
  ['stranger', 'first', 'newer', /another line of history/],
  ['first', 'nowhere', 'unknown', /GitHub does not have commit f{12} in octo\/search/],
  ['nowhere', 'first', 'unknown', /GitHub does not have commit f{12} in octo\/search/],
] as const)('%s is to %s: %s', async (ours, theirs, order, because) => {
  expect(await age()(shas[ours], shas[theirs])).toEqual({ order, because: expect.stringMatching(because) });
});

test.each([
  [undefined, 'first', /its image does not say/],
  ['first', undefined, /this image does not say/],
])('%s and %s: one says nothing', async (theirs, ours, because) => {
  const sha = (name: string | undefined) => name && shas[name as 'first'];
  expect(await age()(sha(ours), sha(theirs))).toEqual({ order: 'unknown', because: expect.stringMatching(because) });
});

test('what is no whole commit, and what is one commit, is not asked about', async () => {
  const before = world.local.requests.length;
  const { first } = shas;
  for (const said of ['', 'main', first.slice(0, 12), '../pulls', `${first}...${first}`]) {
    expect((await age()(first, said)).order).toBe('unknown');
    expect((await age()(said, first)).order).toBe('unknown');
  }
  expect(await age()(first, ` ${first.toUpperCase()}`)).toMatchObject({ order: 'same' });
  expect(world.local.requests.slice(before)).toEqual([]);
});

test('GitHub that gives no answer is an error, and no commit that is not there', async () => {
  const token = world.local.tokenWith({ metadata: 'read' });
  await expect(age({ token })(shas.second, shas.first)).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('permissions: { contents: read }'),
  });
  world.local.disturb({ fault: 'bad gateway', times: 5 });
  await expect(age()(shas.second, shas.first)).rejects.toMatchObject({ code: 'unavailable' });
});
