import type { Clock } from '@actions-aws/action';
import { type LocalGitHub, type LocalGitHubOptions, type Run, startLocalGitHub } from '@actions-aws/local-github';
import { type History, newHistory } from '@actions-aws/testing/git';
import { gitHubOver } from '../../src/github/github.ts';
import type { GitHub } from '../../src/ports.ts';

/** A local GitHub over a repository that a test builds, on a clock that only waits move on. */
export interface GitHubWorld {
  readonly history: History;
  readonly local: LocalGitHub;
  readonly clock: Clock;
  /** How long was waited, one by one, in milliseconds. */
  readonly waits: readonly number[];
  /** What the log was told. */
  readonly told: readonly string[];
  /** The adapter, with what a test gives it otherwise. */
  connect(given?: Given): GitHub;
  stop(): Promise<void>;
}

/** What the adapter is given in the place of what works. */
export interface Given {
  readonly token?: string;
  readonly repository?: string;
  readonly signal?: AbortSignal;
  /** How long it may wait, in milliseconds; an hour unless given. */
  readonly patienceMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The time at which a world begins. */
export const BEGIN = Date.UTC(2026, 0, 31);

/** Starts one. */
export async function githubWorld(options: Pick<LocalGitHubOptions, 'caps'> = {}): Promise<GitHubWorld> {
  const history = newHistory();
  const waits: number[] = [];
  const told: string[] = [];
  let time = BEGIN;
  const clock: Clock = {
    now: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      time += ms;
    },
  };
  const repository = { owner: 'octo', ownerId: 1001, name: 'search', id: 2002, immutableSubjects: false };
  const local = await startLocalGitHub({ repository, now: clock.now, directory: history.directory, ...options });
  return {
    history,
    local,
    clock,
    waits,
    told,
    connect: ({ patienceMs = 3_600_000, env, ...given } = {}) =>
      gitHubOver({
        repository: 'octo/search',
        token: local.token,
        signal: new AbortController().signal,
        ...given,
        clock,
        until: time + patienceMs,
        tell: (line) => told.push(line),
        env: { GITHUB_API_URL: local.endpoint, ...env },
      }),
    async stop() {
      await local.stop();
      history.remove();
    },
  };
}

/** A run of `deploy.yml` on `main`, the numbers of an hour one after another; one that has ended succeeded unless said otherwise. */
export function runOf(number: number, given: Partial<Run> = {}): Run {
  const created = BEGIN - 86_400_000 + number * 60_000;
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
