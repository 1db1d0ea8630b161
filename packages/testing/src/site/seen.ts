/** An answer that a user got. */
export interface SeenAnswer {
  /** When, on the local clock, in milliseconds since the epoch. */
  readonly at: number;
  /** The number of the edge host that gave it. */
  readonly host: number;
  /** As it was asked for, such as `/` or `/assets/app-1a2b3c4d.js`. */
  readonly path: string;
  readonly status: number;
  /** Of the body, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** The release that `/.well-known/release` names. */
  readonly says?: string;
}

/** A page, and all that it names, each from any host. */
export interface SeenVisit {
  readonly page: SeenAnswer;
  readonly assets: readonly SeenAnswer[];
}

/** What a tab loaded some time after its page. */
export interface SeenLater {
  readonly page: SeenAnswer;
  readonly asset: SeenAnswer;
}

/** All that the users of a site saw. */
export interface Seen {
  readonly visits: readonly SeenVisit[];
  readonly later: readonly SeenLater[];
  /** What was asked for by itself: files with one name in every release, and what no link leads to. */
  readonly others: readonly SeenAnswer[];
}
