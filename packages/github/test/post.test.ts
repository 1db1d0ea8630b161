import { type GitHubWorld, type Given, githubWorld } from '@actions-aws/testing/github';
import { type Served, serve } from '@actions-aws/testing/http';
import { clientOver } from '../src/index.ts';

/** What a server did with a request: nothing, and said so; all, and said so; all, and its answer was lost. */
type Reaction = 'limit' | 'refuses' | 'renamed' | 'done' | 'lost';

let world: GitHubWorld;
let server: Served;
/** What came, in order. */
let came: { readonly path: string; readonly type: string | undefined; readonly body: string }[];
let reactions: Reaction[];
beforeEach(async () => {
  world = await githubWorld();
  came = [];
  server = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    came.push({ path: `${request.method} ${request.url}`, type: request.headers['content-type'], body });
    const reaction = reactions.shift() ?? 'done';
    if (reaction === 'lost') return void response.destroy();
    if (reaction === 'renamed') return void response.writeHead(307, { location: '/repositories/1/things' }).end();
    if (reaction === 'limit') return void response.writeHead(429, { 'retry-after': '7' }).end('{}');
    if (reaction === 'refuses') return void response.writeHead(403).end('{"message":"Not accessible by it"}');
    return void response.writeHead(202).end('{"id":"47"}');
  });
});
afterEach(async () => {
  await server.stop();
  await world.stop();
});

const doing = { doing: 'send a thing', permission: 'security-events' };

async function post(again: boolean, given: Given = {}): Promise<string> {
  const client = clientOver(world.connection({ env: { GITHUB_API_URL: server.address }, ...given }));
  return (await client.post('/things', { word: 'ä' }, doing, { again })).value.at('id').text();
}

test('what is sent is JSON, and its answer is read', async () => {
  reactions = [];
  expect(await post(false)).toBe('47');
  expect(came).toEqual([
    { path: 'POST /repos/octo/search/things', type: expect.stringContaining('application/json'), body: '{"word":"ä"}' },
  ]);
});

test('a repository that was renamed gets the same, once', async () => {
  reactions = ['renamed'];
  expect(await post(false)).toBe('47');
  expect(came.map(({ path, body }) => `${path} ${body}`)).toEqual([
    'POST /repos/octo/search/things {"word":"ä"}',
    'POST /repositories/1/things {"word":"ä"}',
  ]);
});

test('a limit is waited for, since nothing was done', async () => {
  reactions = ['limit', 'limit'];
  expect(await post(false)).toBe('47');
  expect([came.length, world.waits]).toEqual([3, [7000, 7000]]);
});

test('a lost answer is an error where it must not come twice', async () => {
  reactions = ['lost'];
  await expect(post(false)).rejects.toMatchObject({ code: 'unavailable' });
  expect([came.length, world.waits]).toEqual([1, []]);
});

test('a lost answer is asked for again where it may come twice', async () => {
  reactions = ['lost', 'lost'];
  expect(await post(true)).toBe('47');
  expect([came.length, world.waits]).toEqual([3, [1000, 2000]]);
});

test('what is not allowed names the permission to write', async () => {
  reactions = ['refuses'];
  await expect(post(true)).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('permissions: { security-events: write }'),
  });
});
