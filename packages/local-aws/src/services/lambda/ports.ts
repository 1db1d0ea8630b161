/** What Lambda needs of the other services. */
export interface LambdaPorts {
  /** The bytes of an S3 object. Throws S3's error, an AwsError, when they cannot be had. */
  readObject(at: Home, bucket: string, key: string, versionId?: string): Uint8Array;
  /** Appends to a CloudWatch Logs stream; group and stream are created when missing, as the execution role may. */
  writeLog(at: Home, group: string, stream: string, events: LogEvent[]): void;
  /** Told of every invocation when it has ended, and of every throttled one. */
  recordInvocation(at: Home, invocation: Invocation): void;
}

/** One invocation, for its metrics. */
export interface Invocation {
  readonly functionName: string;
  /** The version or alias that the caller named; undefined when it named the function alone. */
  readonly qualifier: string | undefined;
  readonly isAlias: boolean;
  /** The version that ran, or would have. */
  readonly executedVersion: string;
  /** Milliseconds since the epoch, on the local clock. */
  readonly started: number;
  readonly outcome: 'success' | 'error' | 'throttled';
  /** Milliseconds in the function's code, without its start-up. */
  readonly duration: number;
  /** How many ran when it began, itself included: of the account, of the function, and by the same qualifier. */
  readonly concurrent: { readonly account: number; readonly function: number; readonly resource: number };
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
