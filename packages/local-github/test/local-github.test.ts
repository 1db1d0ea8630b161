import { createPublicKey, verify } from 'node:crypto';
import { askingJobs, type LocalGitHub, startLocalGitHub, subjectOf } from '../src/index.ts';
import { now, repository, run } from './support/run.ts';

const workflow = `
on: push
permissions: {}
jobs:
  build: { runs-on: ubuntu-latest, steps: [] }
  promote: { runs-on: ubuntu-latest, environment: production, permissions: { id-token: write }, steps: [] }
  named: { runs-on: ubuntu-latest, environment: { name: 'a:b' }, permissions: write-all, steps: [] }
  asked: { runs-on: ubuntu-latest, environment: '\${{ inputs.where }}', permissions: { id-token: write }, steps: [] }
  reads: { runs-on: ubuntu-latest, permissions: { id-token: read }, steps: [] }
  call: { uses: org/actions/.github/workflows/pipe.yml@v1, permissions: { id-token: write } }
  bare: { uses: ./.github/workflows/inner.yml }
`;
const called: Readonly<Record<string, string>> = {
  'org/actions/.github/workflows/pipe.yml@v1': `
on: workflow_call
jobs:
  ship: { runs-on: ubuntu-latest, steps: [] }
  look: { runs-on: ubuntu-latest, permissions: {}, steps: [] }
`,
  './.github/workflows/inner.yml': `
on: workflow_call
jobs:
  inside: { runs-on: ubuntu-latest, permissions: { id-token: write }, steps: [] }
`,
};

let github: LocalGitHub;
let bearer = '';
beforeEach(async () => {
  github = await startLocalGitHub({ repository, now: () => now });
  bearer = github.setRun(
    run,
    askingJobs(workflow, (uses) => called[uses]),
  );
});
afterEach(() => github.stop());

async function ask(address: string, init: RequestInit = {}) {
  const response = await fetch(address, { headers: { authorization: `bearer ${bearer}` }, ...init });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

async function tokenFor(job: string, rest = '&audience=sts.amazonaws.com') {
  const { status, body } = await ask(`${github.tokenUrl}${rest}&job=${job}`);
  if (status !== 200) return { status, message: String(body.message) };
  const [header = '', payload = '', signature = ''] = String(body.value).split('.');
  const key = createPublicKey({ key: github.keys[0]!, format: 'jwk' });
  expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(
    true,
  );
  return { status, claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown> };
}

test('a job with id-token: write has a token that says who it is', async () => {
  const { claims } = await tokenFor('promote');
  expect(claims).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:octo/search:environment:production',
    aud: 'sts.amazonaws.com',
    environment: 'production',
    run_number: '3',
    workflow_ref: 'octo/search/.github/workflows/deploy.yml@refs/heads/main',
    job_workflow_ref: 'octo/search/.github/workflows/deploy.yml@refs/heads/main',
    exp: now / 1000 + 300,
  });
});

test('a run that has ended asks for nothing, and its token is good for nothing', async () => {
  github.setRun({ ...run, status: 'completed', conclusion: 'success' }, []);
  expect(await tokenFor('promote')).toMatchObject({ status: 401 });
});

test('without an audience it is for the owner of the repository', async () => {
  expect((await tokenFor('promote', '')).claims?.aud).toBe('https://github.com/octo');
});

test.each(['build', 'reads', 'look', 'inside'])('the job %s may not ask', async (job) => {
  expect(await tokenFor(job)).toMatchObject({ status: 403, message: expect.stringContaining('id-token: write') });
});

test('a job of a called workflow has what its caller has, and names the file that it is in', async () => {
  const { claims } = await tokenFor('ship');
  expect(claims).toMatchObject({
    sub: 'repo:octo/search:ref:refs/heads/main',
    job_workflow_ref: 'org/actions/.github/workflows/pipe.yml@v1',
    workflow_ref: 'octo/search/.github/workflows/deploy.yml@refs/heads/main',
  });
});

const restricted = { contents: 'read', metadata: 'read' };

test.each([
  ['build', 'nothing, where the workflow gives nothing', { metadata: 'read' }],
  [
    'named',
    'write-all',
    {
      actions: 'write',
      contents: 'write',
      deployments: 'write',
      metadata: 'read',
      pull_requests: 'write',
      security_events: 'write',
    },
  ],
  ['ship', 'no more than its caller', { metadata: 'read' }],
])('the token of the job %s may do what the file says: %s', (id, _, permissions) => {
  const jobs = askingJobs(workflow, (uses) => called[uses]);
  expect(jobs.find((job) => job.id === id)?.permissions).toEqual(permissions);
});

test.each([
  ['', restricted],
  [
    'permissions: read-all',
    {
      actions: 'read',
      contents: 'read',
      deployments: 'read',
      metadata: 'read',
      pull_requests: 'read',
      security_events: 'read',
    },
  ],
  ['permissions: { pull-requests: write, issues: write, actions: none }', { metadata: 'read', pull_requests: 'write' }],
  ['permissions: { security-events: write }', { metadata: 'read', security_events: 'write' }],
  ['permissions: { contents: write }', { contents: 'write', metadata: 'read' }],
])('the token of a job of a workflow with %j', (said, permissions) => {
  const [job] = askingJobs(`on: push\n${said}\njobs: { a: { runs-on: ubuntu-latest, steps: [] } }`, () => undefined);
  expect(job?.permissions).toEqual(permissions);
});

