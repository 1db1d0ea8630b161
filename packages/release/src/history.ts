import { type Git, isAncestor, line } from './git.ts';
import type { Id } from './plan/state.ts';

/** What one run asks of commits again and again. */
export interface History {
  /** The parent of a commit that has one and no other. */
  onlyParent(commit: Id): Promise<Id | undefined>;
  /** Whether one commit is another or comes before it. */
  isAncestor(commit: Id, of: Id | undefined): Promise<boolean>;
}

/** Asks a repository once for what never changes: a commit's parents, and that another comes before it. */
export function historyOf(git: Git): History {
  const parents = new Map<Id, readonly Id[]>();
  const before = new Set<string>();
  return {
    async onlyParent(commit) {
      const found = parents.get(commit) ?? (await line(git(['rev-parse', `${commit}^@`]))).split('\n').filter(Boolean);
      parents.set(commit, found);
      return found.length === 1 ? found[0] : undefined;
    },
    async isAncestor(commit, of) {
      const pair = `${commit} ${of}`;
      const is = before.has(pair) || (await isAncestor(git, commit, of));
      // A no is not kept: the repository may not have fetched one of the two yet.
      if (is) before.add(pair);
      return is;
    },
  };
}
