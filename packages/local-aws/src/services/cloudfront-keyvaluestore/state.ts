/** What key value stores hold; what they are called is CloudFront's. */
export interface KeyValueState {
  /** By ARN. */
  readonly stores: Map<string, Store>;
  pace: Pace;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** For how long a read may not show a write at most; drawn for each write, from nothing to this. */
  readonly read: number;
  /** Draws how long, and which error a stale ETag is answered with. */
  readonly seed: number;
}

/** A store. */
export interface Store {
  readonly created: number;
  /** From when on it can be read and written. */
  readonly ready: number;
  /** The newest last; never empty. */
  versions: readonly StoreVersion[];
  /** How many writes were refused for a stale ETag. */
  refused: number;
}

/** All that a store held after a write. */
export interface StoreVersion {
  readonly etag: string;
  readonly at: number;
  /** From when on a read shows it. */
  readonly shown: number;
  readonly items: Readonly<Record<string, string>>;
}
