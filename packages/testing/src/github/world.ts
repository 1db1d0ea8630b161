import type { Clock } from '@actions-aws/action';
import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from '@actions-aws/local-github';
import { type History, newHistory } from '../git/history.ts';

/** A local GitHub over a repository that a test builds, on a clock that only waits move on. */
export interface GitHubWorld {
  readonly history: History;
  readonly local: LocalGitHub;
  readonly clock: Clock;
  /** How long was waited, one by one, in milliseconds. */
  readonly waits: readonly number[];
  /** What the log was told. */
  readonly told: readonly string[];
  /** What a client is made of, with what a test gives it otherwise. */
  connection(given?: Given): Connection;
  stop(): Promise<void>;
}

/** What a client is given in the place of what works. */
export interface Given {
  readonly token?: string;
  readonly repository?: string;
  readonly signal?: AbortSignal;
  /** How long it may wait, in milliseconds; an hour unless given. */
  readonly patienceMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** In the form that `@actions-aws/github` takes. */
export interface Connection {
  readonly repository: string;
  readonly token: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly until: number;
  tell(line: string): void;
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
    connection: ({ patienceMs = 3_600_000, env, ...given } = {}) => ({
      repository: 'octo/search',
      token: local.token,
      signal: new AbortController().signal,
      ...given,
      clock,
      until: time + patienceMs,
      tell: (line) => void told.push(line),
      env: { GITHUB_API_URL: local.endpoint, ...env },
    }),
    async stop() {
      await local.stop();
      history.remove();
    },
  };
}
