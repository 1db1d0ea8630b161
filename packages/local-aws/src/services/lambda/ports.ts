/** What Lambda needs of the other services. */
export interface LambdaPorts {
  /** The bytes of an S3 object, or undefined where it (or its bucket) does not exist. */
  readObject(at: Home, bucket: string, key: string, versionId?: string): Uint8Array | undefined;
  /** Appends to a CloudWatch Logs stream; group and stream are created when missing, as the execution role may. */
  writeLog(at: Home, group: string, stream: string, events: LogEvent[]): void;
}

/** The account and region that something belongs to. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** One line of a log stream. */
export interface LogEvent {
  /** Milliseconds since the epoch, on the local clock. */
  readonly timestamp: number;
  readonly message: string;
}
