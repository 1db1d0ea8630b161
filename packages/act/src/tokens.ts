import { anyOf, type JobInFile, type LocalGitHub, type Permissions, readOnly } from '@actions-aws/local-github';
import type { Server } from './server.ts';

/** The `GITHUB_TOKEN`s of a run. */
export interface RunTokens {
  /** Of steps that are scripts: act gives all jobs the same, so it may do what any job of the workflow may. */
  readonly shared: string;
  /** Of steps that are actions on Node, by the job's id: it may do what the job may. */
  readonly byJob: Readonly<Record<string, string>>;
}

/** Makes them, by what the workflow file says of each job. */
export function tokensOf(jobs: readonly JobInFile[], github: LocalGitHub, server: Server): RunTokens {
  const tokenWith = (permissions: Permissions) => {
    const token = github.tokenWith(permissions);
    if (permissions.contents) server.admit(token);
    return token;
  };
  // Jobs of several called workflows may have one id, as act has it.
  const ids = [...new Set(jobs.map(({ id }) => id))];
  const ofJob = (id: string) => anyOf(jobs.filter((job) => job.id === id).map(({ permissions }) => permissions));
  return {
    shared: tokenWith(anyOf(jobs.map(({ permissions }) => permissions))),
    byJob: Object.fromEntries(ids.map((id) => [id, tokenWith(ofJob(id))])),
  };
}

/**
 * What a job of a pull request from a fork may do: "the permissions are adjusted to change any write permissions to read only", and
 * "with the exception of GITHUB_TOKEN, secrets are not passed to the runner". Of `id-token` there is no reading.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#how-permissions-are-calculated-for-a-workflow-job,
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets
 */
export function asInFork(job: JobInFile): JobInFile {
  return { ...job, mayAsk: false, permissions: readOnly(job.permissions) };
}
