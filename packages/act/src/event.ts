import type { Run } from '@actions-aws/local-github';
import type { Json } from './github-language.ts';
import type { Copied } from './repository.ts';
import type { Setup } from './setup.ts';

/** What starts a run. */
export interface Event {
  readonly name: string;
  readonly actor: string;
  /** Inputs of a `workflow_dispatch`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** An earlier run that a person runs again: it keeps its id and number. */
  readonly again?: Run;
}

/** What the event says, as far as workflows commonly look: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export function payloadOf(
  { name, actor, inputs }: Event,
  copied: Copied,
  setup: Setup,
): { readonly [key: string]: Json } {
  const [owner = '', repository = ''] = setup.repository.split('/');
  const common = {
    repository: {
      id: repositoryId,
      name: repository,
      full_name: setup.repository,
      default_branch: copied.defaultBranch,
      private: true,
      owner: { login: owner, id: ownerId },
    },
    sender: { login: actor },
  };
  const branch = copied.ref.replace(/^refs\/heads\//, '');
  const repo = { id: repositoryId, full_name: setup.repository, name: repository, fork: false };
  if (name === 'pull_request')
    return {
      ...common,
      action: 'synchronize',
      number: 1,
      pull_request: {
        number: 1,
        draft: false,
        title: 'A change',
        user: { login: actor },
        head: { ref: branch, sha: copied.sha, repo },
        base: { ref: copied.defaultBranch, sha: copied.sha, repo },
      },
    };
  if (name === 'workflow_dispatch') return { ...common, ref: copied.ref, inputs };
  return {
    ...common,
    ref: copied.ref,
    before: '0'.repeat(40),
    after: copied.sha,
    forced: false,
    created: false,
    deleted: false,
    pusher: { name: actor },
    head_commit: { id: copied.sha, message: 'A change', author: { name: actor } },
    commits: [{ id: copied.sha, message: 'A change' }],
  };
}

/** Ids of the one repository here; made up, and always the same. */
export const repositoryId = 781_000_123;
export const ownerId = 583_231;

/** The ref that a run is of: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export function refOf({ name }: Event, copied: Copied): string {
  return name === 'pull_request' ? 'refs/pull/1/merge' : copied.ref;
}
