import { commitAt } from './commits.ts';
import { type Git, GitError } from './git.ts';
import { shallowCommits } from './repository-folders.ts';

/**
 * Whether a commit is an ancestor of another one, or that one itself. `unknown` where one of them is not there, or where a
 * shallow repository ends before it could be told: it never says `no` for want of history.
 */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<'yes' | 'no' | 'unknown'> {
  const args = ['merge-base', '--is-ancestor', ancestor, descendant];
  const answer = await git.run(args, { allow: [0, 1, 128] });
  if (answer.code === 0) return 'yes';
  if (answer.code === 1) return (await endsEarly(git, [descendant], [ancestor])) ? 'unknown' : 'no';
  for (const revision of [ancestor, descendant]) if (!(await commitAt(git, revision))) return 'unknown';
  throw new GitError(args, answer.code, 'both commits are there');
}

/**
 * Whether history ends too early among the commits that are reachable `from` some and not from those `without`: only then can
 * there be an ancestor that is not seen. What lies behind a commit of `without` cannot lead to one of them.
 */
export async function endsEarly(git: Git, from: readonly string[], without: readonly string[]): Promise<boolean> {
  const ends = shallowCommits(git.folders);
  if (ends.size === 0) return false;
  const { stdout } = await git.run(['rev-list', ...from, '--not', ...without, '--']);
  return stdout
    .toString('latin1')
    .split('\n')
    .some((sha) => ends.has(sha));
}
