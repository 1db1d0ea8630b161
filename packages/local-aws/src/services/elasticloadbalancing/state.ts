import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';

/** All that Elastic Load Balancing keeps in one account and region, by ARN: plain data, so that a snapshot goes on as it would have. */
export interface LoadBalancingState {
  readonly loadBalancers: Map<string, LoadBalancerRecord>;
  readonly groups: Map<string, GroupRecord>;
  readonly listeners: Map<string, ListenerRecord>;
  /** The rules of all listeners, default rules too. */
  readonly rules: Map<string, RuleRecord>;
  pace: Pace;
  /** How many requests there were: chance decides by it. */
  requests: number;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** From the creation of a load balancer until it is active. */
  provisioning: number;
  /** From the registration of a target until the load balancer begins to check it. */
  registration: number;
  /** From a change of a rule until all requests are led by it. */
  propagation: number;
  /** Draws which target group and which target gets a request, and when each target is checked. */
  seed: number;
}

/** An Application or Network Load Balancer. */
export interface LoadBalancerRecord {
  readonly arn: string;
  readonly name: string;
  /** Such as `shop-1234567890.eu-west-1.elb.amazonaws.com`. */
  readonly dnsName: string;
  readonly created: number;
  readonly settings: LoadBalancerSettings;
}

/** What CreateLoadBalancer set. */
export interface LoadBalancerSettings {
  readonly type: 'application' | 'network';
  readonly scheme: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly ipAddressType: string;
}

/** A target group. */
export interface GroupRecord {
  readonly arn: string;
  readonly name: string;
  readonly settings: GroupSettings;
  check: HealthCheck;
  attributes: Record<string, string>;
  /** By {@link targetKey}; also those that drain. */
  readonly targets: Map<string, TargetRecord>;
  /** Up to when the targets have been checked and counted. */
  settled: number;
  /** How many requests it got: its healthy targets have them in turns. */
  turns: number;
}

/** What CreateTargetGroup set for good. */
export interface GroupSettings {
  readonly protocol: string;
  /** Nothing where the protocol is TCP. */
  readonly protocolVersion: string | undefined;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: string;
}

/** How targets are checked. */
export interface HealthCheck {
  readonly protocol: string;
  /** `traffic-port`, or a number. */
  readonly port: string;
  /** Empty where the protocol is TCP, as `matcher` is. */
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Such as `200` or `200-299,301`. */
  readonly matcher: string;
}

/** A target that is registered, or drains. */
export interface TargetRecord {
  readonly id: string;
  readonly port: number;
  readonly registered: number;
  /** When it was deregistered; it drains for the delay of its group from then on. */
  deregistered: number | undefined;
  /** When it is checked next; undefined while its group has no load balancer. */
  due: number | undefined;
  state: 'initial' | 'healthy' | 'unhealthy';
  /** Why it is unhealthy: the result of the last check that failed. */
  failure: { readonly reason: string; readonly description: string } | undefined;
  /** Until when its checks are sure to come to what its state says already; undefined where the next one may not. */
  steadyUntil: number | undefined;
  /** Results of the latest checks that were alike: how many, and whether they passed. */
  streak: { passed: boolean; count: number };
}

/** A listener; its default actions are those of its default rule. */
export interface ListenerRecord {
  readonly arn: string;
  readonly loadBalancerArn: string;
  port: number;
  protocol: string;
  certificates: readonly string[];
  sslPolicy: string | undefined;
  readonly defaultRuleArn: string;
}

/** A rule of a listener. */
export interface RuleRecord {
  readonly arn: string;
  readonly listenerArn: string;
  /** Undefined for the default rule, which comes last. */
  readonly priority: number | undefined;
  conditions: readonly RuleCondition[];
  actions: readonly Action[];
  /** What it did before its last change, as long as some requests are still led so. */
  before?: { readonly actions: readonly Action[]; readonly until: number };
}

/** Nothing is there yet. */
export function initialState(): LoadBalancingState {
  return {
    loadBalancers: new Map(),
    groups: new Map(),
    listeners: new Map(),
    rules: new Map(),
    // AWS gives no times; a load balancer takes minutes, targets and the nodes of a load balancer some seconds.
    pace: { provisioning: 120_000, registration: 5_000, propagation: 3_000, seed: 1 },
    requests: 0,
  };
}

/** What tells the targets of a group apart: "You can register each … IP address … multiple times using different ports" (API_RegisterTargets). */
export function targetKey({ id, port }: Pick<TargetRecord, 'id' | 'port'>): string {
  return `${id}:${port}`;
}

/** The targets of a group that do not drain. */
export function registeredIn({ targets }: Pick<GroupRecord, 'targets'>): readonly TargetRecord[] {
  return [...targets.values()].filter(({ deregistered }) => deregistered === undefined);
}

/** How long a target of a group drains, in milliseconds. */
export function drainMs({ attributes }: Pick<GroupRecord, 'attributes'>): number {
  return Number(attributes['deregistration_delay.timeout_seconds']) * 1_000;
}
