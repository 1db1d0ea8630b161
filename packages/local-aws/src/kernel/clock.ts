/** Time on the local cloud: milliseconds since the epoch, running at the pace a test or a person chose. */
export interface Clock {
  /** How many times faster than the machine's it runs; 0 when it moves only where it is told to. */
  readonly scale: number;
  /** Milliseconds since the epoch, on this clock. */
  now(): number;
  /** Resolves when `ms` of this clock's time have passed; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms` of this clock's time; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
}
