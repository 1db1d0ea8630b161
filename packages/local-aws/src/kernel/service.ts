import type { Clock } from './clock.ts';
import type { Protocol } from './protocol.ts';
import type { Refusals } from './refusals.ts';

/**
 * What a service is to the kernel. A service knows nothing of HTTP: the wire layer decodes a request by the SDK's own
 * schema, and hands the service a typed input; the service returns a typed output or throws an {@link AwsError}.
 */
export interface Service<State> {
  /** The name a SigV4 credential scope gives it, such as `lambda`. */
  readonly name: string;
  /** What the control API calls it, where people know it by another name than its scope, as `cloudwatch`. */
  readonly controlName?: string;
  readonly protocol: Protocol;
  /** The SDK client's module: every operation it exports is known by name, so that one we lack is a clean 501. */
  readonly sdk: Readonly<Record<string, unknown>>;
  /** State of one account in one region. Only what `structuredClone` can copy: snapshots are copies of it. */
  initialState(): State;
  /** The account in whose place an input has an operation act, where that is not the caller's: as ECR's `registryId`. */
  ownerOf?(input: Readonly<Record<string, unknown>>): string | undefined;
  /** Keyed by AWS's name of the operation, such as `UpdateAlias`. */
  readonly operations: Readonly<Record<string, Operation<State>>>;
  /** The quota that a call counts against; without one it is unlimited. */
  quota?(operation: string): Quota | undefined;
  /** Methods of the control API, reached as `<service>.<method>`; arguments and results are JSON. */
  readonly control?: Readonly<Record<string, (place: Place<State>, argument: never) => unknown>>;
  /** Those of them that stand for weeks gone by: no read is so stale that it would not show what was written before. */
  readonly ages?: readonly string[];
  /** Operations that AWS takes unsigned, such as AssumeRoleWithWebIdentity. */
  readonly unsigned?: readonly string[];
  /**
   * Of `rest-xml`: errors stand below an `ErrorResponse`, as Smithy has it but for S3.
   * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#operation-error-serialization
   */
  readonly wrapsErrors?: true;
  /** Where the service's errors differ from those of its protocol. */
  readonly refusals?: Partial<Refusals>;
  /** Reads may not show the last write for a while: a fault of kind `stale` has them do so. */
  readonly eventual?: true;
  /** `partition` for one state for all accounts and regions, as S3's bucket names are; otherwise each has its own. */
  readonly scope?: 'partition';
  /** Bytes that an answer linked to, as `<endpoint>/_local-aws/<service>/<path>?account=…&region=…`; fetched unsigned. `path` is decoded. */
  download?(place: Place<State>, path: string, query: URLSearchParams): Uint8Array | undefined;
  /** Whether something in a place goes by this host name: who comes by it is a viewer, and `view` answers. */
  publishes?(place: Place<State>, hostname: string): boolean;
  /** Answers a viewer of what the service publishes, who is no client of AWS and signs nothing. */
  view?(place: Place<State>, viewing: Viewing): Viewed;
  /** Called after `restore` and `reset`: whatever was derived from the state is dropped. */
  forget?(): void | Promise<void>;
  /** Ends what the service keeps running. */
  stop?(): void | Promise<void>;
}

/** A request of a viewer: someone's browser. */
export interface Viewing {
  /** By a name that the service has given out, as `https://d1example.cloudfront.net/index.html`. */
  readonly url: string;
  /** `GET` unless given. */
  readonly method?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a site: the number of the edge host that answers, from 0 to 7; one of the two near ones unless given. */
  readonly host?: number;
}

/** What a viewer gets. */
export interface Viewed {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds of the local clock that it would have taken to come; not given where it takes none. */
  readonly tookMs?: number;
}

/** One account and region of one service: where an operation acts. */
export interface Place<State> {
  readonly account: string;
  readonly region: string;
  readonly state: State;
  readonly clock: Clock;
  /** The endpoint that clients reach us by, for links in answers, such as `Code.Location`. */
  readonly endpoint: string;
  /** A random UUID; from a seeded generator, so that a replay gives the same. */
  newId(): string;
}

/** One call of an operation. */
export interface Call<State> extends Place<State> {
  readonly operation: string;
  readonly requestId: string;
  /** ARN of the caller, as GetCallerIdentity would report it. */
  readonly principal: string;
  /** Empty when the request is unsigned. */
  readonly accessKeyId: string;
  /** Header names in lower case; for the few rules that AWS keeps outside its models, such as S3's checksums. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it arrived, without its framing; for what AWS verifies of the bytes themselves, such as S3's checksums. */
  readonly body: Uint8Array;
  /** Aborts when the client has gone away. */
  readonly signal: AbortSignal;
  /** Its place in the order in which requests arrive. */
  readonly arrived: number;
  /** The place of the request that arrived last, now: for what AWS answers to requests that overlap. */
  lastArrived(): number;
  /** Whether the caller may: for the few answers that depend on a further permission, such as S3's 403 for a missing key. */
  allows(authorization: Authorization): boolean;
}

/** In an output: the HTTP status, for the few answers whose status AWS's models leave out, such as S3's 206. */
export const httpStatus: unique symbol = Symbol('HTTP status');

/** In an output: what a structure holds, as XML, for a document that is answered with all that was received, known or not. */
export const rawXml: unique symbol = Symbol('raw XML');

/** In an output: the JSON of a structure, for a document that is answered with all that was received, known or not. */
export const rawJson: unique symbol = Symbol('raw JSON');

/** An action of IAM on a resource, as the Service Authorization Reference lists it. */
export interface Authorization {
  /** Such as `lambda:UpdateAlias`. */
  readonly action: string;
  /** ARN, or `*` where AWS supports no resource-level permission. */
  readonly resource: string;
}

/** A member of an input, or with dots what is below it; a path that ends at a structure or a list means all of it. */
export type Taken<Input> = (keyof Input & string) | `${keyof Input & string}.${string}`;

/** One operation. `authorizes` names every IAM action that AWS would check, dependent ones included. */
export interface Operation<State, Input = never, Output = unknown> {
  /** What the journal, faults and crash points call the thing acted on: an ARN or `bucket/key`, without randomness. */
  resource(input: Input, place: Place<State>): string;
  authorizes(input: Input, place: Place<State>): readonly Authorization[];
  /**
   * The members of the input that it reads or keeps. Any other that is given is refused by name, never forgotten; one that
   * is given, named here and not looked at by an operation that succeeds is a mistake of ours, answered as a 500. So it reads
   * all of them before it looks at anything else, also those that it may then have no use for.
   */
  readonly takes: readonly Taken<Input>[];
  /** Members that AWS takes and does not read either, such as the sequence token of PutLogEvents. */
  readonly ignores?: readonly Taken<Input>[];
  /** The operation refuses by `call.allows` itself, as S3's DeleteObjects does for each key. */
  readonly enforces?: true;
  /**
   * Validates and acts. All changes to `state` happen in one synchronous stretch, so that no other request sees half of
   * them; only reading a body or running a user's code may be awaited.
   */
  run(call: Call<State>, input: Input): Output | Promise<Output>;
}

/** A rate that AWS sustains for some operations together: a token bucket on the local clock. */
export interface Quota {
  /** Operations with the same name share one bucket per account and region. */
  readonly name: string;
  readonly ratePerSecond: number;
  readonly burst: number;
  /** Thrown when the bucket is empty. */
  readonly refusal: () => Error;
}
