import type { BytePath } from '@actions-aws/git';
import type { Component } from './components/component.ts';
import type { Pattern } from './components/pattern.ts';
import { isOf, type Selected, type Selection } from './components/selection.ts';
import type { VisitPath } from './ports.ts';

/** What the files that are there say of components, by their names. */
export interface SeenInTree {
  /** Components that are on, and of which no file is left. */
  readonly deleted: ReadonlySet<string>;
  /** Of components that are off: patterns that match no file at all, as they were written. */
  readonly unmatched: ReadonlyMap<string, readonly string[]>;
}

/** Gives every path of the tree, or at least those that are one of `below` or below one; false where it cannot be had. */
export type Paths = (visit: VisitPath, below?: readonly BytePath[]) => Promise<boolean>;

/** More folders than that are not named to git: then the whole tree is listed. */
const MOST_FOLDERS = 200;

/**
 * Looks through the tree for what the changes do not tell.
 *
 * @returns undefined where nothing is open, or the tree cannot be had.
 */
export async function lookThrough({ selected }: Selection, paths: Paths): Promise<SeenInTree | undefined> {
  const gone = new Set(selected.filter(mayBeGone).map(({ component }) => component));
  const open = new Map<Component, Set<Pattern>>(
    selected
      .filter(({ why }) => !why.on)
      .map(({ component }) => [component, new Set(component.paths.filter(({ isNegated }) => !isNegated))]),
  );
  if (gone.size === 0 && [...open.values()].every((patterns) => patterns.size === 0)) return undefined;
  const roots = new Set([
    ...[...gone].flatMap(rootsOf),
    ...[...open.values()].flatMap((patterns) => [...patterns].flatMap(({ glob }) => glob.roots)),
  ]);
  const below = roots.has('') || roots.size > MOST_FOLDERS ? undefined : [...roots];
  const isKnown = await paths((path, isSubmodule) => {
    for (const component of gone) {
      if (isOf(component, { path, statuses: [], isSubmodule, isThere: true })) gone.delete(component);
    }
    for (const patterns of open.values()) {
      for (const pattern of patterns) if (reaches(pattern, path, isSubmodule)) patterns.delete(pattern);
    }
  }, below);
  if (!isKnown) return undefined;
  return {
    deleted: new Set([...gone].map(({ name }) => name)),
    unmatched: new Map([...open].map(([{ name }, patterns]) => [name, [...patterns].map(({ text }) => text)])),
  };
}

/** A submodule stands for all that is below it. */
function reaches({ glob }: Pattern, path: BytePath, isSubmodule: boolean): boolean {
  return glob.matches(path) || (isSubmodule && glob.reachesBelow(path));
}

/** Where the files of a component are: what it says by a negation alone may be anywhere. */
function rootsOf({ paths }: Component): readonly BytePath[] {
  const choosing = paths.filter(({ isNegated }) => !isNegated);
  return choosing.length === 0 ? [''] : choosing.flatMap(({ glob }) => glob.roots);
}

/** One that has files of its own, and of which the changes show none that is there. */
function mayBeGone({ component: { paths, allOf }, why, isSeen }: Selected): boolean {
  return why.on !== false && !isSeen && paths.length + allOf.length > 0;
}
