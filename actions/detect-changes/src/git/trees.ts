import { type BytePath, type Git, GitError } from '@actions-aws/git';
import type { ChangeSink } from '../changes.ts';
import { textOf } from '../paths.ts';
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
 * Every path of a commit's tree, submodules as one; with `below`, those alone that are one of these or below one, which names
 * of UTF-8 only. False where an object is not there.
 */
export async function paths(
  git: Git,
  head: string,
  visit: (path: BytePath) => void,
  below: readonly BytePath[] = [],
): Promise<boolean> {
  const names = records((text, start, end) => visit(text.slice(start, end)));
  const args = ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--name-only', '--full-tree', head, '--'];
  const there = await unlessMissing(git.run([...args, ...below.map(textOf)], { onOutput: names.push }));
  if (there) names.end();
  return there;
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
