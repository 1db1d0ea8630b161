import { type Answered, type Client, wholeList } from '@actions-aws/github';

/** What became of a job in one run, over all its attempts. */
export interface JobOutcome {
  readonly delivered: boolean;
  /** When the last of it began that was not skipped, in milliseconds since the epoch; undefined where nothing of it ran. */
  readonly ranAt: number | undefined;
}

/**
 * Looks at a job in one run.
 *
 * GitHub knows jobs by the names that it shows: `deploy`; of a matrix `deploy (eu, 1)`, of a called workflow
 * `deploy / promote`. A name stands for all that it made, and of each the newest attempt counts: a run may be repeated in
 * part, and then the others stay as they were. All must have succeeded. One that was skipped delivered nothing: where some of
 * a called workflow's jobs are skipped as a rule, the job's own name, such as `deploy / promote`, tells more.
 * https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run
 */
export async function jobOutcome(client: Client, run: number, name: string): Promise<JobOutcome> {
  const list = { path: '/actions/runs/{run_id}/jobs', parameters: { run_id: run, filter: 'all' }, name: 'jobs' };
  const jobs = await wholeList(client, list, { doing: `list the jobs of run ${run}`, permission: 'actions' });
  const newest = new Map<string, Job>();
  const times: number[] = [];
  for (const job of jobs.map(jobOf)) {
    if (!isOf(name, job.name)) continue;
    if (job.startedAt !== undefined && job.conclusion !== 'skipped') times.push(job.startedAt);
    const known = newest.get(job.name);
    if (!known || known.attempt < job.attempt) newest.set(job.name, job);
  }
  return {
    delivered: newest.size > 0 && [...newest.values()].every(({ conclusion }) => conclusion === 'success'),
    ranAt: times.length > 0 ? Math.max(...times) : undefined,
  };
}

interface Job {
  readonly name: string;
  readonly attempt: number;
  readonly conclusion: string | undefined;
  readonly startedAt: number | undefined;
}

function jobOf(job: Answered): Job {
  return {
    name: job.at('name').text(),
    attempt: job.optional('run_attempt')?.number() ?? 1,
    conclusion: job.optional('conclusion')?.text(),
    startedAt: job.optional('started_at')?.time(),
  };
}

function isOf(name: string, shown: string): boolean {
  return shown === name || shown.startsWith(`${name} (`) || shown.startsWith(`${name} / `);
}
