import type { BytePath } from '@actions-aws/git';
import type { Change, ChangeSink } from './changes.ts';

/** Git, where there is a checkout. What it lacks, it fetches; a question that it cannot answer is undefined or false, never a guess. */
export interface History {
  /** The differences between two commits' trees; everything where `base` is undefined. False where one of them cannot be had. */
  differences(base: string | undefined, head: string, sink: ChangeSink): Promise<boolean>;
  /** Every path of a commit's tree. False where it cannot be had. */
  paths(head: string, visit: (path: BytePath) => void): Promise<boolean>;
}

/** GitHub's API in this action's words. Every failure is an error that names the permission or the remedy, never an empty list. */
export interface GitHub {
  /** What a pull request changes. GitHub lists 3,000 files at most; more, or another count than the pull request's own, is not complete. */
  pullRequestFiles(number: number): Promise<Listing>;
  /** What happened on `head` since it left `base` (three dots). GitHub lists 300 files at most. */
  compare(base: string, head: string): Promise<Listing & { readonly mergeBase: string }>;
  /** The commit that a branch, a tag or a SHA names; undefined where there is none. */
  resolve(ref: string): Promise<string | undefined>;
  commit(sha: string): Promise<RemoteCommit | undefined>;
  /** Tags whose names begin with a prefix, with the commits they lead to. */
  tags(prefix: string): Promise<readonly RemoteTag[]>;
  /** Every path of a commit's tree. */
  tree(sha: string): Promise<{ readonly paths: readonly BytePath[]; readonly complete: boolean }>;
  /**
   * The newest commit that a run of the workflow delivered: one whose run (or job, or deployment to the environment)
   * succeeded. Never of the current run, at any attempt; a cancelled one delivered nothing.
   */
  lastSuccess(query: LastSuccess): Promise<{ readonly sha: string; readonly run: number } | undefined>;
}

/** Changed files as an API lists them. */
export interface Listing {
  readonly files: readonly Change[];
  /** False where there are more than it lists. */
  readonly complete: boolean;
  /** Why it is not complete, one sentence. */
  readonly reason?: string;
}

/** A commit that GitHub knows. */
export interface RemoteCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Seconds since the epoch. */
  readonly committedAt: number;
}

/** A tag that GitHub knows. */
export interface RemoteTag {
  readonly name: string;
  readonly sha: string;
}

/** Which runs count as a success. */
export interface LastSuccess {
  /** The workflow's file or id, as GitHub's API takes it. */
  readonly workflow: string;
  readonly branch: string;
  /** Only this job of the run must have succeeded. */
  readonly job?: string;
  /** Only its deployment to this environment must have succeeded. */
  readonly environment?: string;
  readonly currentRunId: number;
}
