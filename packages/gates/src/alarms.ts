/** An alarm, as it is now. */
export interface Alarm {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** Why it is in this state, in the words of CloudWatch. */
  readonly reason: string;
  /** Why its state may not be what is so, such as `EVALUATION_FAILURE`: it could not be evaluated, or not by all data. */
  readonly impaired?: string;
}

/** The kinds of alarms that CloudWatch has: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export type AlarmKind = 'MetricAlarm' | 'CompositeAlarm' | 'LogAlarm';

/** An alarm as CloudWatch knows it. */
export interface WatchedAlarm extends Alarm {
  readonly kind: AlarmKind;
  /** When it came to the state that it is in, in milliseconds since the epoch, by CloudWatch's clock. */
  readonly changedAt: number;
  /** How long things must go wrong until it fires, in milliseconds and at the least; unknown of some. */
  readonly needsMs?: number;
}

/** That an alarm went to ALARM, and when, in milliseconds since the epoch. */
export interface Fired {
  readonly name: string;
  readonly at: number;
}

/** The alarms that decide over a candidate. */
export interface Alarms {
  /** Reads the alarms of these names, of any kind; one that is missing is left out, as AWS leaves it out. */
  read(names: readonly string[], signal?: AbortSignal): Promise<readonly WatchedAlarm[]>;
  /** Whether some have fired from a moment on, in any state as they are now: one that fires and recovers is seen nowhere else. */
  firedSince(
    alarms: readonly Pick<WatchedAlarm, 'name' | 'kind'>[],
    since: number,
    signal?: AbortSignal,
  ): Promise<readonly Fired[]>;
}
