import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';

/** A repository's git directory, and git's commands on it. No shell reads the arguments. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<Buffer>;

interface GitOptions {
  readonly input?: Uint8Array;
  /** Speaks to a remote: with the user's own configuration, which has credentials and proxies. Never asks. */
  readonly remote?: boolean;
}

/** git ended with an error; `stderr` is what it said. */
export class GitError extends Error {
  readonly stderr: string;

  constructor(args: readonly string[], stderr: string) {
    super(`git ${args[0]} failed: ${stderr.trim() || 'it said nothing'}`);
    this.name = 'GitError';
    this.stderr = stderr;
  }
}

/** What a machine or a calling git could set that changes ids, bytes or the repository meant. */
const foreign = /^GIT_/;
const own = { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
const alone = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, GIT_ATTR_NOSYSTEM: '1' };

/**
 * git on the repository whose git directory this is.
 *
 * @param settings of the environment for commands that speak to a remote, such as {@link tokenSettings}.
 */
export function gitIn(
  directory: string | undefined,
  settings: Readonly<Record<string, string>> = {},
  worktree?: string,
): Git {
  return (args, { input, remote = false } = {}) =>
    new Promise((resolve, reject) => {
      const inherited = Object.entries(process.env).filter(([name]) => remote || !foreign.test(name));
      const repository = { GIT_DIR: directory, GIT_WORK_TREE: worktree, GIT_INDEX_FILE: undefined };
      const env = { ...Object.fromEntries(inherited), ...repository, ...own, ...(remote ? settings : alone) };
      const child = spawn('git', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
      const said: Buffer[] = [];
      const complained: Buffer[] = [];
      child.stdout.on('data', (bytes) => said.push(bytes));
      child.stderr.on('data', (bytes) => complained.push(bytes));
      child.on('error', (error) => reject(new GitError(args, error.message)));
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.concat(said));
        else reject(new GitError(args, Buffer.concat(complained).toString('utf8')));
      });
      // A git that ends early closes its input: what it says of that is the error, not the broken pipe.
      child.stdin.on('error', () => {});
      child.stdin.end(input ?? '');
    });
}

/** git on the repository that a folder is a checkout of. */
export async function gitOf(folder: string): Promise<Git> {
  return gitIn(await line(gitIn(undefined)(['-C', folder, 'rev-parse', '--absolute-git-dir'])));
}

/** What git printed, without the last end of line. */
export async function line(said: Promise<Buffer>): Promise<string> {
  return (await said).toString('utf8').trimEnd();
}

/** Runs `work` with an empty repository of its own, without hooks, and removes it. */
export async function withScratchGit<T>(
  work: (git: Git, folder: string) => Promise<T>,
  settings?: Readonly<Record<string, string>>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'release-'));
  try {
    const directory = path.join(folder, 'git');
    const git = gitIn(directory, settings);
    await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', directory]);
    return await work(git, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Settings with which git shows a token to one server. In the environment, where other users of the machine cannot read it as
 * they can a process's arguments.
 *
 * @param server such as `https://github.com`.
 */
export function tokenSettings(server: string, token: string): Readonly<Record<string, string>> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}

/** Whether one commit is another or comes before it. What this repository does not have comes before nothing. */
export async function isAncestor(git: Git, commit: string, of: string | undefined): Promise<boolean> {
  if (of === undefined || commit === of) return commit === of;
  return git(['merge-base', '--is-ancestor', commit, of]).then(
    () => true,
    () => false,
  );
}
