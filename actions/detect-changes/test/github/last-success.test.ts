import type { Job, Run } from '@actions-aws/local-github';
import type { LastSuccess } from '../../src/ports.ts';
import { type GitHubWorld, githubWorld, runOf, shaOf } from '../support/github-world.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await githubWorld();
});
afterEach(() => world.stop());

let lastJob = 0;
const run = (number: number, given: Partial<Run> = {}) => world.local.setRun(runOf(number, given), []);
/** A job that begins some seconds after its run. */
const job = (
  number: number,
  name: string,
  conclusion: string | undefined,
  given: Partial<Job> & { after?: number } = {},
) => {
  lastJob += 1;
  const { after = 10, ...rest } = given;
  world.local.setJob({
    id: lastJob,
    runId: 7000 + number,
    name,
    status: conclusion === undefined ? 'in_progress' : 'completed',
    ...(conclusion !== undefined && { conclusion }),
    started: runOf(number).created + after * 1000,
    ...rest,
  });
};
const ask = (given: Partial<LastSuccess> = {}) =>
  world
    .connect()
    .lastSuccess({ workflow: '.github/workflows/deploy.yml', branch: 'main', currentRunId: 7099, ...given });
/** That run, and those that may have delivered a part after it. */
const of = (number: number, ...attempted: readonly number[]) => ({
  sha: shaOf(number),
  run: 7000 + number,
  attempted: attempted.map(shaOf),
});
/** Conclusions of runs in which nothing began. */
const IDLE = ['skipped', 'action_required', 'stale', 'startup_failure'];
const undecided = (reason: RegExp) => ({ reason: expect.stringMatching(reason) });

test('of a workflow that never ran, and of one whose runs all failed, nothing was delivered', async () => {
  run(99, { status: 'in_progress' });
  expect(await ask()).toBeUndefined();
  run(1, { conclusion: 'failure' });
  expect(await ask()).toBeUndefined();
});

test.each(['failure', 'cancelled', 'skipped', 'timed_out', 'neutral', 'action_required', 'stale', 'startup_failure'])(
  'a run that ended %s delivered nothing: the one before did',
  async (conclusion) => {
    run(1);
    run(2);
    run(3, { conclusion });
    run(4, { status: 'in_progress' });
    expect(await ask()).toEqual(of(2, 4, ...(IDLE.includes(conclusion) ? [] : [3])));
  },
);

test('a run that has not begun left nothing behind, unless an attempt before did', async () => {
  run(1);
  run(2, { status: 'queued' });
  expect(await ask()).toEqual(of(1));
  run(3, { conclusion: 'failure' });
  run(3, { attempt: 2, status: 'queued' });
  run(4, { conclusion: 'failure' });
  run(4, { attempt: 2, conclusion: 'skipped' });
  expect(await ask()).toEqual(of(1, 4, 3));
});

test('the current run is none, at any attempt', async () => {
  run(1);
  run(2);
  run(2, { attempt: 2, status: 'in_progress' });
  expect(await ask({ currentRunId: 7002 })).toEqual(of(1));
  run(2, { attempt: 2 });
  expect(await ask({ currentRunId: 7002 })).toEqual(of(1));
});

test('a fork’s branch called main delivers nothing, nor does any pull request, another branch or another workflow', async () => {
  run(1);
  run(2, { event: 'pull_request', headRepository: 'stranger/search' });
  run(3, { event: 'pull_request_target', headRepository: 'stranger/search' });
  run(4, { event: 'push', headRepository: 'stranger/search' });
  run(5, { event: 'workflow_run', headRepository: '' });
  run(6, { event: 'pull_request' });
  run(7, { event: 'pull_request_review' });
  run(8, { ref: 'refs/heads/main2' });
  run(9, { ref: 'refs/heads/release/main' });
  run(10, { workflowPath: '.github/workflows/other.yml' });
  expect(await ask()).toEqual(of(1));
  expect(await ask({ workflow: 'deploy.yml' })).toEqual(of(1));
});

test('runs by hand and by schedule deliver as pushes do', async () => {
  run(1);
  run(2, { event: 'schedule' });
  expect(await ask()).toEqual(of(2));
  run(3, { event: 'workflow_dispatch' });
  expect(await ask()).toEqual(of(3));
});

test('the newest success may be on a later page', async () => {
  run(1);
  const numbers = Array.from({ length: 249 }, (_, index) => 2 + index).filter((number) => number !== 99);
  for (const number of numbers) run(number, { conclusion: 'failure' });
  expect(await ask()).toEqual(of(1, ...numbers.reverse()));
  expect(world.local.requests).toHaveLength(3);
});

test('where GitHub lists no more runs, it is not taken for nothing', async () => {
  run(1);
  for (let number = 2; number <= 1001; number += 1) run(number, { conclusion: 'failure' });
  expect(await ask()).toEqual(undecided(/^None of the last 1000 runs on main delivered anything/));
});

