import { type GitHubWorld, type Given, githubWorld } from '@actions-aws/testing/github';
import { serve } from '@actions-aws/testing/http';
import { forwardTo, startProxy } from '@actions-aws/testing/proxy';
import { clientOver, commit, wholeList } from '../src/index.ts';

let world: GitHubWorld;
let sha: string;
beforeEach(async () => {
  world = await githubWorld();
  sha = world.history.commit('main', { 'a.txt': 'a' });
});
afterEach(() => world.stop());

const connect = (given?: Given) => clientOver(world.connection(given));

test('a server of one’s own is asked below its path, through the proxy that the environment names', async () => {
  const forward = forwardTo(world.local.endpoint);
  const proxy = await startProxy(
    (request, response) => {
      request.url = request.url?.replace('/api/v3/', '/') ?? '';
      forward(request, response);
    },
    { password: 'open sesame' },
  );
  try {
    const env = {
      GITHUB_API_URL: 'http://github.example.test/api/v3/',
      http_proxy: `http://mona:open%20sesame@${proxy.address}`,
    };
    expect((await commit(connect({ env }), sha))?.sha).toBe(sha);
    expect(proxy.carried.map(({ how, target }) => `${how} ${target}`)).toEqual([
      `forward http://github.example.test/api/v3/repos/octo/search/git/commits/${sha}`,
    ]);
    await expect(commit(connect({ env: { ...env, http_proxy: 'ftp://x' } }), sha)).rejects.toMatchObject({
      name: 'UserError',
      message: 'http_proxy is not the address of an HTTP proxy.',
    });
  } finally {
    await proxy.stop();
  }
});

test('a repository that was renamed is found under its new address', async () => {
  const forward = forwardTo(world.local.endpoint);
  const server = await serve((request, response) => {
    if (request.url?.startsWith('/repos/'))
      return response.writeHead(301, { location: `/moved/octo/search/git/commits/${sha}` }).end();
    request.url = request.url?.replace('/moved/', '/repos/') ?? '';
    return forward(request, response);
  });
  try {
    const client = connect({ env: { GITHUB_API_URL: server.address }, repository: 'octo/old' });
    expect((await commit(client, sha))?.sha).toBe(sha);
  } finally {
    await server.stop();
  }
});

test('the token goes to no other server, wherever an answer leads', async () => {
  const other = await serve((_, response) => response.end('[]'));
  const server = await serve((_, response) => response.writeHead(302, { location: `${other.address}/x` }).end());
  try {
    const client = connect({ env: { GITHUB_API_URL: server.address } });
    await expect(commit(client, sha)).rejects.toThrow(`the answer leads to another server, ${other.address}`);
    expect([server.asked.length, other.asked, world.waits]).toEqual([1, [], []]);
  } finally {
    await server.stop();
    await other.stop();
  }
});

test.each([
  ['leads in a circle', '/repos/'],
  ['leads to what is no address', 'http://'],
])('an answer that %s is an error at once', async (_, location) => {
  const server = await serve((_request, response) => response.writeHead(302, { location }).end());
  try {
    await expect(commit(connect({ env: { GITHUB_API_URL: server.address } }), sha)).rejects.toMatchObject({
      code: 'not-understood',
      message: expect.stringMatching(/the answer leads /),
      hint: expect.stringContaining('GITHUB_API_URL'),
    });
    expect(world.waits).toEqual([]);
  } finally {
    await server.stop();
  }
});

test('a proxy that takes the header of pages away makes no list shorter', async () => {
  const names = Array.from({ length: 200 }, (_, index) => [`refs/tags/v${index}`, sha]);
  world.history.point(Object.fromEntries(names));
  const server = await serve((request, response) => {
    const address = new URL(request.url ?? '', world.local.endpoint);
    void fetch(address, { headers: { authorization: request.headers.authorization ?? '' } })
      .then((answer) => answer.text())
      .then((text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
  });
  try {
    const client = connect({ env: { GITHUB_API_URL: server.address } });
    const doing = { doing: 'list the tags', permission: 'contents' };
    expect(await wholeList(client, { path: '/tags' }, doing)).toHaveLength(200);
  } finally {
    await server.stop();
  }
});

test('a limit ends by GitHub’s clock, which may be another than the runner’s', async () => {
  const forward = forwardTo(world.local.endpoint);
  const theirs = Date.UTC(2030, 0, 1);
  const server = await serve((request, response) => {
    if (server.asked.length > 1) return forward(request, response);
    return response
      .writeHead(403, {
        date: new Date(theirs).toUTCString(),
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(theirs / 1000 + 300),
      })
      .end('{"message":"API rate limit exceeded"}');
  });
  try {
    expect((await commit(connect({ env: { GITHUB_API_URL: server.address } }), sha))?.sha).toBe(sha);
    expect(world.waits).toEqual([301_000]);
  } finally {
    await server.stop();
  }
});

test('what is not allowed is not waited for, though it was the last request of the hour', async () => {
  const server = await serve((_, response) =>
    response
      .writeHead(403, {
        'content-type': 'application/json',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '99999999999',
        'x-accepted-github-permissions': 'contents=read, pull_requests=read; checks=write',
      })
      .end('{"message":"Resource not accessible by integration"}'),
  );
  try {
    await expect(commit(connect({ env: { GITHUB_API_URL: server.address } }), sha)).rejects.toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('permissions: { contents: read, pull-requests: read }'),
    });
    expect(world.waits).toEqual([]);
  } finally {
    await server.stop();
  }
});
