/** A pull request: what it would merge, and into what. */
export interface Pull {
  readonly number: number;
  /** The branch that it is for, such as `main`, and the commit that it was at. */
  readonly base: { readonly ref: string; readonly sha: string };
  /** The branch that it is from, which may be another repository's. */
  readonly head: { readonly ref: string; readonly sha: string; readonly repository?: string };
  readonly mergeCommit?: string;
  /** What GitHub says of the number of files; the number that there is, unless given. It may be behind. */
  readonly changedFiles?: number;
}
