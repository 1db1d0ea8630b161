import type { Git } from './git.ts';

/** A commit as its object has it: also in a shallow repository with the parents that are not there. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Seconds since the epoch. */
  readonly committedAt: number;
}

/**
 * The commit that a revision names, tags followed; undefined where it is not there, or names something else than one commit.
 * A damaged object, and every other failure of git, is an error.
 */
export async function commitAt(git: Git, revision: string): Promise<Commit | undefined> {
  if (!namesOne(revision)) return undefined;
  // Shows a commit with the parents that it was made with. A shallow end is only seen by what walks from it.
  // https://git-scm.com/docs/git-log#_pretty_formats (raw)
  const args = ['rev-list', '--no-walk', '--header', '--ignore-missing', '--end-of-options', `${revision}^{commit}`];
  const { stdout } = await git.run(args);
  return stdout.length === 0 ? undefined : commitIn(stdout.toString('latin1'));
}

/** Not a range, nor the exclusion of one; no reference's name has these. https://git-scm.com/docs/git-check-ref-format */
function namesOne(revision: string): boolean {
  return revision !== '' && !/\.\.|^[\^-]/.test(revision) && !revision.includes('\0');
}

function commitIn(record: string): Commit {
  const [sha = '', ...lines] = record.split('\n');
  const headers = lines.slice(0, lines.indexOf(''));
  const after = (name: string) =>
    headers.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  const [tree] = after('tree');
  const time = /> (-?\d+) [+-]\d+$/.exec(after('committer')[0] ?? '')?.[1];
  if (!/^[0-9a-f]{40,64}$/.test(sha) || tree === undefined || time === undefined)
    throw new Error(`git rev-list answered something else than a commit: ${record.slice(0, 200)}`);
  return { sha, tree, parents: after('parent'), committedAt: Number(time) };
}
