import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** A copy of the user's repository, in which jobs may do as they like. */
export interface Copied {
  readonly folder: string;
  /** Such as `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly defaultBranch: string;
  /** What a person should know of it. */
  readonly remark: string;
}

/**
 * Copies a repository with its history, and what is not yet committed as a commit on top; of a folder that is not the top of
 * a repository its files alone, as one commit. The folder itself is only read.
 *
 * @param sha a commit to go back to, for a run that is run again.
 * @throws when the commit is not there.
 */
export async function copyRepository(from: string, to: string, sha?: string): Promise<Copied> {
  const top = await git(from, 'rev-parse', '--show-toplevel').catch(() => undefined);
  const isTop = top !== undefined && (await realpath(top)) === (await realpath(from));
  if (sha !== undefined && !isTop) throw new Error(`${from} is no repository, so that it has no commit ${sha}.`);
  const remark = isTop ? await cloned(from, to, sha) : await gathered(from, to, top !== undefined);
  const branch = await git(to, 'symbolic-ref', '--short', 'HEAD');
  // What checkout may ask for: https://git-scm.com/docs/git-config#Documentation/git-config.txt-uploadpackallowAnySHA1InWant
  await git(to, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const branches = (await git(to, 'for-each-ref', '--format=%(refname:short)', 'refs/heads')).split('\n');
  const defaultBranch = ['main', 'master'].find((name) => branches.includes(name)) ?? branch;
  return { folder: to, ref: `refs/heads/${branch}`, sha: await git(to, 'rev-parse', 'HEAD'), defaultBranch, remark };
}

async function cloned(from: string, to: string, sha?: string): Promise<string> {
  await git(path.dirname(to), 'clone', '--quiet', '--no-hardlinks', '--', from, to);
  const branch = await git(from, 'symbolic-ref', '--short', 'HEAD').catch(() => 'main');
  const refs = await git(from, 'for-each-ref', '--format=%(refname:short)', 'refs/heads');
  for (const name of refs.split('\n').filter((each) => each !== '' && each !== branch))
    await git(to, 'branch', '--quiet', '--force', name, `origin/${name}`);
  await git(to, 'checkout', '--quiet', '-B', branch);
  await git(to, 'remote', 'remove', 'origin');
  if (sha !== undefined) {
    await git(to, 'reset', '--quiet', '--hard', sha);
    return `${branch}, as it was at ${sha.slice(0, 12)}`;
  }
  await replaceFiles(from, to);
  const changed = await git(to, 'status', '--porcelain');
  if (changed === '') return `as committed on ${branch}`;
  await commit(to, 'What is not yet committed');
  return `${branch}, with ${changed.split('\n').length} files that are not committed yet, in a commit of their own`;
}

async function gathered(from: string, to: string, isTracked: boolean): Promise<string> {
  await mkdir(to);
  await git(to, 'init', '--quiet', '--initial-branch', 'main');
  if (isTracked) await replaceFiles(from, to);
  else
    await cp(from, to, {
      recursive: true,
      filter: (file) => !['node_modules', '.git'].includes(path.basename(file)),
    });
  await commit(to, 'All files');
  return 'the files of the folder, as the only commit of main, since it is not the top of a repository';
}

/** Makes the files of `to` those that git would commit in `from`. */
async function replaceFiles(from: string, to: string): Promise<void> {
  for (const entry of await readdir(to)) if (entry !== '.git') await rm(path.join(to, entry), { recursive: true });
  const listed = await git(from, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.');
  for (const file of listed.split('\0').filter(Boolean)) {
    await cp(path.join(from, file), path.join(to, file), { recursive: true, verbatimSymlinks: true }).catch(
      (error: NodeJS.ErrnoException) => {
        // Listed and no longer there: deleted, and not yet committed.
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}

async function commit(folder: string, subject: string): Promise<void> {
  await git(folder, 'add', '--all');
  const who = ['-c', 'user.name=octocat', '-c', 'user.email=octocat@users.noreply.github.com'];
  await git(folder, ...who, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', subject);
}

/** Nothing of the user's own configuration, hooks included, has a say. */
async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  const safe = ['-c', 'safe.directory=*', '-c', 'core.hooksPath=/dev/null'];
  const { stdout } = await promisify(execFile)('git', [...safe, ...args], { cwd, env, maxBuffer: 256 * 1024 * 1024 });
  return stdout.replace(/\n$/, '');
}
