import { type BytePath, type Git, GitError } from '@actions-aws/git';
import type { ChangeSink } from '../changes.ts';
import { textOf } from '../paths.ts';
import type { VisitPath } from '../ports.ts';
import { rawChanges } from './raw-changes.ts';
import { records } from './records.ts';

/** The tree without an entry, which git knows without having it, by the length of its names. */
const EMPTY_TREES: Readonly<Record<number, string>> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** With `LC_ALL=C`, what git says of an object that is not there. */
const MISSING = /bad object|unable to read tree|could not read|unable to (?:find|read)|not a tree object|promisor/i;

/**
 * The differences between two commits' trees, everything where `base` is undefined. False where an object is not there; every
 * other failure is an error. No file's content is read.
 */
export async function differences(
  git: Git,
  base: string | undefined,
  head: string,
  sink: ChangeSink,
): Promise<boolean> {
  const older = base ?? EMPTY_TREES[head.length];
  if (older === undefined) throw new TypeError(`${head} is no whole SHA`);
  sink.restart();
  const changes = rawChanges(sink.take);
  // Only exact renames; submodules also where `.gitmodules` tells git to ignore them.
  const options = ['-r', '-z', '--raw', '--no-abbrev', '-M100%', '--ignore-submodules=none', '--no-relative'];
  const there = await unlessMissing(git.run(['diff-tree', ...options, older, head, '--'], { onOutput: changes.push }));
  if (there) changes.end();
  return there;
}

/**
 * Every path of a commit's tree, submodules as one. With `below`, those alone that are one of these or below one, which names of
 * UTF-8 only, and submodules that one of these is in. False where an object is not there.
 */
export async function paths(
  git: Git,
  head: string,
  visit: VisitPath,
  below: readonly BytePath[] = [],
): Promise<boolean> {
  const above = new Set(below.flatMap(foldersOf));
  const lists = [listed(git, ['-r', head, '--', ...below.map(textOf)], visit)];
  if (above.size > 0) {
    const submodules: VisitPath = (path, isSubmodule) => isSubmodule && visit(path, isSubmodule);
    lists.push(listed(git, [head, '--', ...[...above].map(textOf)], submodules));
  }
  return (await Promise.all(lists)).every((there) => there);
}

/** https://git-scm.com/docs/git-ls-tree#_output_format: `<mode> <type> <object>`, a tab, and the path. */
async function listed(git: Git, args: readonly string[], visit: VisitPath): Promise<boolean> {
  const entries = records((text, start, end) =>
    visit(text.slice(text.indexOf('\t', start) + 1, end), text.startsWith(SUBMODULE, start)),
  );
  const command = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', ...args];
  const there = await unlessMissing(git.run(command, { onOutput: entries.push }));
  if (there) entries.end();
  return there;
}

const SUBMODULE = '160000 ';

/** The folders that a path is in: of `a/b/c` they are `a` and `a/b`. */
function foldersOf(path: BytePath): readonly BytePath[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

async function unlessMissing(running: Promise<unknown>): Promise<boolean> {
  try {
    await running;
    return true;
  } catch (error) {
    if (error instanceof GitError && MISSING.test(error.stderr)) return false;
    throw error;
  }
}
