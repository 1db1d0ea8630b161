import { Cancelled } from '@actions-aws/action';
import type { Permissions } from '@actions-aws/local-github';
import { BEGIN, type GitHubWorld, type Given, githubWorld, runOf } from '../support/github-world.ts';

let world: GitHubWorld;
let sha: string;
beforeEach(async () => {
  world = await githubWorld();
  sha = world.history.commit('main', { 'a.txt': 'a' });
  world.local.setPull({ number: 5, base: { ref: 'main', sha }, head: { ref: 'main', sha } });
  world.local.setRun(runOf(1), []);
});
afterEach(() => world.stop());

const read = (given?: Given) => world.connect(given).commit(sha);
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

test('a signal ends a wait at once, by its reason', async () => {
  const controller = new AbortController();
  const reason = new Cancelled('SIGINT');
  world.local.disturb({ fault: 'primary limit, 403', until: BEGIN + minutes(20) });
  const github = world.connect({ signal: controller.signal });
  const asked = github.commit(sha);
  controller.abort(reason);
  await expect(asked).rejects.toBe(reason);
  await expect(github.tags('')).rejects.toBe(reason);
  expect(world.waits).toEqual([]);
});

const questions: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
  'pull-requests': (given) => world.connect(given).pullRequestFiles(5),
  contents: (given) => world.connect(given).compare(sha, sha),
  actions: (given) => world.connect(given).lastSuccess({ workflow: 'deploy.yml', branch: 'main', currentRunId: 1 }),
  deployments: (given) =>
    world
      .connect(given)
      .lastSuccess({ workflow: 'deploy.yml', branch: 'main', currentRunId: 1, environment: 'production' }),
};

test.each(Object.keys(questions))('a token without %s: read is told so', async (key) => {
  const all: Permissions = { actions: 'read', contents: 'read', deployments: 'read', pull_requests: 'read' };
  const { [key.replace('-', '_') as 'contents']: _, ...others } = all;
  await questions[key]?.({ token: world.local.tokenWith(all) });
  await expect(questions[key]?.({ token: world.local.tokenWith(others) })).rejects.toMatchObject({
    name: 'UserError',
    code: 'not-allowed',
    message: expect.stringContaining('Resource not accessible by integration'),
    hint: expect.stringContaining(`permissions: { ${key}: read }`),
  });
  expect(world.waits).toEqual([]);
});

test('a token of nowhere, and one of another repository, are told apart from what is not there', async () => {
  await expect(read({ token: 'ghs_wrong' })).rejects.toMatchObject({ code: 'credentials-invalid' });
  const github = world.connect({ repository: 'octo/other' });
  const missing = 'f'.repeat(40);
  await expect(github.commit(missing)).rejects.toMatchObject({ code: 'not-found' });
  await expect(github.resolve('nowhere')).rejects.toMatchObject({ code: 'not-found' });
  await expect(github.compare(missing, sha)).rejects.toMatchObject({ code: 'not-found' });
  await expect(world.connect().pullRequestFiles(6)).rejects.toMatchObject({ code: 'not-found' });
  const none = { workflow: 'none.yml', branch: 'main', currentRunId: 1 };
  await expect(world.connect().lastSuccess(none)).rejects.toMatchObject({ code: 'not-found' });
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
