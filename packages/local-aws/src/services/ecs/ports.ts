/**
 * What ECS needs of the other services. Each is asked with a time, in milliseconds since the epoch on the local clock, that
 * may have gone by: what becomes of a service is worked out when someone looks, from one event to the next. So the answer
 * is the one that held then, and what is written holds from then on.
 */
export interface EcsPorts {
  /**
   * Pulls the image that a container definition names, of the ECR of this cloud or of another registry: `absent` where there
   * is none of that tag or digest, `denied` where the repository's policy does not let the account pull, `archived` where
   * ECR keeps it in the archive.
   */
  findImage(at: Home, reference: string, time: number): FoundImage | 'absent' | 'denied' | 'archived';
  /** What is known of a target group; nothing where there is none. */
  targetGroup(at: Home, targetGroupArn: string, time: number): TargetGroup | undefined;
  /** Adds a target to a group; its health checks begin. */
  register(at: Home, targetGroupArn: string, target: Target, time: number): void;
  /** Takes a target out of a group, which drains it first. Returns when it has drained. */
  deregister(at: Home, targetGroupArn: string, target: Target, time: number): number;
  /** What a group thinks of a target. */
  health(at: Home, targetGroupArn: string, target: Target, time: number): TargetHealth;
  /** The rule of a listener that an ARN names, or a listener's default as a rule; nothing where there is none. */
  rule(at: Home, ruleArn: string, time: number): ListenerRule | undefined;
  /** Sets which target groups a rule forwards to, and with which weights; all others are no more forwarded to. */
  setWeights(at: Home, ruleArn: string, weights: Readonly<Record<string, number>>, time: number): void;
  /** The states of CloudWatch alarms, metric and composite; those that do not exist are not among them. */
  alarmStates(at: Home, names: readonly string[], time: number): AlarmStates;
  /** Appends to a CloudWatch Logs stream; group and stream are created when missing. */
  writeLog(at: Home, group: string, stream: string, events: LogEvent[]): void;
  /** Publishes to CloudWatch, in AWS/ECS. */
  publish(at: Home, data: readonly Datum[]): void;
}

/** The account and region that something belongs to. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** An image as a pull finds it. */
export interface FoundImage {
  /** `sha256:…`, of the manifest or index that the reference names. */
  readonly digest: string;
}

/** A target group, as far as ECS looks at it. */
export interface TargetGroup {
  readonly targetType: 'ip' | 'instance' | 'lambda' | 'alb';
  /** The load balancers whose listeners forward to it. */
  readonly loadBalancerArns: readonly string[];
}

/** A task in a target group. */
export interface Target {
  /** Its address; `taskAt` in `tasks/address.ts` finds the task. */
  readonly id: string;
  readonly port: number;
}

/** What a load balancer says of a target, in its own words. */
export interface TargetHealth {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' | 'unavailable';
  /** When it may be another by itself, so that someone has to look again; undefined when it stays until it is acted upon. */
  readonly until: number | undefined;
}

/** Where a listener sends the requests that a rule covers. */
export interface ListenerRule {
  /** By target group. As they are now, also where they were set by someone else than ECS. */
  readonly weights: Readonly<Record<string, number>>;
}

/** What CloudWatch says of alarms. */
export interface AlarmStates {
  readonly states: Readonly<Record<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>>;
  /** When one of them may be another by itself; undefined when they stay until they are acted upon. */
  readonly until: number | undefined;
}

/** One line of a log stream. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A value of a metric of AWS/ECS. */
export interface Datum {
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** When it was measured. */
  readonly at: number;
  readonly value: number;
  readonly unit: 'Percent';
}
