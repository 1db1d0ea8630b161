import { type Answered, type Client, pagesOf, wholeList } from '@actions-aws/github';
import type { Delivered, Unclear } from '../../ports.ts';
import { mixed } from './by-runs.ts';
import { jobOutcome } from './jobs.ts';
import { fileOf, type Run, runOf, type Wanted } from './run.ts';

/** How many deployments are looked at before it is given up. */
const MOST_DEPLOYMENTS = 100;

/**
 * What was deployed last to an environment with success, by a run of this workflow and branch.
 *
 * A deployment names a commit and no run, and a pull request from a fork may make one, with its branch's name; so each is led
 * back to a run that counts: by the address of the log, which GitHub gives to those that it makes for a job, else by the
 * commit. Deployments are in the order in which they were made; an older run that deployed, or tried to, after a newer one
 * leaves a mix of both: then it is undecided.
 * https://docs.github.com/en/rest/deployments/deployments#list-deployments
 */
export async function lastByDeployments(client: Client, wanted: Wanted): Promise<Delivered | Unclear | undefined> {
  const { environment = '', job } = wanted;
  const permission = 'deployments';
  const doing = { doing: `list the deployments to ${environment}`, permission };
  const list = { path: '/deployments', parameters: { environment } };
  /** Runs that tried to deploy after the newest success. */
  const later: Run[] = [];
  let newest: Run | undefined;
  let looked = 0;
  for await (const items of pagesOf(client, list, doing)) {
    for (const deployment of items) {
      // What was there before the run began is of no newer run.
      if (newest && deployment.at('created_at').time() < newest.createdAt) return settled(newest, later);
      if (looked === MOST_DEPLOYMENTS) break;
      looked += 1;
      const found = await outcomeOf(deployment);
      if (!found) continue;
      const { run, delivered } = found;
      if (!newest && !delivered) later.push(run);
      else if (!newest) {
        newest = run;
        const older = later.find(({ number }) => number < run.number);
        if (older) return mixed(older, run);
      } else if (delivered && run.number > newest.number) return mixed(newest, run);
    }
    if (looked === MOST_DEPLOYMENTS) break;
  }
  if (newest) return settled(newest, later);
  if (looked < MOST_DEPLOYMENTS) return undefined;
  return {
    reason: `None of the last ${MOST_DEPLOYMENTS} deployments to ${environment} was a success of this workflow.`,
  };

  /** Undefined where it is of no run that counts, or has done nothing. */
  async function outcomeOf(deployment: Answered) {
    const id = deployment.at('id').number();
    const statuses = await wholeList(
      client,
      { path: '/deployments/{deployment_id}/statuses', parameters: { deployment_id: id } },
      { doing: `list the statuses of deployment ${id}`, permission },
    );
    const states = statuses
      .map((status) => ({ id: status.at('id').number(), state: status.at('state').text(), log: logOf(status) }))
      .sort((a, b) => b.id - a.id);
    // `inactive` says that a later one took its place: what it was before counts.
    const last = states.find(({ state }) => state !== 'inactive');
    if (!last || ['queued', 'pending', 'waiting'].includes(last.state)) return undefined;
    const log = states.map((status) => status.log).find((found) => found !== undefined);
    const run = await runBehind(deployment.at('sha').sha(), log);
    if (!run) return undefined;
    const isSuccess = last.state === 'success';
    return { run, delivered: isSuccess && (job === undefined || (await jobOutcome(client, run.id, job)).delivered) };
  }

  async function runBehind(sha: string, log: number | undefined): Promise<Run | undefined> {
    const needs = { doing: `find the run that deployed ${sha}`, permission: 'actions' };
    const found =
      log === undefined
        ? await wholeList(client, { ...runsOf(), parameters: { ...runsOf().parameters, head_sha: sha } }, needs)
        : [(await client.find('/actions/runs/{run_id}', { run_id: log }, needs))?.value];
    const runs = found.flatMap((each) => (each ? [runOf(each, wanted)] : []));
    return runs.find((run) => run.counts && run.sha === sha);
  }

  function runsOf() {
    return {
      path: '/actions/workflows/{workflow_id}/runs',
      parameters: { workflow_id: fileOf(wanted.workflow), branch: wanted.branch },
      name: 'workflow_runs',
    };
  }
}

function settled({ sha, id }: Run, later: readonly Run[]): Delivered {
  return { sha, run: id, attempted: later.map((run) => run.sha) };
}

/** The run in the address of a log, such as `https://github.com/org/app/actions/runs/7001/job/8001`. */
function logOf(status: Answered): number | undefined {
  const address = status.optional('log_url')?.text() ?? '';
  const [, run] = /\/actions\/runs\/(\d+)(?:\/|$)/.exec(address) ?? [];
  return run === undefined ? undefined : Number(run);
}
