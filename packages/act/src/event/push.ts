import { git, gitIf, namesIn } from '../git.ts';
import type { Copied } from '../repository.ts';
import { noCommit } from './event.ts';

/** How a push moved its ref. */
export interface Push {
  /** Zeros when it made the ref. */
  readonly before: string;
  readonly after: string;
}

/**
 * What a push of the copied branch moves: from the last push, as far as this was told of one, or from where the remote is
 * that the branch follows. A branch of which neither is known is a new one, if it is not the default branch; that one is
 * moved by its last commit.
 *
 * @param earlier pushes of the ref, the last one at the end.
 */
export async function pushOf(copied: Copied, earlier: readonly Push[]): Promise<Push> {
  const { folder, sha: after, upstream, ref, defaultBranch } = copied;
  const has = (commit: string) => gitIf(folder, ['cat-file', '-e', `${commit}^{commit}`]);
  const same = earlier.findLast((push) => push.after === after);
  // Nothing is new: it is the same push once more.
  if (same) return same;
  const last = earlier.at(-1);
  if (last && (await has(last.after)) !== undefined) return { before: last.after, after };
  if (upstream !== undefined && upstream !== after && (await isAncestor(folder, upstream, after)))
    return { before: upstream, after };
  if (ref !== `refs/heads/${defaultBranch}` && upstream === undefined) return { before: noCommit, after };
  return { before: (await parentOf(folder, after)) ?? noCommit, after };
}

/** The commits that a push brings, the oldest first; of a new branch those that the default branch has not. */
export async function commitsOf({ folder, ref, defaultBranch }: Copied, { before, after }: Push): Promise<string[]> {
  const known =
    before !== noCommit ? [before] : ref === `refs/heads/${defaultBranch}` ? [] : [`refs/heads/${defaultBranch}`];
  const listed = await git(folder, [
    'rev-list',
    '--reverse',
    '--topo-order',
    after,
    ...known.map((each) => `^${each}`),
  ]);
  return listed.split('\n').filter((sha) => sha !== '');
}

/**
 * Paths that a push changed, for filters: "A two-dot diff compares the head and base SHAs directly with each other", of a new
 * branch "against the parent of the ancestor of the deepest commit pushed", and with more than 1,000 commits "the workflow
 * will always run".
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#git-diff-comparisons
 *
 * @returns nothing where filters on paths do not count.
 */
export async function pathsOf(folder: string, push: Push, commits: readonly string[]): Promise<string[] | undefined> {
  if (commits.length > 1000) return undefined;
  const [deepest = push.after] = commits;
  const base = push.before !== noCommit ? push.before : await parentOf(folder, deepest);
  if (base !== undefined) return pathsBetween(folder, base, push.after);
  return namesIn(await git(folder, ['ls-tree', '-r', '-z', '--name-only', push.after]));
}

/** Whether GitHub ends a renamed file's old path in a filter is not said; here both its paths count. */
export async function pathsBetween(folder: string, ...between: readonly string[]): Promise<string[]> {
  return namesIn(await git(folder, ['diff', '-z', '--name-only', '--no-renames', ...between, '--']));
}

/** The first parent of a commit. */
export async function parentOf(folder: string, commit: string): Promise<string | undefined> {
  return gitIf(folder, ['rev-parse', '--verify', '--quiet', `${commit}^1`]);
}

/** Whether a commit is another, or below it. */
export async function isAncestor(folder: string, ancestor: string, commit: string): Promise<boolean> {
  return (await gitIf(folder, ['merge-base', '--is-ancestor', ancestor, commit])) !== undefined;
}
