import type { Check } from '@actions-aws/checks';
import type { Deployer, Failure } from '@actions-aws/promotion';
import type { Manifest, Pointer, Staged, Verdict } from '@actions-aws/site';

/** What the workflow asks for. */
export interface Desired {
  readonly bucket: string;
  /** Ids of distributions. */
  readonly test: string;
  readonly app: string;
  /** The release to promote, and whose write put it behind TEST. */
  readonly staged: Staged;
  readonly smoke: readonly Check[];
  /** Whether TEST is asked for pages and their assets: not where the workflow says `smoke: none`. */
  readonly asksTest: boolean;
  /** Jobs that have proved the release. */
  readonly require: readonly string[];
  /** Why they have not, as sentences. */
  readonly unproved: readonly string[];
  readonly verify: readonly Check[];
  readonly settleMs: number;
  readonly allowOlder: boolean;
  readonly deployer: Deployer;
}

/** Stands for the ETag of a pointer that could not be read, and need not be: the sites are refused. */
export const UNREAD = '';

/** What is known of both sites; each step gives a newer one. */
export interface Observed {
  readonly verdicts: readonly Verdict[];
  readonly testUrl: string;
  readonly appUrl: string;
  readonly test: Pointer;
  readonly app: Pointer;
  /** Of the release to promote; `undefined` where it was never finished. */
  readonly manifest: Manifest | undefined;
  /** Why APP could not serve it all the same, as a clause. */
  readonly misplaced: string | undefined;
  /** Of what was live when the run began; `undefined` where the pointer names no release, or one without a manifest. */
  readonly live: Manifest | undefined;
  /** The releases that were live last, newest first, as far as they have manifests: tabs of theirs may be open, and a rollback may lead there. */
  readonly kept: readonly Manifest[];
  /** All objects of the release are there. */
  readonly isWhole: boolean;
  /** TEST stood the proof. */
  readonly isProved: boolean;
  /** Whose files were carried where: what could not be copied is not tried again. */
  readonly carried: readonly { readonly from: string; readonly into: string }[];
  readonly isNoted: boolean;
  /** This run has moved the pointer. */
  readonly moved: boolean;
  /** All edges have it, and none has anything in its cache from before. */
  readonly isSpread: boolean;
  /** Users' address went on to answer with the release. */
  readonly isServed: boolean;
  readonly verified: boolean;
  /** What stands beside shared files is where visitors look for it. */
  readonly isBesideShared: boolean;
  /** What went wrong, once something has; from then on the plan is to make it safe. */
  readonly failure: Failure | undefined;
  /** What we wrote was taken back. */
  readonly restored: boolean;
  /** After that: all edges have it, or it is not waited for any more. */
  readonly isBackEverywhere: 'not yet' | 'yes' | 'not waited for';
  /** Taking it back was tried, and did not work. */
  readonly stuck: boolean;
  /** Nothing tells what the pointer holds. */
  readonly unreadable: boolean;
}

/** One step. */
export type Step =
  | { readonly do: 'look-at-objects'; readonly release: string }
  | { readonly do: 'prove'; readonly release: string }
  | { readonly do: 'carry'; readonly from: string; readonly into: string; readonly files: number }
  | { readonly do: 'note'; readonly from: string | undefined; readonly to: string }
  | { readonly do: 'move'; readonly from: string | undefined; readonly to: string }
  | { readonly do: 'spread'; readonly release: string }
  | { readonly do: 'await-served'; readonly release: string }
  | { readonly do: 'verify'; readonly release: string }
  /** Puts what stands beside shared files where visitors look for it, now that users have the release. */
  | { readonly do: 'share-beside'; readonly release: string; readonly files: number }
  /** Notes in the pointer that a newer run has found its release there. */
  | { readonly do: 'claim'; readonly release: string }
  | { readonly do: 'move-back'; readonly from: string; readonly to: string }
  | { readonly do: 'spread-back'; readonly release: string };
