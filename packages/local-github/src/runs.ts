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
  /** When this attempt began; at the creation unless given. */
  readonly started?: number;
  /**
   * Whose code it runs, such as `fork/search`: that of a pull request from another repository. Ours unless given; empty
   * once it is deleted.
   */
  readonly headRepository?: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: string;
}

/** A job of a run: https://docs.github.com/en/rest/actions/workflow-jobs */
export interface Job {
  readonly id: number;
  readonly runId: number;
  /** The attempt that it belongs to; the first one unless given. */
  readonly attempt?: number;
  /** As GitHub shows it: the name, behind that of the job that called its workflow. */
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: string;
  readonly started?: number;
  readonly completed?: number;
}

/** What is known of runs; kept from one start to the next by the one who starts. */
export interface RunRecords {
  /** Each attempt of each run. */
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

/** Runs and jobs of the one repository. */
export interface Runs {
  /** An attempt begins, goes on or ends; it is told from others by run and number. */
  setRun(run: Run): void;
  setJob(job: Job): void;
  /** The newest attempt of each run. */
  latest(): readonly Run[];
  attempts(id: number): readonly Run[];
  jobs(id: number): readonly Job[];
  copy(): RunRecords;
}

/** Starts with what an earlier start left. */
export function runs(kept?: RunRecords): Runs {
  const keyOf = ({ id, attempt }: Run) => `${id}/${attempt}`;
  const all = new Map((kept?.runs ?? []).map((run) => [keyOf(run), run]));
  const jobs = new Map((kept?.jobs ?? []).map((job) => [job.id, job]));
  const attempts = (id: number) =>
    [...all.values()].filter((run) => run.id === id).sort((a, b) => a.attempt - b.attempt);
  return {
    setRun: (run) => void all.set(keyOf(run), run),
    setJob: (job) => void jobs.set(job.id, job),
    latest() {
      const newest = new Map<number, Run>();
      for (const run of all.values()) {
        const known = newest.get(run.id);
        if (!known || known.attempt < run.attempt) newest.set(run.id, run);
      }
      return [...newest.values()];
    },
    attempts,
    jobs: (id) => [...jobs.values()].filter(({ runId }) => runId === id),
    copy: () => ({ runs: [...all.values()], jobs: [...jobs.values()] }),
  };
}

/** Branch, or tag: the API does not say which. */
function headBranch({ ref }: Run): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}

/**
 * Filters as GitHub's, the newest first: `status` is a status or a conclusion.
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
 */
export function filtered(runs: readonly Run[], query: URLSearchParams): Run[] {
  const status = query.get('status');
  const wanted: Readonly<Record<string, (run: Run) => string | undefined>> = {
    branch: headBranch,
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
    head_branch: headBranch(run),
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
    run_started_at: new Date(run.started ?? run.created).toISOString(),
    url,
    jobs_url: `${url}/jobs`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    repository: { full_name: repository },
    // Gone with a fork that was deleted.
    head_repository: run.headRepository === '' ? null : { full_name: run.headRepository ?? repository },
  };
}

/** A job as the API shows it. */
export function jobView(job: Job): Record<string, unknown> {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    id: job.id,
    run_id: job.runId,
    run_attempt: job.attempt ?? 1,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion ?? null,
    started_at: time(job.started),
    completed_at: time(job.completed),
  };
}
