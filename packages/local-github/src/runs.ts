/** A run of a workflow, in the words of https://docs.github.com/en/rest/actions/workflow-runs */
export interface Run {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly workflowName: string;
  /** Such as `.github/workflows/deploy.yml`. */
  readonly workflowPath: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly updated: number;
  readonly status: 'in_progress' | 'completed';
  readonly conclusion?: string;
}

/** A job of a run: https://docs.github.com/en/rest/actions/workflow-jobs */
export interface Job {
  readonly id: number;
  readonly runId: number;
  /** As GitHub shows it: the name, behind that of the job that called its workflow. */
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: string;
  readonly started?: number;
  readonly completed?: number;
}

/** What is known of runs; kept from one start to the next by the one who starts. */
export interface RunRecords {
  readonly runs: readonly Run[];
  readonly jobs: readonly Job[];
}

const conclusions = new Set([
  'success',
  'failure',
  'cancelled',
  'skipped',
  'neutral',
  'timed_out',
  'action_required',
  'stale',
  'startup_failure',
]);

/**
 * Filters as GitHub's, the newest first: `status` is a status or a conclusion.
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
 */
export function filtered(runs: readonly Run[], query: URLSearchParams): Run[] {
  const status = query.get('status');
  const wanted: Readonly<Record<string, (run: Run) => string | undefined>> = {
    branch: ({ ref }) => ref.replace(/^refs\/heads\//, ''),
    event: ({ event }) => event,
    actor: ({ actor }) => actor,
    head_sha: ({ sha }) => sha,
  };
  return runs
    .filter((run) => Object.entries(wanted).every(([name, of]) => !query.has(name) || query.get(name) === of(run)))
    .filter((run) => status === null || (conclusions.has(status) ? run.conclusion : run.status) === status)
    .sort((a, b) => b.id - a.id);
}

/** A run as the API shows it. Members that the local GitHub knows nothing of are left out, never made up. */
export function runView(run: Run, repository: string, endpoint: string): Record<string, unknown> {
  const url = `${endpoint}/repos/${repository}/actions/runs/${run.id}`;
  return {
    id: run.id,
    name: run.workflowName,
    head_branch: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    head_sha: run.sha,
    path: run.workflowPath,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion ?? null,
    actor: { login: run.actor },
    triggering_actor: { login: run.actor },
    created_at: new Date(run.created).toISOString(),
    updated_at: new Date(run.updated).toISOString(),
    run_started_at: new Date(run.created).toISOString(),
    url,
    jobs_url: `${url}/jobs`,
    repository: { full_name: repository },
  };
}

/** A job as the API shows it. */
export function jobView(job: Job): Record<string, unknown> {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    id: job.id,
    run_id: job.runId,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion ?? null,
    started_at: time(job.started),
    completed_at: time(job.completed),
  };
}
