import type { TaskLife, TaskScript } from './tasks/script.ts';

/** JSON as it was received: what no SDK knows yet is kept with the rest. */
export type Document = Readonly<Record<string, unknown>>;

/** ECS of one account in one region. All times are milliseconds since the epoch, on the local clock. */
export interface EcsState {
  /** By name. */
  readonly clusters: Map<string, Cluster>;
  /** By name. */
  readonly families: Map<string, Family>;
  /** By `<cluster>/<service>`. */
  readonly services: Map<string, ServiceRecord>;
  /** By the digest of the image. */
  readonly scripts: Map<string, TaskScript>;
  pace: Pace;
  guesses: Guesses;
  /** How many tasks there is room for at once; undefined for as many as are asked for. */
  capacity: number | undefined;
  /** Up to when CloudWatch has been told of the load of tasks. */
  measured: number;
}

/** How long what happens by itself takes, in milliseconds of the local clock. */
export interface Pace {
  /** From the launch of a task until it is PENDING: its network interface. */
  readonly provisioning: number;
  /** From there until its images are pulled. */
  readonly pull: number;
  /** From the exit of its containers until it is STOPPED. */
  readonly deprovisioning: number;
  /** From UpdateService until a service deployment is IN_PROGRESS, and from a request to roll back until that begins. */
  readonly react: number;
  /** How long a stage lasts that waits for nothing. */
  readonly stage: number;
  /** How long a shift of traffic lasts, of which listeners have the weights from its beginning. */
  readonly shift: number;
  /** RECONCILE_SERVICE. */
  readonly reconcile: number;
  /** How long a task without any health check runs before it counts as healthy. */
  readonly settled: number;
  /** The bake time of ROLLING with alarms, where `bakeTimeInMinutes` is not given. */
  readonly alarmBake: number;
  /** From the creation of a service deployment until the last read shows it; drawn for each, from nothing to this. */
  readonly visible: number;
  /** How long a stopped task is shown. */
  readonly stoppedTasks: number;
  /** Draws what AWS leaves open; another number, other choices. */
  readonly seed: number;
}

/** What AWS does not say, as it is tried here. What is `seed` is drawn. */
export interface Guesses {
  /** What UpdateService does to a service deployment at a pause. */
  readonly updateAtPause: 'stops' | 'waits' | 'seed';
  /** The `lifecycleStage` that is shown at PRE_PRODUCTION_TRAFFIC_SHIFT, which its enum lacks. */
  readonly stageBeforeShift: 'none' | 'before' | 'shift' | 'seed';
  /** What a rollback that is asked for at CLEAN_UP comes to: it may be too late. */
  readonly rollbackAtCleanUp: 'rolls back' | 'ends' | 'seed';
  /** Whether the circuit breaker counts beyond ROLLING. */
  readonly breakerBeyondRolling: boolean | 'seed';
  /** Whether a task whose container exits before it was healthy counts as failed for the circuit breaker. */
  readonly breakerCountsExits: boolean | 'seed';
  /** Whether DescribeServices leaves out `targetType` and `timeoutConfiguration` of pause hooks. */
  readonly hooksLackType: boolean;
}

/** A cluster. */
export interface Cluster {
  readonly name: string;
  readonly settings: Document;
  tags: readonly Tag[];
  status: 'ACTIVE' | 'INACTIVE';
}

/** A tag of ECS: its members begin with a small letter. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The task definitions of a family. */
export interface Family {
  /** The oldest first; revision n is at n - 1. */
  readonly definitions: TaskDefinitionRecord[];
}

/** A task definition. */
export interface TaskDefinitionRecord {
  readonly family: string;
  readonly revision: number;
  readonly arn: string;
  /** As it was registered, with what AWS adds. */
  readonly settings: Document;
  tags: readonly Tag[];
  readonly registered: number;
  readonly registeredBy: string;
  deregistered: number | undefined;
}

/** A service. */
export interface ServiceRecord {
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly createdBy: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  /** As it was created and updated. What a revision holds is as of the newest: after a rollback, as before. */
  settings: Document;
  desiredCount: number;
  tags: readonly Tag[];
  /** The oldest first. */
  revisions: Revision[];
  /** The oldest first. */
  deployments: DeploymentRecord[];
  /** Those that have not stopped. */
  tasks: TaskRecord[];
  /** Those that have, for as long as they are shown; the oldest first. */
  stopped: TaskRecord[];
  /** The newest first. */
  events: EventRecord[];
  clientToken: string | undefined;
  /** Whether ECS has said that it is steady since the last change. */
  steady: boolean;
  /** When something happens to it by itself next, of what is known now. */
  wake: number | undefined;
}

/** An event of a service. */
export interface EventRecord {
  readonly id: string;
  readonly at: number;
  readonly message: string;
}

/** A service revision. */
export interface Revision {
  /** Nineteen digits, which end its ARN, and the id of the deployment `ecs-svc/<id>`. */
  readonly id: string;
  readonly arn: string;
  readonly created: number;
  updated: number;
  /** What of the service's settings a revision holds, `taskDefinition` as an ARN. */
  readonly settings: Document;
  /** The target group that serves it, for each of its load balancers. */
  targetGroups: readonly string[];
  /** What its images were when its first task pulled them: later tasks pull these. */
  images: readonly ResolvedImage[] | undefined;
  /** Whether it has all tasks that are desired, or none. */
  scaled: boolean;
  rollout: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutReason: string;
  /** Tasks of it that failed one after the other. */
  failedTasks: number;
  /** Not before this is a task of it launched, after so many that failed to start. */
  throttledUntil: number;
  failedStarts: number;
}

