import type { Permissions } from '@actions-aws/local-github';
import { type GitHubWorld, type Given, githubWorld, runOf } from '../support/github-world.ts';

let world: GitHubWorld;
let sha: string;
beforeEach(async () => {
  world = await githubWorld();
  sha = world.history.commit('main', { 'a.txt': 'a' });
  world.local.setPull({ number: 5, base: { ref: 'main', sha }, head: { ref: 'main', sha } });
  world.local.setRun(runOf(1), []);
});
afterEach(() => world.stop());

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
  await expect(world.connect({ token: 'ghs_wrong' }).commit(sha)).rejects.toMatchObject({
    code: 'credentials-invalid',
  });
  const github = world.connect({ repository: 'octo/other' });
  const missing = 'f'.repeat(40);
  await expect(github.commit(missing)).rejects.toMatchObject({ code: 'not-found' });
  await expect(github.resolve('nowhere')).rejects.toMatchObject({ code: 'not-found' });
  await expect(github.compare(missing, sha)).rejects.toMatchObject({ code: 'not-found' });
  await expect(world.connect().pullRequestFiles(6)).rejects.toMatchObject({ code: 'not-found' });
  const none = { workflow: 'none.yml', branch: 'main', currentRunId: 1 };
  await expect(world.connect().lastSuccess(none)).rejects.toMatchObject({ code: 'not-found' });
});
