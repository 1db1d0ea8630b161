/**
 * Which two states are compared, as far as the event tells: what git or GitHub must be asked follows from it. `head` is a SHA,
 * or `HEAD`, which is what is checked out.
 */
export type Question =
  | MergeParents
  | ThreeDot
  | States
  | ForkPoint
  | TagBefore
  | Parent
  | LastSuccess
  | Named
  | Everything
  | Unknown;

/** A pull request's test merge: its first parent is the base branch, its second the pull request. */
export interface MergeParents {
  readonly by: 'merge-parents';
  readonly merge: string;
  readonly pullHead: string;
  readonly otherwise: Question;
}

/** What happened on one side since it left the other. */
export interface ThreeDot {
  readonly by: 'three-dot';
  readonly base: string;
  readonly head: string;
  /** The pull request that it is, which GitHub can list. */
  readonly pull: number;
}

/** Two states that are known. */
export interface States {
  readonly by: 'states';
  readonly strategy: 'push' | 'merge-group';
  readonly base: string;
  readonly head: string;
  readonly reason: string;
  /** Where the base cannot be had. */
  readonly otherwise: Question;
}

/** A branch without a state before: what it has that another branch has not. */
export interface ForkPoint {
  readonly by: 'fork-point';
  /** The other branch's short name. */
  readonly branch: string;
  readonly head: string;
  /** Whether the event says that no commit is new: then nothing is changed, and otherwise a branch that is contained says nothing. */
  readonly nothingNew: boolean;
  readonly reason: string;
}

/** The nearest tag before one. */
export interface TagBefore {
  readonly by: 'tag-before';
  /** Its short name. */
  readonly tag: string;
  readonly head: string;
}

/** The first parent. */
export interface Parent {
  readonly by: 'parent';
  readonly head: string;
}

/** The newest commit of the branch that a run of this workflow delivered. */
export interface LastSuccess {
  readonly by: 'last-success';
  readonly workflow: string;
  readonly branch: string;
  readonly runId: number;
  readonly head: string;
  /** The commit for which GitHub records this run. */
  readonly recorded: string;
}

/** A base that the user named: that state exactly, or since the two left each other where it is a branch. */
export interface Named {
  readonly by: 'named';
  readonly input: 'base' | 'since';
  readonly name: string;
  readonly head: string;
}

/** No state before. */
export interface Everything {
  readonly by: 'everything';
  readonly head: string;
  readonly reason: string;
}

/** The event does not tell. */
export interface Unknown {
  readonly by: 'unknown';
  readonly head: string;
  readonly reason: string;
}

/** How a base was chosen: stable words, each with what it means, for the README. */
export const STRATEGIES = {
  'merge-parents': 'the parents of the merge commit that GitHub makes of a pull request',
  'three-dot': 'since the pull request left its base branch',
  push: 'the state before the push',
  'fork-point': 'since the branch left the default branch',
  'tag-before': 'the nearest tag before it',
  'merge-group': 'the state that the merge queue names',
  parent: 'the first parent',
  'last-success': 'the newest commit that this workflow delivered',
  since: 'what `since` names',
  base: 'what `base` names',
  everything: 'there is no state before',
  unknown: 'not known',
} as const;

/** One of {@link STRATEGIES}. */
export type Strategy = keyof typeof STRATEGIES;