/** An image of a container, as a revision has it. */
export interface ResolvedImage {
  readonly containerName: string;
  readonly image: string;
  readonly imageDigest: string;
}

/** The lifecycle stages in the words of hooks; the deployment's own enum lacks PRE_PRODUCTION_TRAFFIC_SHIFT. */
export type Stage =
  | 'RECONCILE_SERVICE'
  | 'PRE_SCALE_UP'
  | 'SCALE_UP'
  | 'POST_SCALE_UP'
  | 'TEST_TRAFFIC_SHIFT'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT'
  | 'BAKE_TIME'
  | 'CLEAN_UP';

/** The states of a service deployment. */
export type DeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'SUCCESSFUL'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

/** The strategies of the ECS deployment controller. */
export type Strategy = 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY';

/** A service deployment. */
export interface DeploymentRecord {
  readonly id: string;
  readonly arn: string;
  readonly created: number;
  updated: number;
  started: number | undefined;
  finished: number | undefined;
  stopped: number | undefined;
  status: DeploymentStatus;
  statusReason: string | undefined;
  readonly strategy: Strategy;
  /** As the service had it when the deployment began. */
  readonly configuration: Document;
  /** Ids of revisions. */
  readonly target: string;
  sources: readonly string[];
  stage: Stage | undefined;
  stageSince: number;
  /** When the stage, or what it is in, is over; undefined when it waits for something else. */
  until: number | undefined;
  /** How many shifts of production traffic have been made, and the share that each leads to. */
  steps: number;
  readonly shares: readonly number[];
  hooks: HookRecord[];
  /** Percent of the traffic that was asked for, for its target; undefined where there is no such listener. */
  testWeight: number | undefined;
  productionWeight: number | undefined;
  rollback: { readonly reason: string; readonly started: number; readonly revision: string | undefined } | undefined;
  /** Whether production traffic had reached its target when it was rolled back. */
  exposed: boolean;
  /** Failures that the circuit breaker has counted. */
  failures: number;
  breaker: Monitor;
  alarms: Monitor;
  triggeredAlarms: readonly string[];
  /** When an alarm may have another state. */
  alarmsUntil: number | undefined;
  /** From when on it is listed. */
  readonly visible: number;
  /** The tasks of its revisions, by their ids, when it was over: what it shows from then on. */
  counts: Readonly<Record<string, TaskCounts>> | undefined;
}

/** How many tasks a revision has. */
export interface TaskCounts {
  readonly requestedTaskCount: number;
  readonly runningTaskCount: number;
  readonly pendingTaskCount: number;
}

/** The states of what may end a deployment, in ECS's words. */
export type Monitor = 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED';

/** A hook that a deployment has met. */
export interface HookRecord {
  readonly hookId: string;
  readonly stage: Stage;
  status: 'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly expires: number;
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
}

/** A task. */
export interface TaskRecord {
  readonly id: string;
  readonly arn: string;
  /** Id of its revision. */
  readonly revision: string;
  readonly taskDefinition: string;
  /** Its address within the local cloud. */
  readonly address: string;
  readonly created: number;
  status: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  pullStarted: number | undefined;
  pullStopped: number | undefined;
  started: number | undefined;
  stopping: number | undefined;
  executionStopped: number | undefined;
  stopped: number | undefined;
  stopCode: string | undefined;
  stoppedReason: string | undefined;
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  readonly checked: boolean;
  containers: readonly ContainerRecord[];
  targets: readonly TargetRecord[];
  life: TaskLife | undefined;
  /** When it goes on to its next status by itself. */
  next: number | undefined;
  /** When its own health check changes. */
  healthChanges: number | undefined;
  /** Whether it was healthy once. */
  wasHealthy: boolean;
  /** How many lines of its log are written. */
  printed: number;
  tags: readonly Tag[];
  version: number;
}

/** The states of a task: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

/** A container of a task. */
export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly imageDigest?: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** A task in a target group. */
export interface TargetRecord {
  readonly targetGroupArn: string;
  readonly port: number;
  readonly state: string;
  /** When the load balancer may think otherwise. */
  readonly until: number | undefined;
}

/** Nothing yet, and what is said of AWS's own pace. */
export function initialState(): EcsState {
  return {
    clusters: new Map(),
    families: new Map(),
    services: new Map(),
    scripts: new Map(),
    pace: {
      provisioning: 2_000,
      pull: 3_000,
      deprovisioning: 1_000,
      react: 1_000,
      stage: 1_000,
      shift: 5_000,
      reconcile: 5_000,
      settled: 40_000,
      alarmBake: 240_000,
      visible: 2_000,
      stoppedTasks: 3_600_000,
      seed: 1,
    },
    guesses: {
      updateAtPause: 'seed',
      stageBeforeShift: 'seed',
      rollbackAtCleanUp: 'seed',
      breakerBeyondRolling: false,
      breakerCountsExits: true,
      hooksLackType: true,
    },
    capacity: undefined,
    measured: 0,
  };
}
