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

/** git on the repository whose git directory this is. */
export function gitIn(directory: string): Git {
  return (args, { input, remote = false } = {}) =>
    new Promise((resolve, reject) => {
      const inherited = Object.entries(process.env).filter(([name]) => remote || !foreign.test(name));
      const repository = { GIT_DIR: directory, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
      const env = { ...Object.fromEntries(inherited), ...repository, ...own, ...(remote ? {} : alone) };
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

/** What git printed, without the last end of line. */
export async function line(said: Promise<Buffer>): Promise<string> {
  return (await said).toString('utf8').trimEnd();
}

/** Runs `work` with an empty repository of its own, without anybody's hooks, and removes it. */
export async function withScratchGit<T>(work: (git: Git, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'release-'));
  try {
    const directory = path.join(folder, 'git');
    const git = gitIn(directory);
    await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', directory]);
    return await work(git, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
