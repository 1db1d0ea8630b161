import type { Answered } from '@actions-aws/github';
import type { LastSuccess } from '../../ports.ts';

/** A run of a workflow, at its newest attempt: https://docs.github.com/en/rest/actions/workflow-runs */
export interface Run {
  readonly id: number;
  /** Rises from run to run of a workflow; the attempts of a run share it. */
  readonly number: number;
  readonly attempt: number;
  readonly sha: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  /** Milliseconds since the epoch, of the first attempt. */
  readonly createdAt: number;
  /** Of the newest attempt. */
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Whether it can have delivered the branch at all, for the question that was asked. */
  readonly counts: boolean;
}

/** What a run must be of. */
export type Wanted = LastSuccess & { readonly repository: string };

/** Reads one. */
export function runOf(run: Answered, wanted: Wanted): Run {
  return {
    id: run.at('id').number(),
    number: run.at('run_number').number(),
    attempt: run.optional('run_attempt')?.number() ?? 1,
    sha: run.at('head_sha').sha(),
    status: run.at('status').text(),
    conclusion: run.optional('conclusion')?.text(),
    createdAt: run.at('created_at').time(),
    startedAt: (run.optional('run_started_at') ?? run.at('created_at')).time(),
    updatedAt: run.at('updated_at').time(),
    counts: counts(run, wanted),
  };
}

/**
 * A run counts that is of this workflow and this branch of this repository, and is not the current one.
 *
 * `head_branch` is the head's branch for runs of pull requests too, and a fork may call its branch `main`: from there a
 * stranger would choose what counts as delivered. So a run of a pull request never counts, which of its events it has, nor
 * one of another repository, nor one whose repository is gone. A tag that is called as the branch cannot be told from it.
 */
function counts(run: Answered, { workflow, branch, currentRunId, repository }: Wanted): boolean {
  const from = run.optional('head_repository')?.at('full_name').text();
  return (
    run.at('id').number() !== currentRunId &&
    fileOf(run.at('path').text()) === fileOf(workflow) &&
    run.optional('head_branch')?.text() === branch &&
    from?.toLowerCase() === repository.toLowerCase() &&
    !run.at('event').text().startsWith('pull_request')
  );
}

/** `deploy.yml`, of `.github/workflows/deploy.yml` and of `org/app/.github/workflows/deploy.yml@refs/heads/main`. */
export function fileOf(workflow: string): string {
  return workflow.replace(/@.*$/, '').split('/').at(-1) ?? '';
}