test('runs that are too old to be run again are not looked for', async () => {
  const days = (count: number) => count * 86_400_000;
  for (let number = 1; number <= 350; number += 1) {
    const created = runOf(0).created - days(350 - number);
    run(number, { created, updated: created });
  }
  expect(await ask()).toEqual(of(350));
  expect(world.local.requests).toHaveLength(1);
});

test('an older run that was run again after a newer one leaves a mix', async () => {
  run(1);
  run(2);
  const late = runOf(2).created + 600_000;
  run(1, { attempt: 2, started: late, updated: late });
  expect(await ask()).toEqual(undecided(/^Run 1 \(.+\) ran after run 2 \(.+\) had delivered/));
  run(1, { attempt: 2, started: late, updated: late, conclusion: 'cancelled' });
  expect(await ask()).toEqual(undecided(/^Run 1 /));
  run(1, { attempt: 2, started: late, updated: late, status: 'in_progress' });
  expect(await ask()).toEqual(undecided(/^Run 1 /));
  run(1, { attempt: 2, started: late, updated: late, conclusion: 'skipped' });
  expect(await ask()).toEqual(of(2));
  run(3, { created: late + 60_000, updated: late + 90_000 });
  run(1, { attempt: 2, started: late, updated: late });
  expect(await ask()).toEqual(of(3));
});

test('one that was run again before the newest delivered changes nothing', async () => {
  run(1, { attempt: 2, started: runOf(1).created + 30_000 });
  run(2);
  expect(await ask()).toEqual(of(2));
  run(3, { conclusion: 'failure' });
  run(3, { attempt: 2, started: runOf(3).created + 600_000 });
  expect(await ask()).toEqual(of(3));
});

test('a job counts for itself: in a run that failed, and in one that goes on', async () => {
  run(1);
  job(1, 'deploy', 'success');
  run(2, { conclusion: 'failure' });
  job(2, 'deploy', 'success');
  job(2, 'notify', 'failure');
  expect(await ask({ job: 'deploy' })).toEqual(of(2));
  run(3, { status: 'in_progress' });
  job(3, 'deploy', undefined);
  expect(await ask({ job: 'deploy' })).toEqual(of(2, 3));
  job(3, 'deploy', 'success', { attempt: 2 });
  expect(await ask({ job: 'deploy' })).toEqual(of(3));
});

test.each(['failure', 'cancelled', 'skipped', 'neutral'])(
  'a job that ended %s delivered nothing',
  async (conclusion) => {
    run(1);
    job(1, 'deploy', 'success');
    run(2);
    job(2, 'deploy', conclusion);
    expect(await ask({ job: 'deploy' })).toEqual(conclusion === 'skipped' ? of(1) : of(1, 2));
  },
);

test('a matrix, and a called workflow, have delivered once all their jobs have', async () => {
  run(1);
  job(1, 'deploy (eu)', 'success');
  job(1, 'deploy (us, 1)', 'success');
  job(1, 'deployment', 'failure');
  expect(await ask({ job: 'deploy' })).toEqual(of(1));
  run(2);
  job(2, 'deploy (eu)', 'success');
  job(2, 'deploy (us, 1)', 'failure');
  expect(await ask({ job: 'deploy' })).toEqual(of(1, 2));
  expect(await ask({ job: 'deploy (eu)' })).toEqual(of(2));
  run(3);
  job(3, 'deploy / build', 'success');
  job(3, 'deploy / promote', 'skipped');
  expect(await ask({ job: 'deploy' })).toEqual(of(1, 3, 2));
  job(3, 'deploy / promote', 'success', { attempt: 2 });
  expect(await ask({ job: 'deploy' })).toEqual(of(3));
  expect(await ask({ job: 'deploy / promote' })).toEqual(of(3));
  expect(await ask({ job: 'depl' })).toBeUndefined();
});

test('more jobs than fit a page are all looked at', async () => {
  run(1);
  for (let index = 0; index < 150; index += 1) job(1, `deploy (${index})`, 'success');
  run(2);
  for (let index = 0; index < 149; index += 1) job(2, `deploy (${index})`, 'success');
  job(2, 'deploy (149)', 'failure');
  expect(await ask({ job: 'deploy' })).toEqual(of(1, 2));
});

test('an older run whose job waited, and then ran after a newer one, leaves a mix', async () => {
  run(1, { updated: runOf(2).created + 900_000 });
  run(2);
  job(2, 'deploy', 'success');
  job(1, 'notify', 'success', { after: 800 });
  job(1, 'deploy', 'success', { after: 20 });
  expect(await ask({ job: 'deploy' })).toEqual(of(2));
  job(1, 'deploy', 'failure', { after: 700, attempt: 2 });
  expect(await ask({ job: 'deploy' })).toEqual(undecided(/^Run 1 /));
});

