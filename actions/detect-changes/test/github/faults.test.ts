import { UserError } from '@actions-aws/action';
import { FAULTS, type Fault } from '@actions-aws/local-github';
import type { Tree } from '@actions-aws/testing/git';
import type { GitHub } from '../../src/ports.ts';
import { type GitHubWorld, githubWorld, runOf, shaOf } from '../support/github-world.ts';

let world: GitHubWorld;
let base: string;
let head: string;
beforeAll(async () => {
  world = await githubWorld();
  const files: Tree = Object.fromEntries(Array.from({ length: 110 }, (_, index) => [`files/${index}.txt`, `${index}`]));
  base = world.history.commit('main', { 'a.txt': 'a' });
  head = world.history.commit('topic', files, { parents: [base] });
  const tags = Array.from({ length: 110 }, (_, index) => [`refs/tags/v${index}`, base]);
  world.history.point(Object.fromEntries(tags));
  world.local.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  for (let number = 1; number <= 110; number += 1)
    world.local.setRun(runOf(number, number > 2 ? { conclusion: 'failure' } : {}), []);
  world.local.setJob({ id: 1, runId: 7110, name: 'deploy', status: 'completed', conclusion: 'failure' });
  const deployed = { id: 1, runId: 7109, status: 'completed', conclusion: 'success' } as const;
  for (let index = 0; index < 110; index += 1)
    world.local.setJob({ ...deployed, id: 10 + index, name: `deploy (${index})`, started: runOf(109).created });
  await deploy(1, 'success');
  await deploy(2, 'failure');
});
afterAll(() => world.stop());

async function deploy(number: number, state: string): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${world.local.endpoint}/repos/octo/search/deployments${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.local.token}` },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { readonly id: number };
  };
  const rest = { environment: 'production', auto_merge: false, required_contexts: [] };
  const { id } = await post('', { ref: shaOf(number), ...rest });
  const log = number === 1 ? {} : { log_url: `https://github.com/octo/search/actions/runs/${7000 + number}/job/1` };
  await post(`/${id}/statuses`, { state, ...log });
}

const last = { workflow: 'deploy.yml', branch: 'main', currentRunId: 1 };

/** One of each kind: what lasts is told alike. */
const LASTING: readonly Fault[] = ['primary limit, 403', 'secondary limit, 429', 'server error', 'half of the JSON'];

/** Everything that is asked of GitHub, with an answer that is not empty. */
const questions: Readonly<Record<string, (github: GitHub) => Promise<unknown>>> = {
  'the files of a pull request': (github) => github.pullRequestFiles(5),
  'a comparison': (github) => github.compare(base, head),
  'a name': (github) => github.resolve('topic'),
  'a name that is none': (github) => github.resolve('nowhere'),
  'a commit': (github) => github.commit(head),
  tags: (github) => github.tags('v'),
  'a tree': (github) => github.tree(head),
  'the last run': (github) => github.lastSuccess(last),
  'the last run of a job': (github) => github.lastSuccess({ ...last, job: 'deploy' }),
  'the last deployment': (github) => github.lastSuccess({ ...last, environment: 'production' }),
};

test.each(Object.keys(questions))(
  '%s: at each request each fault is got over, and told where it lasts',
  async (name) => {
    const ask = (patienceMs: number) => questions[name]!(world.connect({ patienceMs }));
    const count = () => world.local.requests.length;
    const from = count();
    const undisturbed = await ask(0);
    const requests = count() - from;
    expect(requests).toBeGreaterThan(0);
    const wrong: unknown[] = [];
    for (let request = 1; request <= requests; request += 1)
      for (const fault of FAULTS) {
        const where = { request, fault };
        world.local.disturb({ fault, from: request });
        await expect(ask(3_600_000).catch((error: unknown) => error)).resolves.toEqual(undisturbed);
        if (!LASTING.includes(fault)) continue;
        // For an hour from now: it lasts longer than the question has time.
        const until = world.clock.now() + 3_600_000;
        world.local.disturb({ fault, from: request, until });
        const error = await ask(60_000).catch((thrown: unknown) => thrown);
        if (!(error instanceof UserError && ['rate-limited', 'unavailable'].includes(error.code ?? '')))
          wrong.push({ ...where, error });
        await world.clock.sleep(until - world.clock.now());
      }
    expect(wrong).toEqual([]);
  },
);