test('a called workflow asks for less than its caller has, and never gets more', () => {
  const inner = 'on: workflow_call\njobs: { b: { permissions: { contents: write, actions: read }, steps: [] } }';
  const outer = 'on: push\npermissions: { contents: read, actions: write }\njobs: { a: { uses: ./x.yml } }';
  const [job] = askingJobs(outer, () => inner);
  expect(job?.permissions).toEqual({ actions: 'read', contents: 'read', metadata: 'read' });
});

test('a colon in the name of an environment is encoded', async () => {
  expect((await tokenFor('named')).claims?.sub).toBe('repo:octo/search:environment:a%3Ab');
});

test('an environment that is an expression has to be said', async () => {
  expect(await tokenFor('asked')).toMatchObject({ status: 400, message: expect.stringContaining('inputs.where') });
  expect((await tokenFor('asked', '&environment=staging')).claims?.sub).toBe('repo:octo/search:environment:staging');
});

test('a job that the workflow lacks gets nothing', async () => {
  expect(await tokenFor('nowhere')).toMatchObject({ status: 400 });
});

test('the subject has ids where the repository is young', () => {
  const young = { ...repository, immutableSubjects: true };
  expect(subjectOf(young, run, 'production')).toBe('repo:octo@1001/search@2002:environment:production');
  expect(subjectOf(young, run)).toBe('repo:octo@1001/search@2002:ref:refs/heads/main');
  expect(subjectOf(repository, { ...run, event: 'pull_request' })).toBe('repo:octo/search:pull_request');
});

test('without the token, and from a web page, nothing is answered', async () => {
  expect((await fetch(`${github.tokenUrl}&job=promote`)).status).toBe(401);
  const wrong = { headers: { authorization: 'bearer x' } };
  expect(await ask(`${github.tokenUrl}&job=promote`, wrong)).toMatchObject({
    status: 401,
    body: { message: 'Bad credentials' },
  });
  const page = { headers: { authorization: `bearer ${github.token}`, origin: 'https://example.com' } };
  expect((await ask(`${github.tokenUrl}&job=promote`, page)).status).toBe(403);
});

test('runs are listed the newest first, by their conclusion, and outlive a start', async () => {
  github.setRun({ ...run, status: 'completed', conclusion: 'success' }, []);
  github.setRun({ ...run, id: 7002, number: 4, status: 'completed', conclusion: 'failure' }, []);
  github.setJob({ id: 1, runId: 7002, name: 'build', status: 'completed', conclusion: 'failure', started: now });
  const again = await startLocalGitHub({ repository, now: () => now, kept: github.copy() });
  try {
    const read = async (path: string) => {
      const response = await fetch(`${again.endpoint}/repos/octo/search/${path}`, {
        headers: { authorization: `Bearer ${again.token}` },
      });
      return response.json() as Promise<{ workflow_runs: { id: number }[]; jobs: unknown[] }>;
    };
    const all = await read('actions/workflows/deploy.yml/runs?branch=main');
    expect(all.workflow_runs.map(({ id }) => id)).toEqual([7002, 7001]);
    const good = await read('actions/workflows/deploy.yml/runs?branch=main&status=success');
    expect(good).toMatchObject({
      total_count: 1,
      workflow_runs: [{ id: 7001, head_branch: 'main', conclusion: 'success' }],
    });
    expect(await read('actions/runs/7002/jobs')).toMatchObject({ jobs: [{ name: 'build', conclusion: 'failure' }] });
    expect(await read('actions/runs/7002/artifacts')).toMatchObject({
      message: expect.stringContaining('The local GitHub has no GET'),
    });
  } finally {
    await again.stop();
  }
});

test('a deployment has the statuses that it was given, and a later success ends only earlier ones that are not of production', async () => {
  const post = (path: string, body: unknown) =>
    ask(`${github.endpoint}/repos/octo/search/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `token ${github.token}` },
    });
  const deploy = async (environment: string) => {
    const { body } = await post('deployments', { ref: 'main', environment, auto_merge: false, required_contexts: [] });
    await post(`deployments/${body.id}/statuses`, { state: 'success' });
    return body.id;
  };
  const stateOf = async (id: unknown) =>
    (
      (await ask(`${github.endpoint}/repos/octo/search/deployments/${id}/statuses`)).body as unknown as {
        state: string;
      }[]
    )[0]?.state;
  const [staging, production] = [await deploy('staging'), await deploy('production')];
  const later = [await deploy('staging'), await deploy('production')];
  expect(await Promise.all([staging, production, ...later].map(stateOf))).toEqual([
    'inactive',
    'success',
    'success',
    'success',
  ]);
  expect(await post('deployments', { ref: 'main', auto_merge: false })).toMatchObject({ status: 501 });
  expect(await post('deployments', { ref: 'none', auto_merge: false, required_contexts: [] })).toMatchObject({
    status: 422,
  });
  expect(await post(`deployments/${staging}/statuses`, { state: 'great' })).toMatchObject({ status: 422 });
  expect(await post(`deployments/${staging}/statuses`, { state: 'error', description: 'x'.repeat(141) })).toMatchObject(
    { status: 422 },
  );
});
