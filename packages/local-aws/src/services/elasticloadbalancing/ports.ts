/** What Elastic Load Balancing needs of the other services. */
export interface LoadBalancingPorts {
  /** Brings what runs behind the targets up to now; called before anything is looked at. */
  catchUp(at: Home): void;
  /** What a target does with a request at a time. `unreachable` where nothing has its address. */
  ask(at: Home, target: TargetAddress, request: TargetRequest): TargetAnswer;
  /** Publishes to CloudWatch. */
  publish(at: Home, data: readonly Datum[]): void;
}

/** An account and region. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** Where a target is reached. */
export interface TargetAddress {
  /** A private address, such as `10.0.1.17`. */
  readonly id: string;
  readonly port: number;
}

/** A request as it arrives at a target. */
export interface TargetRequest {
  readonly method: string;
  /** With the query, still encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When, in milliseconds since the epoch, on the local clock. */
  readonly at: number;
  /** Tells requests of the same moment apart, where chance decides about each of them. */
  readonly nth: number;
}

/** What comes of it. */
export type TargetAnswer = Answered | Refused | Broken | Unreachable;

/** How long an answer is sure to be the same for the same request; not given where it may be another the next moment. */
interface Steady {
  readonly steadyUntil?: number;
}

/** The target answers. */
export interface Answered extends Steady {
  readonly kind: 'answer';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until the answer was there. */
  readonly tookMs: number;
}

/** Nothing listens there. */
export interface Refused extends Steady {
  readonly kind: 'refused';
}

/** The target ends, and with it the connection, before its answer is there. */
export interface Broken extends Steady {
  readonly kind: 'broken';
  /** Milliseconds until then. */
  readonly tookMs: number;
}

/** Nothing has that address, and packets are lost. */
export interface Unreachable extends Steady {
  readonly kind: 'unreachable';
}

/** A value of a metric of AWS/ApplicationELB. */
export interface Datum {
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** When it was measured. */
  readonly at: number;
  readonly value: number;
  readonly unit: 'Count' | 'Seconds';
}