test('a job that no run has is given up after a hundred', async () => {
  for (let number = 1; number <= 130; number += 1) {
    run(number);
    job(number, 'deploy', 'success');
  }
  expect(await ask({ job: 'deplyo' })).toEqual(
    undecided(/^None of the last 100 runs on main delivered the job deplyo/),
  );
});

const api = async (path: string, body: unknown): Promise<{ readonly id: number }> => {
  const response = await fetch(`${world.local.endpoint}/repos/octo/search${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.local.token}` },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { readonly id: number };
};

/** As the job of a run makes one, later than all before. */
async function deploy(number: number, states: readonly string[], { sha = shaOf(number), log = true } = {}) {
  await world.clock.sleep(60_000);
  const rest = { environment: 'production', auto_merge: false, required_contexts: [] };
  const { id } = await api('/deployments', { ref: sha, ...rest });
  for (const state of states)
    await api(`/deployments/${id}/statuses`, {
      state,
      ...(log && { log_url: `https://github.com/octo/search/actions/runs/${7000 + number}/job/1` }),
    });
}

/** Runs that begin when the clock says so. */
const begin = (number: number, given: Partial<Run> = {}) => {
  const created = world.clock.now();
  run(number, { created, updated: created + 30_000, ...given });
};

test('an environment has what was deployed to it last with success', async () => {
  const production = { environment: 'production' };
  expect(await ask(production)).toBeUndefined();
  begin(1);
  await deploy(1, ['in_progress', 'success']);
  begin(2, { conclusion: 'failure' });
  await deploy(2, ['in_progress', 'success', 'inactive']);
  for (const [index, state] of ['failure', 'error', 'in_progress', 'queued'].entries()) {
    begin(3 + index);
    await deploy(3 + index, ['in_progress', state]);
  }
  begin(7);
  await deploy(7, ['success', 'failure', 'inactive']);
  expect(await ask(production)).toEqual(of(2, 7, 5, 4, 3));
  expect(await ask({ environment: 'staging' })).toBeUndefined();
  expect(await ask({ ...production, currentRunId: 7002 })).toEqual(of(1, 7, 5, 4, 3));
});

test('a deployment of a fork’s pull request, of another branch or of no run is none', async () => {
  begin(1);
  await deploy(1, ['success']);
  begin(2, { event: 'pull_request', headRepository: 'stranger/search' });
  await deploy(2, ['success']);
  begin(3, { ref: 'refs/heads/other' });
  await deploy(3, ['success']);
  await deploy(1, ['success'], { sha: shaOf(77), log: false });
  // The log is of a run that counts, the commit is another one.
  begin(4, { conclusion: 'failure' });
  await deploy(4, ['success'], { sha: shaOf(78) });
  // The log is of no run at all.
  await deploy(55, ['success'], { sha: shaOf(1) });
  expect(await ask({ environment: 'production' })).toEqual(of(1));
});

test('deployments from before the run began are not looked at', async () => {
  for (let number = 1; number <= 5; number += 1) {
    await world.clock.sleep(60_000);
    begin(number);
    await deploy(number, ['success']);
  }
  const before = world.local.requests.length;
  expect(await ask({ environment: 'production' })).toEqual(of(5));
  expect(world.local.requests.slice(before)).toHaveLength(3);
});

test('without a log a deployment is led back to its run by the commit', async () => {
  begin(1);
  await deploy(1, ['success'], { log: false });
  expect(await ask({ environment: 'production' })).toEqual(of(1));
});

test('an older run that deployed again, or tried to, leaves a mix', async () => {
  begin(1);
  begin(2);
  await deploy(2, ['success']);
  await deploy(1, ['queued']);
  expect(await ask({ environment: 'production' })).toEqual(of(2));
  await deploy(1, ['in_progress', 'failure']);
  expect(await ask({ environment: 'production' })).toEqual(undecided(/^Run 1 .+ ran after run 2 /));
  await deploy(1, ['success']);
  expect(await ask({ environment: 'production' })).toEqual(undecided(/^Run 1 .+ ran after run 2 /));
  begin(3);
  await deploy(3, ['success']);
  expect(await ask({ environment: 'production' })).toEqual(of(3));
});

test('with a job and an environment, both must have succeeded', async () => {
  begin(1);
  job(1, 'deploy', 'success');
  await deploy(1, ['success']);
  begin(2);
  job(2, 'deploy', 'failure');
  await deploy(2, ['success']);
  expect(await ask({ environment: 'production', job: 'deploy' })).toEqual(of(1, 2));
  expect(await ask({ environment: 'production' })).toEqual(of(2));
});
