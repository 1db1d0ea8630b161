import type { Step } from './state.ts';

/** What is true of a kind of step, whichever promotion it is part of. */
export interface Facts {
  /** What the step writes, if the registry takes it. The pointer is what users follow: a tag that moves. */
  readonly writes: 'nothing' | 'repository' | 'blobs' | 'manifests' | 'list of referrers' | 'tag' | 'pointer';
  /**
   * Whether what has begun is finished when the workflow is cancelled: a write that is broken off may have its effect all the
   * same, and then nothing could be said about it.
   */
  readonly isFinished: boolean;
}

/** The facts of every kind of step. The compiler asks for a row with each kind that is added. */
export const FACTS: Readonly<Record<Step['do'], Facts>> = {
  create: { writes: 'repository', isFinished: true },
  // Blobs and manifests without a tag are found by the next run, and met by no user.
  blobs: { writes: 'blobs', isFinished: false },
  manifests: { writes: 'manifests', isFinished: false },
  record: { writes: 'list of referrers', isFinished: false },
  compare: { writes: 'nothing', isFinished: false },
  tag: { writes: 'tag', isFinished: true },
  move: { writes: 'pointer', isFinished: true },
};
