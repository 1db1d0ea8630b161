import type { BytePath } from '@actions-aws/git';
import type { RemoteCommit } from '@actions-aws/github';
import type { Change, ChangeSink } from './changes.ts';

/**
 * What tells states and the way between them: git where there is a checkout, which fetches what the checkout lacks, or GitHub.
 * What it cannot answer it says, and never guesses.
 */
export interface History {
  /** The commit that a SHA or `HEAD` names, if it is here: nothing is fetched. */
  here(revision: string): Promise<RemoteCommit | undefined>;
  /** The commit that a SHA or `HEAD` names; undefined where it cannot be had. */
  commit(revision: string): Promise<RemoteCommit | undefined>;
  /** What a SHA, a branch or a tag names; undefined where there is none. */
  resolve(name: string): Promise<Resolved | undefined>;
  /** The best common ancestor of two commits, which is the one that `git diff A...B` takes. */
  mergeBase(one: string, other: string): Promise<Found>;
  /** Every tag's name, with the commit that it leads to. Undefined where they cannot be had. */
  tags(): Promise<ReadonlyMap<string, string> | undefined>;
  /** Of some commits, the ancestor of `head` that the fewest commits lie behind; `head` itself is none of them. */
  nearest(candidates: ReadonlySet<string>, head: string): Promise<Found>;
  /** The differences between two commits' trees; everything where `base` is undefined. */
  differences(base: string | undefined, head: string, sink: ChangeSink): Promise<Told>;
  /** Fetches what several commits' differences take at once; without it each is fetched by itself. */
  bring?(shas: readonly string[]): Promise<void>;
  /** What a pull request changes, where that can be asked as such. */
  pullRequest?(pull: PullRequest, sink: ChangeSink): Promise<Told>;
  /** Every path of a commit's tree; with `below`, at least those that are one of these, below one, or a submodule that one is in. */
  paths(head: string, visit: VisitPath, below?: readonly BytePath[]): Promise<Told>;
}

/** A pull request as the event has it. */
export interface PullRequest {
  readonly number: number;
  readonly base: string;
  readonly head: string;
}

/** Takes a path of a tree, which may be a submodule's. */
export type VisitPath = (path: BytePath, isSubmodule: boolean) => void;

/** Whether all of it was told; if not, one sentence why, and whether that is because a state is not there any more. */
export type Told =
  | { readonly complete: true }
  | { readonly complete: false; readonly reason: string; readonly isGone?: true };

/** What a name means. */
export interface Resolved {
  readonly sha: string;
  readonly is: 'commit' | 'branch' | 'tag';
}

/** What was looked for in history: a commit's SHA, that there is none, or that nothing tells. */
export type Found = { readonly sha: string } | 'none' | 'unknown';

/** GitHub's API in this action's words. Every failure is an error that names the permission or the remedy, never an empty list. */
export interface GitHub {
  /** What a pull request changes. GitHub lists 3,000 files at most; more, or another count than the pull request's own, is not complete. */
  pullRequestFiles(number: number): Promise<Listing & { readonly base: string; readonly head: string }>;
  /**
   * What happened on `head` since it left `base` (three dots). GitHub lists 300 files at most. Undefined where one of the two
   * is not there, or they have nothing in common.
   */
  compare(base: string, head: string): Promise<(Listing & { readonly mergeBase: string }) | undefined>;
  /** The commit that a branch, a tag or a SHA names; undefined where there is none. */
  resolve(ref: string): Promise<string | undefined>;
  commit(sha: string): Promise<RemoteCommit | undefined>;
  /** Tags whose names begin with a prefix, with the commits they lead to. */
  tags(prefix: string): Promise<readonly RemoteTag[]>;
  /** Every path of a commit's tree, and which of them are submodules. */
  tree(sha: string): Promise<{
    readonly paths: readonly BytePath[];
    readonly submodules: ReadonlySet<BytePath>;
    readonly complete: boolean;
  }>;
  /**
   * The newest commit that a run of the workflow delivered: one whose run (or job, or deployment to the environment)
   * succeeded. Never of the current run, at any attempt; a cancelled one delivered nothing. Undefined where nothing was
   * delivered yet.
   */
  lastSuccess(query: LastSuccess): Promise<Delivered | Unclear | undefined>;
}

/** What was delivered last. */
export interface Delivered {
  readonly sha: string;
  /** The id of the run that delivered it. */
  readonly run: number;
  /** Commits of newer runs that did something and did not succeed: each may be there in part. */
  readonly attempted: readonly string[];
}

/** What was delivered last is not one commit, or cannot be told. */
export interface Unclear {
  readonly sha?: never;
  /** For a person, one sentence. */
  readonly reason: string;
}

/** Changed files as an API lists them. */
export interface Listing {
  readonly files: readonly Change[];
  /** False where there are more than it lists. */
  readonly complete: boolean;
  /** Why it is not complete, one sentence. */
  readonly reason?: string;
}

/** A tag that GitHub knows. */
export interface RemoteTag {
  readonly name: string;
  readonly sha: string;
}

/** Which runs count as a success. */
export interface LastSuccess {
  /** The workflow's file, such as `deploy.yml`, with or without its folder. */
  readonly workflow: string;
  /** Its name, without `refs/heads/`. */
  readonly branch: string;
  /**
   * Only this job of the run must have succeeded: its name as GitHub shows it. It stands for all jobs that a matrix makes of
   * it, and for those of the workflow that it calls; then all of them must have.
   */
  readonly job?: string;
  /** Only its deployment to this environment must have succeeded. */
  readonly environment?: string;
  readonly currentRunId: number;
}
