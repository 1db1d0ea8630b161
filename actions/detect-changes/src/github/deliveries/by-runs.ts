import type { Delivered, Unclear } from '../../ports.ts';
import type { Client } from '../client.ts';
import { pagesOf } from '../pages.ts';
import { jobOutcome } from './jobs.ts';
import { fileOf, type Run, runOf, type Wanted } from './run.ts';

/** "up to 1,000 results for each search": https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow */
const MOST_RUNS = 1000;
/** How many runs are asked for their jobs before it is given up. */
const MOST_ASKED = 100;
/** "up to 30 days after its initial run": https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs */
const REPEATABLE_MS = 30 * 24 * 60 * 60 * 1000;
/** Conclusions of runs of which no job ever ran. */
const IDLE = ['skipped', 'startup_failure', 'action_required', 'stale'];

/** A delivery, with what tells its place among others. */
interface Newest {
  readonly run: Run;
  /** When it began, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The newest delivery by run number, which is the order of the commits.
 *
 * Where an older run delivered after it, or tried to (it was run again, or its job waited for an approval), what is live is a
 * mix of two commits, and no base tells all that the next run must deliver: then it is undecided. Whether the two ran at the
 * same time only jobs tell. A whole run counts from its beginning, so without a job an older run that was merely slower is
 * taken to have delivered before: `concurrency` in the workflow makes it so.
 */
export async function lastByRuns(client: Client, wanted: Wanted): Promise<Delivered | Unclear | undefined> {
  const { branch, job } = wanted;
  let newest: Newest | undefined;
  let listed = 0;
  let asked = 0;
  const seen = new Set<number>();
  for await (const items of pagesOf(client, runsOf(wanted), doing(wanted))) {
    listed += items.length;
    for (const run of items.map((item) => runOf(item, wanted))) {
      // A run that begins meanwhile moves the others on, to the next page.
      if (seen.has(run.id)) continue;
      seen.add(run.id);
      if (newest && run.createdAt < newest.at - REPEATABLE_MS) return { sha: newest.run.sha, run: newest.run.id };
      if (!run.counts) continue;
      if (newest) {
        if (await ranAfter(run, newest)) return mixed(run, newest.run);
        continue;
      }
      if (job !== undefined && mayHaveJobs(run)) asked += 1;
      if (asked > MOST_ASKED)
        return { reason: `None of the last ${MOST_ASKED} runs on ${branch} delivered the job ${job}.` };
      newest = await delivery(run);
    }
    if (listed >= MOST_RUNS) break;
  }
  if (newest) return { sha: newest.run.sha, run: newest.run.id };
  if (listed < MOST_RUNS) return undefined;
  return { reason: `None of the last ${MOST_RUNS} runs on ${branch} delivered anything, and GitHub lists no more.` };

  async function delivery(run: Run): Promise<Newest | undefined> {
    if (job === undefined)
      return run.status === 'completed' && run.conclusion === 'success' ? { run, at: run.startedAt } : undefined;
    if (!mayHaveJobs(run)) return undefined;
    const { delivered, ranAt } = await jobOutcome(client, run.id, job);
    return delivered && ranAt !== undefined ? { run, at: ranAt } : undefined;
  }

  /** Of a run with a smaller number, whether it did something after a delivery. */
  async function ranAfter(run: Run, { at }: Newest): Promise<boolean> {
    if (!mayHaveJobs(run)) return false;
    if (job === undefined) return run.attempt > 1 && run.startedAt > at;
    if (run.status === 'completed' && run.updatedAt <= at) return false;
    const { ranAt } = await jobOutcome(client, run.id, job);
    return ranAt !== undefined && ranAt > at;
  }
}

/** All of the branch, of any conclusion, the newest first. */
function runsOf({ workflow, branch }: Wanted) {
  return {
    path: '/actions/workflows/{workflow_id}/runs',
    parameters: { workflow_id: fileOf(workflow), branch, exclude_pull_requests: 'true' },
    name: 'workflow_runs',
  };
}

function doing({ workflow }: Wanted) {
  return { doing: `list the runs of the workflow ${fileOf(workflow)}`, permission: 'actions' };
}

function mayHaveJobs({ conclusion }: Run): boolean {
  return conclusion === undefined || !IDLE.includes(conclusion);
}

/** Why it is undecided that an older run came later. */
export function mixed(older: Pick<Run, 'number' | 'sha'>, newer: Pick<Run, 'number' | 'sha'>): Unclear {
  return {
    reason: `Run ${older.number} (${older.sha.slice(0, 12)}) ran after run ${newer.number} (${newer.sha.slice(0, 12)}) had delivered, so that what is there may be of both.`,
  };
}
