import type { Run } from '../runs.ts';
import type { AskingJob } from './asking-job.ts';

/** A repository, with the ids that GitHub never gives twice. */
export interface Repository {
  readonly owner: string;
  readonly ownerId: number;
  readonly name: string;
  readonly id: number;
  /**
   * Whether subjects have the ids in them, as those of repositories do that were made after 15 July 2026:
   * https://docs.github.com/en/actions/concepts/security/openid-connect#immutable-subject-claims
   */
  readonly immutableSubjects: boolean;
}

/** The issuer that trust policies name. Here another key signs in its name, which only the local cloud knows. */
export const issuer = 'https://token.actions.githubusercontent.com';

/** How long a token lives, in seconds. Five minutes, as GitHub's have it in its own example: https://docs.github.com/en/actions/reference/security/oidc */
const lifetime = 300;

/**
 * Who asks, in one line: the environment before the event, the event before the branch.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function subjectOf(repository: Repository, run: Pick<Run, 'event' | 'ref'>, environment?: string): string {
  const { owner, ownerId, name, id, immutableSubjects } = repository;
  const whose = immutableSubjects ? `${owner}@${ownerId}/${name}@${id}` : `${owner}/${name}`;
  // "any : within the context values will be replaced with %3A", same page.
  if (environment) return `repo:${whose}:environment:${environment.replaceAll(':', '%3A')}`;
  if (run.event === 'pull_request') return `repo:${whose}:pull_request`;
  return `repo:${whose}:ref:${run.ref}`;
}

/** The claims of a token: https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims */
export function claimsOf(
  repository: Repository,
  run: Run,
  job: AskingJob,
  { audience, now, id }: { readonly audience: string | undefined; readonly now: number; readonly id: string },
): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  const full = `${repository.owner}/${repository.name}`;
  return {
    jti: id,
    sub: subjectOf(repository, run, job.environment),
    // The owner's address, unless the caller asks for another.
    aud: audience ?? `https://github.com/${repository.owner}`,
    iss: issuer,
    nbf: seconds - lifetime,
    iat: seconds,
    exp: seconds + lifetime,
    ...(job.environment && { environment: job.environment }),
    ref: run.ref,
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    sha: run.sha,
    repository: full,
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(repository.ownerId),
    repository_visibility: 'private',
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    actor: run.actor,
    event_name: run.event,
    workflow: run.workflowName,
    workflow_ref: `${full}/${run.workflowPath}@${run.ref}`,
    workflow_sha: run.sha,
    // Of a called workflow its own file, otherwise the same as workflow_ref:
    // https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
    job_workflow_ref: job.workflowRef ?? `${full}/${run.workflowPath}@${run.ref}`,
    runner_environment: 'github-hosted',
  };
}
