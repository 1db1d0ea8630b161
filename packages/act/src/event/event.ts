import type { Run } from '@actions-aws/local-github';

/** What starts runs, as a person asks for it. */
export interface Event {
  readonly name: string;
  readonly actor: string;
  /** Inputs of a `workflow_dispatch`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The tag that is pushed, or released; made where there is none of the name. */
  readonly tag?: string;
  /** Who has the fork that a pull request is from; nothing where it is from a branch of the repository itself. */
  readonly fork?: string;
  /** An earlier run that a person runs again: it keeps its id and number. */
  readonly again?: Run;
}

/** Events that are imitated with all that GitHub says of them: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export const eventNames = ['push', 'pull_request', 'workflow_dispatch', 'merge_group', 'release', 'schedule'] as const;

/** Ids of the one repository here; made up, and always the same. */
export const repositoryId = 781_000_123;
export const ownerId = 583_231;
/** And of the fork that a pull request may be from. */
export const forkId = 902_000_456;
export const forkOwnerId = 9_160_002;

/** What `before` is of something new, and `after` of something that is gone. */
export const noCommit = '0'.repeat(40);
