import type { BytePath } from '@actions-aws/git';

/** What became of a path. Another mode and a submodule that moved are `modified`; a file that became a link is `type-changed`. */
export type Status = 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed';

/**
 * One changed path.
 *
 * Renames are exact ones only: the same object at another path, which is git's `-M100%` and GitHub's `renamed` without
 * changes. So the answer is the same at any depth of the clone and needs no file's content; a file that moved and was edited
 * is a deletion and an addition. Both ends of a rename match patterns.
 */
export interface Change {
  readonly status: Status;
  /** Where it is now; of a deleted one, where it was. Each character is one byte. */
  readonly path: BytePath;
  /** Where a renamed one was. */
  readonly from?: BytePath;
  /**
   * A submodule: the one path stands for all that is below it, which is in another repository. A nested submodule cannot
   * move without it.
   */
  readonly submodule?: true;
}

/** Takes changes as they arrive, so that a hundred thousand of them are never held at once. */
export interface ChangeSink {
  take(change: Change): void;
  /** Forgets all that came so far: a source broke off, and another try begins. */
  restart(): void;
}

/** Which two states were compared, and whether that is sure. The changes themselves went to a `ChangeSink`. */
export interface Comparison {
  /** SHA of the older state's commit; empty where there is none, and so everything is new. */
  readonly base: string;
  /** SHA of the newer state's commit. */
  readonly head: string;
  /** How the older state was chosen, a stable word. */
  readonly strategy: string;
  /** False where it is not known what changed; then the changes that were taken are not all, or none. */
  readonly complete: boolean;
  /** For a person, one sentence: why this base, or why it is not known. */
  readonly reason: string;
}
