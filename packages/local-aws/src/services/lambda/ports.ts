/** What Lambda needs of the other services. */
export interface LambdaPorts {
  /** The bytes of an S3 object. Throws S3's error, an AwsError, when they cannot be had. */
  readObject(at: Home, bucket: string, key: string, versionId?: string): Uint8Array;
  /** Appends to a CloudWatch Logs stream; group and stream are created when missing, as the execution role may. */
  writeLog(at: Home, group: string, stream: string, events: LogEvent[]): void;
  /** Whether the policy of an image's repository lets Lambda pull it. */
  mayPull(puller: Puller, image: ImageReference): boolean;
  /** Adds to that policy what lets Lambda pull for the functions of the repository's account. */
  letPull(image: ImageReference): void;
  /**
   * Pulls what is in ECR now: `absent` where there is no such image, or it is archived; `denied` where Lambda may not pull
   * it.
   */
  findImage(puller: Puller, image: ImageReference): FoundImage | 'absent' | 'denied';
  /** The bytes of a blob of ECR, by its digest, or some of them. Throws for one that was never pushed. */
  readBlob(digest: string, range?: BlobRange): Uint8Array;
  /** Told of every invocation when it has ended, and of every throttled one. */
  recordInvocation(at: Home, invocation: Invocation): void;
}

/** For what Lambda pulls an image: a function in the account and Region of this. */
export interface Puller extends Home {
  readonly functionArn: string;
  /** ARN of who has named the image, who needs to be let in as well; undefined when Lambda fetches it by itself. */
  readonly principal: string | undefined;
}

/** An image as a function's `ImageUri` names it. */
export interface ImageReference extends Home {
  readonly repository: string;
  /** A tag, or a digest: `sha256:…`. */
  readonly reference: string;
}

/** An image of ECR. Of an index and of anything else that is no image, `config` and `layers` are empty. */
export interface FoundImage {
  readonly digest: string;
  readonly mediaType: string;
  /** What its layers are run with, as OCI's configuration has it. */
  readonly config: ImagePiece | undefined;
  /** The lowest first. */
  readonly layers: readonly ImagePiece[];
}

/** Bytes from `start` to `end`, both included. */
export interface BlobRange {
  readonly start: number;
  readonly end: number;
}

/** A blob that a manifest names. */
export interface ImagePiece {
  readonly digest: string;
  readonly mediaType: string;
  /** In bytes, as it is in the registry. */
  readonly size: number;
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
