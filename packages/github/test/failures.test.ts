import { Cancelled } from '@actions-aws/action';
import { BEGIN, type GitHubWorld, type Given, githubWorld } from '@actions-aws/testing/github';
import { clientOver, commit, wholeList } from '../src/index.ts';

let world: GitHubWorld;
let sha: string;
beforeEach(async () => {
  world = await githubWorld();
  sha = world.history.commit('main', { 'a.txt': 'a' });
});
afterEach(() => world.stop());

const connect = (given?: Given) => clientOver(world.connection(given));
const read = (given?: Given) => commit(connect(given), sha);
const minutes = (count: number) => count * 60_000;

test('a limit of the hour is waited for until it ends, by GitHub’s own clock', async () => {
  world.local.disturb({ fault: 'primary limit, 403', until: BEGIN + minutes(20) });
  expect((await read())?.sha).toBe(sha);
  expect(world.waits).toEqual([minutes(20) + 1000]);
  expect(world.told).toEqual([
    'GitHub says 403 API rate limit exceeded for installation ID 1001.: asking again in 20m1s.',
  ]);
});

test('a limit that says how long is waited for as long, and one that says nothing longer each time', async () => {
  world.local.disturb({ fault: 'secondary limit, 429', until: BEGIN + 45_000 });
  expect((await read())?.sha).toBe(sha);
  expect(world.waits).toEqual([45_000]);
  world.local.disturb({ fault: 'secondary limit, nothing said', times: 3 });
  expect((await read())?.sha).toBe(sha);
  expect(world.waits.slice(1)).toEqual([minutes(1), minutes(2), minutes(4)]);
});

test('a wait that is longer than there is time is not begun', async () => {
  world.local.disturb({ fault: 'primary limit, 429', until: BEGIN + minutes(20) });
  await expect(read({ patienceMs: minutes(10) })).rejects.toMatchObject({
    name: 'UserError',
    code: 'rate-limited',
    message: expect.stringMatching(/^Could not read the commit \w+: GitHub asks to wait for 20m1s, .* API rate limit/),
  });
  expect(world.waits).toEqual([]);
});

test('limits without an end are given up in time', async () => {
  world.local.disturb({ fault: 'secondary limit, nothing said', times: 1000 });
  await expect(read()).rejects.toMatchObject({ code: 'rate-limited' });
  expect(world.waits).toEqual([1, 2, 4, 8, 16].map(minutes));
});

test('an outage is asked again some times, and then told', async () => {
  world.local.disturb({ fault: 'bad gateway', times: 4 });
  expect((await read())?.sha).toBe(sha);
  expect(world.waits).toEqual([1000, 2000, 4000, 8000]);
  world.local.disturb({ fault: 'bad gateway', times: 1000 });
  await expect(read()).rejects.toMatchObject({
    name: 'UserError',
    code: 'unavailable',
    message: expect.stringContaining('GitHub kept failing. It said 502'),
  });
});

const tags = { doing: 'list the tags', permission: 'contents' };

test('a signal ends a wait at once, by its reason', async () => {
  const controller = new AbortController();
  const reason = new Cancelled('SIGINT');
  world.local.disturb({ fault: 'primary limit, 403', until: BEGIN + minutes(20) });
  const client = connect({ signal: controller.signal });
  const asked = commit(client, sha);
  controller.abort(reason);
  await expect(asked).rejects.toBe(reason);
  await expect(wholeList(client, { path: '/tags' }, tags)).rejects.toBe(reason);
  expect(world.waits).toEqual([]);
});

test('no error holds the token', async () => {
  for (const fault of ['bad gateway', 'connection cut before the answer', 'primary limit, 403'] as const) {
    world.local.disturb({ fault, times: 5 });
    const error: Error = await read({ patienceMs: 10_000 }).then(
      () => new Error('none'),
      (thrown: Error) => thrown,
    );
    expect(`${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`).not.toContain(world.local.token);
    world.local.disturb({ fault, until: 0 });
  }
});
