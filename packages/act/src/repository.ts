import { cp, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { committer, git, gitIf, namesIn } from './git.ts';

/** A copy of the user's repository, in which jobs may do as they like. */
export interface Copied {
  readonly folder: string;
  /** Such as `refs/heads/main`; of a tag `refs/tags/v1.2.3`. */
  readonly ref: string;
  readonly sha: string;
  readonly defaultBranch: string;
  /** What the branch is on the remote that it follows; nothing where it follows none. */
  readonly upstream?: string;
  /** The commit is not one of the user's own, and the commit below it is; nothing where there is none below. */
  readonly made?: { readonly on?: string };
  /** What a person should know of it. */
  readonly remark: string;
}

/** Which state of a repository is copied. */
export interface CopyOptions {
  /** A commit to go back to, for a run that is run again. */
  readonly sha?: string;
  /** A tag to go to; where there is none of the name it is made. */
  readonly tag?: string;
  /** A git bundle with commits that were made for earlier events, if it is there. */
  readonly earlier?: string;
}

/**
 * Copies a repository with its history, and what is not yet committed as a commit on top; of a folder that is not the top of
 * a repository its files alone, on top of those of the last push. The folder itself is only read.
 *
 * @throws when the commit is not there.
 */
export async function copyRepository(from: string, to: string, options: CopyOptions = {}): Promise<Copied> {
  const { sha, tag } = options;
  const isTop = (await topOf(from)) !== undefined;
  if (sha !== undefined && !isTop) throw new Error(`${from} is no repository, so that it has no commit ${sha}.`);
  const made = isTop ? await cloned(from, to, options) : await gathered(from, to, options);
  // What checkout may ask for: https://git-scm.com/docs/git-config#Documentation/git-config.txt-uploadpackallowAnySHA1InWant
  await git(to, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  await git(to, ['config', 'uploadpack.allowFilter', 'true']);
  if (tag !== undefined && !made.atTag) await git(to, ['tag', '--', tag]);
  const branches = namesOf(await git(to, ['for-each-ref', '--format=%(refname:short)', 'refs/heads']));
  const defaultBranch = ['main', 'master'].find((name) => branches.includes(name)) ?? made.branch;
  const upstream = isTop
    ? await gitIf(from, ['rev-parse', '--verify', '--quiet', `${made.branch}@{upstream}`])
    : undefined;
  return {
    folder: to,
    ref: tag === undefined ? `refs/heads/${made.branch}` : `refs/tags/${tag}`,
    sha: await git(to, ['rev-parse', 'HEAD']),
    defaultBranch,
    ...(upstream && { upstream }),
    ...(made.commit && { made: made.commit }),
    remark: made.remark,
  };
}

/** The folder, when it is the top of a repository. */
async function topOf(folder: string): Promise<string | undefined> {
  const top = await gitIf(folder, ['rev-parse', '--show-toplevel']);
  return top !== undefined && (await realpath(top)) === (await realpath(folder)) ? top : undefined;
}

interface Made {
  readonly branch: string;
  readonly commit?: { readonly on?: string };
  readonly atTag?: boolean;
  readonly remark: string;
}

async function cloned(from: string, to: string, { sha, tag, earlier }: CopyOptions): Promise<Made> {
  await git(path.dirname(to), ['clone', '--quiet', '--no-hardlinks', '--', from, to]);
  const branch = await branchOf(from);
  for (const name of namesOf(await git(from, ['for-each-ref', '--format=%(refname:short)', 'refs/heads'])))
    if (name !== branch) await git(to, ['branch', '--quiet', '--force', name, `origin/${name}`]);
  await git(to, ['checkout', '--quiet', '-B', branch]);
  await git(to, ['remote', 'remove', 'origin']);
  if (earlier !== undefined) await gitIf(to, ['fetch', '--quiet', earlier, '+refs/heads/*:refs/pushed/*']);
  if (sha !== undefined) {
    await git(to, ['reset', '--quiet', '--hard', sha]);
    return { branch, remark: `${branch}, as it was at ${sha.slice(0, 12)}` };
  }
  if (tag !== undefined && (await gitIf(to, ['rev-parse', '--verify', '--quiet', `refs/tags/${tag}`])) !== undefined) {
    await git(to, ['checkout', '--quiet', '--detach', `refs/tags/${tag}`]);
    return { branch, atTag: true, remark: `as committed at the tag ${tag}` };
  }
  await replaceFiles(from, to);
  const changed = await git(to, ['status', '--porcelain']);
  if (changed === '') return { branch, remark: `as committed on ${branch}` };
  const on = await git(to, ['rev-parse', 'HEAD']);
  await commit(to, 'What is not yet committed', Number(await git(to, ['log', '-1', '--format=%ct'])) + 1);
  const count = changed.split('\n').length;
  return {
    branch,
    commit: { on },
    remark: `${branch}, with ${count} files that are not committed yet, in a commit of their own`,
  };
}

async function gathered(from: string, to: string, { earlier }: CopyOptions): Promise<Made> {
  await mkdir(to);
  await git(to, ['init', '--quiet', '--initial-branch', 'main']);
  const isTracked = (await gitIf(from, ['rev-parse', '--git-dir'])) !== undefined;
  if (isTracked) await replaceFiles(from, to);
  else
    await cp(from, to, {
      recursive: true,
      filter: (file) => !['node_modules', '.git'].includes(path.basename(file)),
    });
  const last = earlier && (await gitIf(to, ['fetch', '--quiet', earlier, 'refs/heads/main']));
  if (last !== undefined) await git(to, ['update-ref', 'refs/heads/main', 'FETCH_HEAD']);
  const remark = 'the files of the folder, as a commit of main, since it is not the top of a repository';
  await git(to, ['add', '--all']);
  const isSame = last !== undefined && (await gitIf(to, ['diff', '--cached', '--quiet', 'HEAD'])) !== undefined;
  if (!isSame) await commit(to, 'All files');
  return { branch: 'main', commit: {}, remark };
}

/** The branch that is checked out; of a folder that is not the top of a repository, the one that stands for it. */
export async function branchOf(folder: string): Promise<string> {
  const top = await topOf(folder);
  return (top === undefined ? undefined : await gitIf(folder, ['symbolic-ref', '--short', 'HEAD'])) ?? 'main';
}

/** Makes the files of `to` those that git would commit in `from`. */
async function replaceFiles(from: string, to: string): Promise<void> {
  for (const entry of await readdir(to)) if (entry !== '.git') await rm(path.join(to, entry), { recursive: true });
  const listed = await git(from, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.']);
  for (const file of namesIn(listed)) {
    await cp(path.join(from, file), path.join(to, file), { recursive: true, verbatimSymlinks: true }).catch(
      (error: NodeJS.ErrnoException) => {
        // Listed and no longer there: deleted, and not yet committed.
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}

/** The same files on the same commit make the same commit when the seconds are given, as if it had been pushed before. */
async function commit(folder: string, subject: string, seconds?: number): Promise<void> {
  await git(folder, ['add', '--all']);
  const date = seconds === undefined ? {} : datesOf(seconds);
  await git(folder, [...committer, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', subject], date);
}

/** Both dates of a commit, in seconds since the epoch. */
export function datesOf(seconds: number): Record<string, string> {
  return { GIT_AUTHOR_DATE: `${seconds} +0000`, GIT_COMMITTER_DATE: `${seconds} +0000` };
}

function namesOf(listed: string): string[] {
  return listed.split('\n').filter((name) => name !== '');
}

/** Writes a commit that was made here to a bundle, for copies that are made later; the user's own history is not in it. */
export async function keepMadeCommit({ folder, ref, made }: Copied, bundle: string): Promise<void> {
  if (made === undefined || !ref.startsWith('refs/heads/')) return;
  await mkdir(path.dirname(bundle), { recursive: true });
  await git(folder, ['bundle', 'create', '--quiet', bundle, ref, ...(made.on ? [`^${made.on}`] : [])]);
}
