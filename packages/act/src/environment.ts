import { existsSync } from 'node:fs';
import type { Run } from '@actions-aws/local-github';
import { scaledTime } from '@actions-aws/testing';
import { ownerId, repositoryId } from './event/event.ts';
import type { Occurrence } from './event/occurrence.ts';
import type { Payload } from './event/payload.ts';
import { writePreload } from './preload.ts';
import type { Setup } from './setup/setup.ts';
import type { SessionOptions, Started } from './started.ts';
import type { RunTokens } from './tokens.ts';

/** What every step sees beside its own: the variables of a runner that act leaves out or gets wrong, and the local servers. */
export async function stepEnvironment(
  run: Run,
  { home, bearer, tokens }: { readonly home: string; readonly bearer: string; readonly tokens: RunTokens },
  { setup, scale, tree, own }: SessionOptions,
  { cloud, github, server }: Started,
): Promise<Record<string, string>> {
  const { args, env } = scaledTime({ scale, clock: cloud.clock });
  if (!existsSync(tree)) throw new Error(`The tree ${tree} is not there.`);
  return {
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REPOSITORY: setup.repository,
    GITHUB_REPOSITORY_OWNER: setup.repository.split('/')[0] ?? '',
    GITHUB_REPOSITORY_ID: String(repositoryId),
    GITHUB_REPOSITORY_OWNER_ID: String(ownerId),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_TRIGGERING_ACTOR: run.actor,
    GITHUB_WORKFLOW_REF: `${setup.repository}/${run.workflowPath}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.sha,
    GITHUB_SERVER_URL: server.url,
    GITHUB_API_URL: github.endpoint,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ACTIONS_ID_TOKEN_REQUEST_URL: github.tokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    AWS_ENDPOINT_URL: cloud.endpoint,
    // Without credentials of its own a step has none: the SDK would otherwise ask the machine that it is on.
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_OPTIONS: await writePreload(home, own, {
      scaledTime: args.at(-1) ?? '',
      settings: env.SCALED_TIME ?? '',
      scale,
      tokens,
    }),
  };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
export function githubContext(
  run: Run,
  event: Payload,
  { repository }: Setup,
  { headRef, baseRef }: Occurrence,
  { server, github }: Pick<Started, 'server' | 'github'>,
): Payload {
  return {
    event,
    event_name: run.event,
    actor: run.actor,
    triggering_actor: run.actor,
    ref: run.ref,
    ref_name: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    head_ref: headRef,
    base_ref: baseRef,
    sha: run.sha,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    workflow: run.workflowName,
    server_url: server.url,
    api_url: github.endpoint,
  };
}
