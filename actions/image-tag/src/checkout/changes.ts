import { oneLine, UserError } from '@actions-aws/action';
import type { Git } from '@actions-aws/git';
import { selectionOf } from './pathspec.ts';

/** What the working tree has that the commit has not. Names are text, for messages. */
export interface Uncommitted {
  /** Changed, added to the index, removed: of files that git knows, and of submodules. */
  readonly changed: readonly string[];
  /** Files and folders that git does not know, and does not ignore. */
  readonly unknown: readonly string[];
}

/**
 * How the working tree differs from the commit at some paths. It writes nothing: not even git's index is refreshed.
 *
 * @param git reads the user's configuration, by which the files were checked out: filters, as of Git LFS, and line ends.
 */
export async function uncommitted(git: Git, paths: readonly string[]): Promise<Uncommitted> {
  const selections = paths.map(selectionOf);
  const any = await differing(
    git,
    selections.filter(({ isOut }) => !isOut).flatMap(({ pathspecs }) => pathspecs),
  );
  if (any.size === 0 || selections.every(({ isOut }) => !isOut)) return sorted(any);
  // Lines hold in their order, as they do for what is committed; git itself would let those with `!` win.
  const left = new Map<string, string>();
  for (const { isOut, pathspecs } of selections) {
    for (const [path, state] of await differing(git, pathspecs)) {
      if (isOut) left.delete(path);
      else left.set(path, state);
    }
  }
  return sorted(left);
}

/** By path the two letters of git's state: https://git-scm.com/docs/git-status#_short_format */
async function differing(git: Git, pathspecs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const args = [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=normal',
    '--ignore-submodules=untracked',
    '--',
    ...pathspecs,
  ];
  const lines = (await git.run(args)).stdout.toString().split('\0');
  return new Map(lines.flatMap((line) => (line === '' ? [] : [[line.slice(3), line.slice(0, 2)] as const])));
}

const UNKNOWN = '??';

function sorted(differing: ReadonlyMap<string, string>): Uncommitted {
  const paths = [...differing];
  return {
    changed: paths.filter(([, state]) => state !== UNKNOWN).map(([path]) => path),
    unknown: paths.filter(([, state]) => state === UNKNOWN).map(([path]) => path),
  };
}

/** How many names a message has. */
const SHOWN = 5;

/** Some names, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names
    .slice(0, SHOWN)
    .map((name) => `\`${oneLine(name)}\``)
    .join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * The name is that of a commit's content, and what is built is the working tree: where they differ, the name would lie.
 *
 * @throws UserError naming what differs.
 */
export function refuseChanged({ changed }: Uncommitted): void {
  if (changed.length === 0) return;
  throw new UserError(
    `The checkout has changes that are in no commit: ${someOf(changed)}. An image of it would have the name of something else.`,
    {
      hint: 'Run this step right after actions/checkout, before the steps that change files, or commit them first.',
      code: 'uncommitted',
    },
  );
}
