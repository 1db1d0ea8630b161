/** How often something was called, and how often it failed. */
export interface Tally {
  readonly invocations: number;
  readonly errors: number;
}

/** What was counted up to a moment. */
export interface Counted extends Tally {
  /** Of this, what was in whole minutes of the time, of which all data are in. */
  readonly settled: Settled;
}

/** What is known to the end. */
export interface Settled extends Tally {
  /** Invocations of minutes in which it was not told how many failed. */
  readonly untold: number;
}

/** A time that is counted, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Of minutes that ended before this moment all data are in. */
  readonly settled: number;
}
