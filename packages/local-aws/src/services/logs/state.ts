/** Log groups of one account and region, by name. */
export interface LogsState {
  readonly groups: Map<string, Group>;
}

/** A log group. */
export interface Group {
  readonly name: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly created: number;
  retentionInDays: number | undefined;
  /** Kept, and nothing is encrypted with it. */
  readonly kmsKeyId: string | undefined;
  tags: Readonly<Record<string, string>>;
  /** By name. */
  readonly streams: Map<string, Stream>;
}

/** A log stream. */
export interface Stream {
  readonly name: string;
  readonly created: number;
  /** In the order of their timestamps. */
  readonly events: LogEvent[];
}

/** One event. */
export interface LogEvent {
  /** Unique, and ordered as ingested. */
  readonly id: string;
  readonly timestamp: number;
  readonly ingested: number;
  readonly message: string;
}
