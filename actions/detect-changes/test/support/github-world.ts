import type { Run } from '@actions-aws/local-github';
import * as testing from '@actions-aws/testing/github';
import { gitHubOver } from '../../src/github/github.ts';
import type { GitHub } from '../../src/ports.ts';

export { BEGIN, type Given } from '@actions-aws/testing/github';

/** A local GitHub, and the adapter over it. */
export interface GitHubWorld extends testing.GitHubWorld {
  /** The adapter, with what a test gives it otherwise. */
  connect(given?: testing.Given): GitHub;
}

/** Starts one. */
export async function githubWorld(options: Parameters<typeof testing.githubWorld>[0] = {}): Promise<GitHubWorld> {
  const world = await testing.githubWorld(options);
  return { ...world, connect: (given) => gitHubOver(world.connection(given)) };
}

/** A run of `deploy.yml` on `main`, the numbers of an hour one after another; one that has ended succeeded unless said otherwise. */
export function runOf(number: number, given: Partial<Run> = {}): Run {
  const created = testing.BEGIN - 86_400_000 + number * 60_000;
  return {
    id: 7000 + number,
    number,
    attempt: 1,
    workflowName: 'deploy',
    workflowPath: '.github/workflows/deploy.yml',
    event: 'push',
    ref: 'refs/heads/main',
    sha: shaOf(number),
    actor: 'mona',
    created,
    updated: created + 30_000,
    status: 'completed',
    ...(given.status === undefined && { conclusion: 'success' }),
    ...given,
  };
}

/** The commit of a run. */
export function shaOf(number: number): string {
  return number.toString(16).padStart(40, 'c');
}
