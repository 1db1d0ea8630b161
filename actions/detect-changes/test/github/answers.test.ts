import { serve } from '@actions-aws/testing/http';
import { forwardTo } from '@actions-aws/testing/proxy';
import { type GitHubWorld, githubWorld } from '../support/github-world.ts';

let world: GitHubWorld;
let sha: string;
beforeEach(async () => {
  world = await githubWorld();
  sha = world.history.commit('main', { 'a.txt': 'a' });
});
afterEach(() => world.stop());

test.each([
  ['a list that is none', '{"files":{}}'],
  ['no list', '{}'],
  ['another word', '{"files":[{"filename":"a","status":"moved","changes":0}]}'],
  ['no name', '{"files":[{"status":"added"}]}'],
  ['null', 'null'],
  ['an empty list', '[]'],
])('an answer in another form is an error: %s', async (_, body) => {
  const server = await serve((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(body.replace('{', `{"merge_base_commit":{"sha":"${sha}"},`).replace(',}', '}')),
  );
  try {
    const github = world.connect({ env: { GITHUB_API_URL: server.address } });
    await expect(github.compare(sha, sha)).rejects.toMatchObject({ code: 'not-understood' });
    expect(server.asked).toHaveLength(1);
  } finally {
    await server.stop();
  }
});

test('a pull request that gets other commits while it is read is read again', async () => {
  const forward = forwardTo(world.local.endpoint);
  const first = world.history.commit('topic', { 'b.txt': 'b' }, { parents: [sha] });
  let pushes = 1;
  const open = (head: string) =>
    world.local.setPull({ number: 5, base: { ref: 'main', sha }, head: { ref: 'topic', sha: head } });
  open(first);
  const server = await serve((request, response) => {
    // As many files as before: their number does not tell.
    if (request.url?.includes('/files') && pushes > 0) {
      pushes -= 1;
      open(world.history.commit('topic', { 'b.txt': 'b', [`${pushes}.txt`]: 'c' }, { parents: [sha] }));
    }
    forward(request, response);
  });
  try {
    const github = world.connect({ env: { GITHUB_API_URL: server.address } });
    const { files, head, complete } = await github.pullRequestFiles(5);
    expect([files.map(({ path }) => path), complete]).toEqual([['0.txt', 'b.txt'], true]);
    expect(head).toBe(world.history.git('rev-parse', 'topic'));
    pushes = 10;
    expect(await github.pullRequestFiles(5)).toMatchObject({
      complete: false,
      reason: 'Pull request 5 got other commits while its files were read.',
    });
  } finally {
    await server.stop();
  }
});
