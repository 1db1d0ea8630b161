import { type Client, pagesOf } from '@actions-aws/github';
import type { Delivered, Unclear } from '../../ports.ts';
import { type JobOutcome, jobOutcome } from './jobs.ts';
import { fileOf, type Run, runOf, type Wanted } from './run.ts';

/** "up to 1,000 results for each search": https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow */
const MOST_RUNS = 1000;
/** How many runs are asked for their jobs before it is given up. */
const MOST_ASKED = 100;
/** "up to 30 days after its initial run": https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs */
const REPEATABLE_MS = 30 * 24 * 60 * 60 * 1000;
/** Conclusions of runs of which no job ever ran. */
const IDLE = ['skipped', 'startup_failure', 'action_required', 'stale'];

/** Statuses of runs of which no job has begun: https://docs.github.com/en/rest/actions/workflow-runs */
const WAITING = ['queued', 'requested', 'pending'];

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
  const attempted: string[] = [];
  let listed = 0;
  let asked = 0;
  const seen = new Set<number>();
  for await (const items of pagesOf(client, runsOf(wanted), doing(wanted))) {
    listed += items.length;
    for (const run of items.map((item) => runOf(item, wanted))) {
      // A run that begins meanwhile moves the others on, to the next page.
      if (seen.has(run.id)) continue;
      seen.add(run.id);
      if (newest && run.createdAt < newest.at - REPEATABLE_MS) return settled(newest);
      if (!run.counts) continue;
      if (newest) {
        if (await ranAfter(run, newest)) return mixed(run, newest.run);
        continue;
      }
      if (job !== undefined && mayHaveJobs(run)) asked += 1;
      if (asked > MOST_ASKED)
        return { reason: `None of the last ${MOST_ASKED} runs on ${branch} delivered the job ${job}.` };
      const { delivered, ranAt } = await outcomeOf(run);
      if (delivered && ranAt !== undefined) newest = { run, at: ranAt };
      else if (ranAt !== undefined) attempted.push(run.sha);
    }
    if (listed >= MOST_RUNS) break;
  }
  if (newest) return settled(newest);
  if (listed < MOST_RUNS) return undefined;
  return { reason: `None of the last ${MOST_RUNS} runs on ${branch} delivered anything, and GitHub lists no more.` };

  function settled({ run: { sha, id } }: Newest): Delivered {
    return { sha, run: id, attempted };
  }

  /** Whether the run delivered, and when what may have delivered began; undefined where nothing of it has run. */
  async function outcomeOf(run: Run): Promise<JobOutcome> {
    // An attempt before this one may have done something.
    const isFirst = run.attempt === 1;
    if (isFirst && !mayHaveJobs(run)) return { delivered: false, ranAt: undefined };
    if (job !== undefined) return jobOutcome(client, run.id, job);
    const hasBegun = !(isFirst && WAITING.includes(run.status));
    const delivered = run.status === 'completed' && run.conclusion === 'success';
    return { delivered, ranAt: hasBegun ? run.startedAt : undefined };
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
