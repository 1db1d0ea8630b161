import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs git in a folder; nothing of the user's own configuration, hooks included, has a say.
 *
 * @param env variables beside, such as dates of a commit.
 * @returns what it wrote, without the last line break.
 * @throws with what git said when it fails.
 */
export async function git(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const clean = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...env,
  };
  const safe = ['-c', 'safe.directory=*', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'];
  const options = { cwd, env: clean, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)('git', [...safe, ...args], options);
  return stdout.replace(/\n$/, '');
}

/** As {@link git}, and nothing where git fails: there is no such ref, commit or file. */
export async function gitIf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return git(cwd, args).catch(() => undefined);
}

/** Names that git ends with a zero byte each. */
export function namesIn(listed: string): string[] {
  return listed.split('\0').filter((name) => name !== '');
}

/** Who makes the commits that are made here. */
export const committer = ['-c', 'user.name=octocat', '-c', 'user.email=octocat@users.noreply.github.com'];
