import { readFile } from 'node:fs/promises';
import { UserError } from '@actions-aws/action';
import { type Env, remoteOf } from '@actions-aws/git';
import { byGitHub } from './compare/by-github.ts';
import { compare } from './compare/compare.ts';
import type { Sources } from './detect.ts';
import { factsOf } from './event/facts.ts';
import { questionOf } from './event/rows.ts';
import { openHistory } from './git/history.ts';
import type { DetectChanges } from './inputs/inputs.ts';
import { wantedFrom } from './inputs/wanted.ts';
import type { GitHub } from './ports.ts';

type Asking = Pick<DetectChanges, 'inputs' | 'env' | 'clock' | 'log' | 'signal'>;

/**
 * Git and GitHub, as a run of the action may ask them. `close` deletes what was fetched.
 *
 * @param connect speaks with GitHub's API; nothing is loaded before it is asked.
 */
export function sourcesOf(
  { inputs, env, clock, log, signal }: Asking,
  { temp, connect }: { readonly temp: string; readonly connect: (token: string) => Promise<GitHub> },
): Sources & { close(): void } {
  const { choice, ...wanted } = wantedFrom(inputs);
  const { token = '', workingDirectory: directory } = inputs;
  let connected: Promise<GitHub> | undefined;
  const connectOnce = () => {
    connected ??= connect(token);
    return connected;
  };
  const github = token === '' ? undefined : connectOnce;
  const sha = env.GITHUB_SHA ?? '';
  let history: Awaited<ReturnType<typeof openHistory>> | undefined;
  return {
    async compare(sink) {
      const sleep = (ms: number) => clock.sleep(ms, signal);
      const tell = (line: string) => log.info(line);
      const question = questionOf(factsOf(env, await payloadOf(env)), wanted);
      history = await unlessThereIsNone(
        openHistory({ directory, env, temp, remote: remoteOf(env, token), sleep, tell }),
      );
      return compare(question, { history, github, choice, sha }, sink);
    },
    async paths(head, visit, below) {
      const asked = history ?? (github && byGitHub(await github(), sha));
      return asked !== undefined && (await asked.paths(head, visit, below)).complete;
    },
    close: () => history?.close(),
  };
}

/** Without a checkout GitHub is asked. */
async function unlessThereIsNone<T>(opened: Promise<T>): Promise<T | undefined> {
  try {
    return await opened;
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-repository') return undefined;
    throw error;
  }
}

/** What GitHub says of the event. https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
async function payloadOf({ GITHUB_EVENT_PATH: path = '' }: Env): Promise<unknown> {
  if (path === '') return {};
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new UserError(`The event's payload at ${path} cannot be read.`, {
      hint: 'The runner writes it: leave GITHUB_EVENT_PATH as it is.',
      cause,
    });
  }
}
