import { type GitHubWorld, githubWorld } from '@actions-aws/testing/github';
import { serve } from '@actions-aws/testing/http';
import { clientOver, compare } from '../src/index.ts';

let world: GitHubWorld;
let shas: Readonly<Record<'first' | 'second' | 'beside' | 'stranger' | 'nowhere', string>>;
beforeAll(async () => {
  world = await githubWorld();
  const first = world.history.commit('main', { 'a.txt': 'a' });
  const second = world.history.commit('main', { 'a.txt': 'b' });
  const beside = world.history.commit('topic', { 'b.txt': 'b' }, { parents: [first] });
  const stranger = world.history.commit('pages', { 'c.txt': 'c' });
  shas = { first, second, beside, stranger, nowhere: 'f'.repeat(40) };
});
afterAll(() => world.stop());

test.each([
  ['first', 'second', 'ahead'],
  ['second', 'first', 'behind'],
  ['second', 'second', 'identical'],
  ['second', 'beside', 'diverged'],
  ['second', 'stranger', 'unrelated'],
  ['nowhere', 'second', undefined],
  ['second', 'nowhere', undefined],
] as const)('from %s, %s is %s', async (base, head, expected) => {
  expect(await compare(clientOver(world.connection()), shas[base], shas[head])).toBe(expected);
});

test('no file is asked for, and one commit at most', async () => {
  const before = world.local.requests.length;
  await compare(clientOver(world.connection()), shas.first, shas.second);
  const [request, ...more] = world.local.requests.slice(before);
  expect(more).toEqual([]);
  expect(request?.path).toContain(`/compare/${shas.first}...${shas.second}?per_page=1&page=2`);
});

test('a token that may not is told the permission, and one of another repository is told from a commit that is not there', async () => {
  const none = clientOver(world.connection({ token: world.local.tokenWith({ pull_requests: 'read' }) }));
  await expect(compare(none, shas.first, shas.second)).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('permissions: { contents: read }'),
  });
  const other = clientOver(world.connection({ repository: 'octo/other' }));
  await expect(compare(other, shas.first, shas.second)).rejects.toMatchObject({ code: 'not-found' });
});

test.each([
  ['a word that is not known', '{"status":"sideways"}'],
  ['no word', '{}'],
  ['a list', '[]'],
])('an answer with %s is an error', async (_what, body) => {
  const server = await serve((_request, response) => response.end(body));
  try {
    const client = clientOver(world.connection({ env: { GITHUB_API_URL: server.address } }));
    await expect(compare(client, shas.first, shas.second)).rejects.toMatchObject({ code: 'not-understood' });
  } finally {
    await server.stop();
  }
});
