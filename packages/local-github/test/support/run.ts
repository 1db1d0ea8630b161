import type { Repository, Run } from '../../src/index.ts';

/** The repository of the tests. */
export const repository: Repository = {
  owner: 'octo',
  ownerId: 1001,
  name: 'search',
  id: 2002,
  immutableSubjects: false,
};

/** The time at which all is asked. */
export const now = Date.UTC(2026, 0, 1);

/** A run of its workflow, which has just begun. */
export const run: Run = {
  id: 7001,
  number: 3,
  attempt: 1,
  workflowName: 'deploy',
  workflowPath: '.github/workflows/deploy.yml',
  event: 'push',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  actor: 'mona',
  created: now,
  updated: now,
  status: 'in_progress',
};
