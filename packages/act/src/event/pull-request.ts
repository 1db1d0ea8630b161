import { committer, git, gitIf, namesIn } from '../git.ts';
import { type Copied, datesOf } from '../repository.ts';
import { pathsBetween } from './push.ts';

/** A pull request of the checked-out branch into the default branch, merged for a test as GitHub merges it. */
export interface Merged {
  readonly base: { readonly branch: string; readonly sha: string };
  readonly head: { readonly branch: string; readonly sha: string };
  /** A commit with base and head as its parents, which is checked out. */
  readonly merge: string;
  /** Commits of the pull request, the oldest first. */
  readonly commits: readonly string[];
  /** For filters: those of a three-dot diff, a renamed file with both its paths. */
  readonly paths: readonly string[];
  /** How many files GitHub says that it changes: a renamed one counts once. */
  readonly changedFiles: number;
}

/** Why there is no such pull request, or none that starts a workflow. */
export interface NotMerged {
  readonly impossible: string;
}

/**
 * Makes the merge commit of `refs/pull/1/merge` in the copy, and checks it out.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#how-the-merge-branch-affects-your-workflow
 */
export async function mergePullRequest({ folder, ref, sha, defaultBranch }: Copied): Promise<Merged | NotMerged> {
  const branch = ref.replace(/^refs\/heads\//, '');
  if (branch === defaultBranch)
    return {
      impossible: `A pull request is of a branch beside ${defaultBranch}, and ${defaultBranch} is checked out: make one with \`git switch -c my-change\` in the repository, commit the change there, and run this again.`,
    };
  const base = await git(folder, ['rev-parse', `refs/heads/${defaultBranch}`]);
  const listed = await git(folder, ['rev-list', '--reverse', '--topo-order', sha, `^${base}`]);
  const commits = listed.split('\n').filter((each) => each !== '');
  if (commits.length === 0)
    return { impossible: `${branch} has no commit that ${defaultBranch} has not: there is nothing to merge.` };
  await git(folder, ['checkout', '--quiet', '--detach', base]);
  const subject = `Merge ${sha} into ${base}`;
  const seconds = Math.max(...(await Promise.all([base, sha].map((each) => timeOf(folder, each)))));
  const merged = await git(
    folder,
    [...committer, 'merge', '--quiet', '--no-ff', '--no-verify', '--message', subject, sha],
    datesOf(seconds),
  ).catch(() => undefined);
  if (merged === undefined) {
    const files = namesIn((await gitIf(folder, ['diff', '-z', '--name-only', '--diff-filter=U'])) ?? '');
    await git(folder, ['checkout', '--quiet', '--force', branch]);
    return {
      impossible: `${branch} and ${defaultBranch} are in conflict${files.length > 0 ? ` in ${files.join(', ')}` : ''}, and GitHub starts no workflow for a pull request with a conflict: merge ${defaultBranch} into ${branch} first.`,
    };
  }
  const merge = await git(folder, ['rev-parse', 'HEAD']);
  await git(folder, ['update-ref', 'refs/pull/1/merge', merge]);
  await git(folder, ['update-ref', 'refs/pull/1/head', sha]);
  const shown = await git(folder, ['diff', '-z', '--name-only', '--find-renames', `${base}...${sha}`, '--']);
  return {
    base: { branch: defaultBranch, sha: base },
    head: { branch, sha },
    merge,
    commits,
    paths: await pathsBetween(folder, `${base}...${sha}`),
    changedFiles: namesIn(shown).length,
  };
}

async function timeOf(folder: string, commit: string): Promise<number> {
  return Number(await git(folder, ['log', '-1', '--format=%ct', commit]));
}
