/** What is read at most, and in which portions. Tests read small files in small portions. */
export interface Limits {
  /** How deep lists and objects may stand in each other, in the whole document. */
  readonly depth: number;
  /** Bytes of one result, as UTF-8. */
  readonly resultBytes: number;
  /** Bytes of all that is not a result of SARIF, which is held and parsed at once. */
  readonly skeletonBytes: number;
  /** Bytes that are read from the file at once. */
  readonly blockBytes: number;
  /** Bytes of results that are parsed at once, but always whole ones and at least one. */
  readonly batchBytes: number;
}

export const LIMITS: Limits = {
  depth: 100,
  resultBytes: 16 * 1024 * 1024,
  skeletonBytes: 128 * 1024 * 1024,
  blockBytes: 1024 * 1024,
  batchBytes: 64 * 1024,
};
