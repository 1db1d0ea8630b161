import type { DeploymentBrief, ServiceDeployment } from './deployment.ts';
import type { JsonObject } from './json.ts';
import type { ServiceRevision } from './revision.ts';
import type { Service, ServiceName } from './service.ts';
import type { Tags, TaskDefinition, TaskDefinitionDocument } from './task-definition.ts';

/** Services, their deployments and revisions. */
export interface Services {
  /** Reads one; `undefined` where there is no such service, or it is INACTIVE. */
  describe(name: ServiceName, signal?: AbortSignal): Promise<Service | undefined>;
  /**
   * Has a service go over to a task definition, and to other fields that are given. ECS has neither a condition nor a token for this: the
   * call is made once, and where its reply is lost the service tells by its PRIMARY deployment whether it was taken.
   */
  update(name: ServiceName, wanted: ServiceUpdate): Promise<Service>;
  /** Deployments of the last 90 days, the newest first. */
  deployments(name: ServiceName, which?: DeploymentQuery): Promise<readonly DeploymentBrief[]>;
  /** Reads deployments by their ARNs, in the order given; those that are gone are left out. */
  describeDeployments(arns: readonly string[], signal?: AbortSignal): Promise<readonly ServiceDeployment[]>;
  /** Reads revisions by their ARNs, in the order given; those that are gone are left out. */
  describeRevisions(arns: readonly string[]): Promise<readonly ServiceRevision[]>;
}

/** What UpdateService is asked for. */
export interface ServiceUpdate {
  /** ARN. */
  readonly taskDefinition: string;
  /** ARN of the task definition that was asked for last when it was looked at: a call that failed is not made again over another one. */
  readonly over?: string | undefined;
  /** Other members of the request, as raw JSON: a rollback carries what a revision held besides. */
  readonly fields?: JsonObject;
}

/** Which deployments are listed. */
export interface DeploymentQuery {
  readonly statuses?: readonly string[];
  /** How many at the most; all unless given. */
  readonly most?: number;
}

/** Task definitions, as raw JSON. */
export interface TaskDefinitions {
  /** Reads one by its ARN, or `family:revision`, with its tags; `undefined` where none is shown for some seconds. One that is INACTIVE is found. */
  describe(name: string): Promise<TaskDefinition | undefined>;
  /**
   * Registers a new one. The call is made once; where its reply is lost, the newest of the family are looked through for these very tags,
   * of which one must be a nonce.
   */
  register(document: TaskDefinitionDocument, tags: Tags): Promise<TaskDefinition>;
  /** Writes tags of one that is there, over those of the same keys. A revision never changes, but its tags do, and on no condition. */
  tag(arn: string, tags: Tags): Promise<void>;
}

/** How a deployment that is under way is told where to go. */
export interface Deployments {
  /**
   * Answers a pause, which can be answered once: that is the compare-and-swap. `lost` where another answer came first, or its time was
   * up, and what follows is for the deployment to tell.
   */
  answer(deployment: string, hookId: string, action: 'CONTINUE' | 'ROLLBACK'): Promise<'answered' | 'lost'>;
  /**
   * Has ECS roll a deployment back, wherever it is: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html.
   * `ended` where it had ended before.
   */
  rollBack(deployment: string): Promise<'asked' | 'ended'>;
}

/** The load balancers that bring traffic to a service. */
export interface Listeners {
  /** Reads listener rules, or listeners, by their ARNs; those that are gone are left out. */
  describe(arns: readonly string[]): Promise<readonly ListenerRule[]>;
  /** Reads target groups by their ARNs; those that are gone are left out. */
  targetGroups(arns: readonly string[]): Promise<readonly TargetGroup[]>;
}

/** A target group. */
export interface TargetGroup {
  readonly arn: string;
  /** `HTTP` or `HTTPS` behind an Application Load Balancer; `TCP`, `UDP` and others behind a Network Load Balancer. Empty where AWS does not say. */
  readonly protocol: string;
}

/** A rule of a listener, or what it does unless a rule fits. */
export interface ListenerRule {
  /** Of the rule, or of the listener. */
  readonly arn: string;
  readonly listener: string;
  /** `HTTP`, `HTTPS`; of a Network Load Balancer `TCP`, `TLS` and others. */
  readonly protocol: string;
  readonly port: number;
  /** Host name of the load balancer. */
  readonly host: string;
  /** `application`, `network` or `gateway`. */
  readonly kind: string;
  /** Whether it has addresses within its network only. */
  readonly isInternal: boolean;
  /** What a request must be like; empty where every request is. */
  readonly conditions: readonly ListenerCondition[];
  /** Weights by ARN of the target group, as they are now: another hand may have set them. */
  readonly weights: Readonly<Record<string, number>>;
}

/** What a request must be like for a rule: any of the values. */
export interface ListenerCondition {
  /** `host-header`, `path-pattern`, `http-header`, `query-string`, `http-request-method` or `source-ip`. */
  readonly field: string;
  /** Name of the header, where that is the field. */
  readonly name: string;
  readonly values: readonly string[];
}

/** Why tasks of a deployment do not do well. */
export interface Explain {
  /** Tasks of a service that have stopped lately, the newest first; ECS remembers them for about an hour. */
  stoppedTasks(name: ServiceName, most: number): Promise<readonly StoppedTask[]>;
  /** The last lines that a container of a task wrote; empty where its log is nowhere that can be read. */
  lastLines(task: StoppedTask, container: string, most: number): Promise<readonly string[]>;
}

/** A task that has stopped, and why. */
export interface StoppedTask {
  readonly arn: string;
  /** ARN of its task definition. */
  readonly taskDefinition: string;
  /** Milliseconds since the epoch. */
  readonly stoppedAt: number | undefined;
  /** Such as `EssentialContainerExited`. */
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly containers: readonly StoppedContainer[];
}

/** A container of a task that has stopped. */
export interface StoppedContainer {
  readonly name: string;
  readonly image: string;
  /** `undefined` where it never started. */
  readonly exitCode: number | undefined;
  readonly reason: string;
}

/** An image by its digest. */
export interface ResolvedImage {
  /** As it was given. */
  readonly reference: string;
  /** `…/web@sha256:…`: what is registered. */
  readonly pinned: string;
  readonly digest: string;
}
