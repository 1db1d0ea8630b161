import type { Deployer, Failure } from '@actions-aws/promotion';
import type { Manifest, Pointer, Verdict } from '@actions-aws/site';

/** What the workflow asks for. */
export interface Desired {
  readonly bucket: string;
  /** The ids of the distributions. */
  readonly test: string;
  readonly app: string;
  /** The build, as it goes up: its id is the release's. Under a store its hashed files are shared. */
  readonly build: Manifest;
  readonly allowOlder: boolean;
  readonly deployer: Deployer;
}

/** A pointer, as far as the survey tells: what a write of it needs besides is asked for right before. */
export type SeenPointer = Pick<Pointer, 'kind' | 'release' | 'raw' | 'mark' | 'deployed'>;

/** A site, as the survey found it. */
export interface Seen extends SeenPointer {
  /** Its first address; empty where the distribution could not be read. */
  readonly url: string;
  /** By how many characters its comment is too long for what is written with the pointer. */
  readonly toFree: number;
  /** The release that its address says it serves; `undefined` where it names none. */
  readonly serves: string | undefined;
}

/** What is known of bucket and sites; each step gives a newer one. */
export interface Observed {
  readonly verdicts: readonly Verdict[];
  readonly test: Seen;
  readonly app: Seen;
  /** The manifest of this build's release; `undefined` while it is not finished. */
  readonly release: Manifest | undefined;
  /** The releases that were live last, newest first, this one apart. */
  readonly live: readonly Manifest[];
  /** Another release whose files this build may share. */
  readonly staged: Manifest | undefined;
  /** Whether all files of the build are there. */
  readonly isUploaded: boolean;
  /** How many files were sent, copied from another release, and there already. */
  readonly transfers: { readonly sent: number; readonly copied: number; readonly kept: number };
  /** What the release will carry, or carries. */
  readonly carried: Manifest['carried'];
  /** Whose hashed files are there, by their ids. */
  readonly carriedFrom: readonly string[];
  /** What open tabs miss all the same, in sentences. */
  readonly losses: readonly string[];
  readonly isNoted: boolean;
  /** Whether this run has moved TEST's pointer. */
  readonly moved: boolean;
  readonly isSpread: boolean;
  readonly isServed: boolean;
  readonly failure: Failure | undefined;
}

/** One step. */
export type Step =
  /** Puts the files of the build that are not there, each by a name that nothing has. */
  | { readonly do: 'upload'; readonly release: string; readonly files: number; readonly bytes: number }
  /** Copies the hashed files of a release that was live, so that its open tabs go on working. */
  | { readonly do: 'carry'; readonly from: string; readonly files: number }
  /** Writes the manifest: from then on the release can be promoted. */
  | { readonly do: 'commit'; readonly release: string }
  /** Notes in the history of TEST what is about to be moved. */
  | { readonly do: 'note'; readonly from: string | undefined; readonly to: string }
  | { readonly do: 'move'; readonly from: string | undefined; readonly to: string }
  /** Waits until all edges have it, and none what was there before. */
  | { readonly do: 'spread'; readonly release: string }
  /** Asks the address of TEST until it says that it serves the release. */
  | { readonly do: 'await-served'; readonly release: string };
