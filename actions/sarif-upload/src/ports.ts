/** Of what commit the results are, and which ref shows them. */
export interface Target {
  /** Such as `refs/heads/main`, `refs/tags/v1`, `refs/pull/5/merge`. */
  readonly ref: string;
  readonly sha: string;
  /** The head of the pull request that the ref is of, where the event tells: its test merge may be made anew, and is then another commit. */
  readonly head?: string | undefined;
}

/** What GitHub made of a file. */
export type Processed =
  | { readonly state: 'pending' }
  | { readonly state: 'complete' }
  /** In GitHub's words, one sentence at least. */
  | { readonly state: 'failed'; readonly errors: readonly string[] };

/** An analysis as GitHub has it. */
export interface Analysis {
  readonly id: number;
  readonly url: string;
  readonly tool: string;
  readonly category: string;
  /** How many results GitHub counts. */
  readonly results: number;
  /** In GitHub's words; empty where it has none. */
  readonly error: string;
  readonly warning: string;
}

/** GitHub's code scanning, in the words of this action. */
export interface CodeScanning {
  /**
   * Sends a file, compressed.
   *
   * @returns by which id its processing is asked for.
   * @throws UserError with a code: `refused` where it is this file that GitHub does not take; `no-upload`, `not-enabled`.
   */
  upload(file: Uint8Array, target: Target): Promise<string>;
  processing(id: string): Promise<Processed>;
  /** What came of a file. */
  analyses(id: string): Promise<readonly Analysis[]>;
  /** The commit that the ref has now, where that is not the one that was scanned; `gone` where there is no such ref any more. */
  newer(target: Target): Promise<string | undefined>;
}
