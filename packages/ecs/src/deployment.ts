import { configurationIn, type DeploymentConfiguration } from './configuration.ts';
import { type JsonObject, numberIn, objectIn, objectsIn, textIn, textsIn, timeIn } from './json.ts';
import { type RevisionTasks, tasksIn } from './service.ts';

/** How long a deployment that the service was asked for may take until ECS lists it, in milliseconds. AWS gives no figure. */
export const LISTED_WITHIN_MS = 30_000;

/** A service deployment as ListServiceDeployments tells of it. */
export interface DeploymentBrief {
  readonly arn: string;
  readonly status: string;
  readonly statusReason: string;
  /** ARN of the service revision that it brings. */
  readonly target: string;
  /** Milliseconds since the epoch, as all times here; `undefined` where AWS does not say. */
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

/** A service deployment as DescribeServiceDeployments tells of it. */
export interface ServiceDeployment extends Omit<DeploymentBrief, 'target'> {
  readonly serviceArn: string;
  readonly updatedAt: number | undefined;
  readonly stoppedAt: number | undefined;
  /** Where it is, by an enum that lacks PRE_PRODUCTION_TRAFFIC_SHIFT: for people. What to do is told by weights. */
  readonly stage: string;
  /** What it brings. */
  readonly target: RevisionShare;
  /** What it replaces. */
  readonly sources: readonly RevisionShare[];
  /** Hooks that are, or were, active. They do not name their stage. */
  readonly hooks: readonly ActiveHook[];
  readonly configuration: DeploymentConfiguration;
  /** `undefined` while nothing is rolled back. */
  readonly rollback:
    | { readonly reason: string; readonly startedAt: number | undefined; readonly revision: string }
    | undefined;
  readonly breaker: {
    readonly status: string;
    readonly failures: number | undefined;
    readonly threshold: number | undefined;
  };
  readonly alarms: {
    readonly status: string;
    readonly names: readonly string[];
    readonly triggered: readonly string[];
  };
  readonly raw: JsonObject;
}

/** A revision in a deployment: its tasks, and its share of the traffic in percent; `undefined` where AWS does not say. */
export interface RevisionShare extends RevisionTasks, Weights {}

/** Shares of the traffic that were asked for, from 0 to 100; `undefined` where AWS does not say. */
export interface Weights {
  readonly testWeight: number | undefined;
  readonly productionWeight: number | undefined;
}

/** A hook of a deployment that is under way. */
export interface ActiveHook {
  /** Fresh for each time that the deployment comes to a hook; answered once. */
  readonly id: string;
  /** `PAUSE` or `AWS_LAMBDA`. */
  readonly type: string;
  readonly status: string;
  /** When its time is up, in milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** What ECS does then: `ROLLBACK` or `CONTINUE`. */
  readonly timeoutAction: string;
}

/** A pause that waits for an answer. */
export type Pause = ActiveHook;

/** Reads a deployment out of AWS's JSON, of ListServiceDeployments. */
export function briefIn(raw: JsonObject): DeploymentBrief {
  return { ...headIn(raw), target: textIn(raw, 'targetServiceRevisionArn') };
}

/** Reads a deployment out of AWS's JSON, of DescribeServiceDeployments. */
export function serviceDeploymentIn(raw: JsonObject): ServiceDeployment {
  const rollback = raw.rollback === undefined || raw.rollback === null ? undefined : objectIn(raw, 'rollback');
  const breaker = objectIn(raw, 'deploymentCircuitBreaker');
  const alarms = objectIn(raw, 'alarms');
  return {
    ...headIn(raw),
    serviceArn: textIn(raw, 'serviceArn'),
    updatedAt: timeIn(raw, 'updatedAt'),
    stoppedAt: timeIn(raw, 'stoppedAt'),
    stage: textIn(raw, 'lifecycleStage'),
    target: shareIn(objectIn(raw, 'targetServiceRevision')),
    sources: objectsIn(raw, 'sourceServiceRevisions').map(shareIn),
    hooks: objectsIn(raw, 'lifecycleHookDetails').map(activeHookIn),
    configuration: configurationIn(raw),
    rollback: rollback && {
      reason: textIn(rollback, 'reason'),
      startedAt: timeIn(rollback, 'startedAt'),
      revision: textIn(rollback, 'serviceRevisionArn'),
    },
    breaker: {
      status: textIn(breaker, 'status'),
      failures: numberIn(breaker, 'failureCount'),
      threshold: numberIn(breaker, 'threshold'),
    },
    alarms: {
      status: textIn(alarms, 'status'),
      names: textsIn(alarms, 'alarmNames'),
      triggered: textsIn(alarms, 'triggeredAlarmNames'),
    },
    raw,
  };
}

function headIn(raw: JsonObject): Omit<DeploymentBrief, 'target'> {
  return {
    arn: textIn(raw, 'serviceDeploymentArn'),
    status: textIn(raw, 'status'),
    statusReason: textIn(raw, 'statusReason'),
    createdAt: timeIn(raw, 'createdAt'),
    startedAt: timeIn(raw, 'startedAt'),
    finishedAt: timeIn(raw, 'finishedAt'),
  };
}

function shareIn(raw: JsonObject): RevisionShare {
  return {
    ...tasksIn(raw),
    testWeight: weightIn(raw, 'requestedTestTrafficWeight'),
    productionWeight: weightIn(raw, 'requestedProductionTrafficWeight'),
  };
}

/** In tenths of a percent, which is what a step can be: a share that is 3.3 must not miss its gate as 3.3000000000000003. */
function weightIn(raw: JsonObject, member: string): number | undefined {
  const weight = numberIn(raw, member);
  if (weight === undefined) return undefined;
  const tenths = Math.round(weight * 10) / 10;
  // Less than all is not all, and more than none is not none.
  return tenths === 0 || tenths === 100 ? weight : tenths;
}

function activeHookIn(raw: JsonObject): ActiveHook {
  return {
    id: textIn(raw, 'hookId'),
    type: textIn(raw, 'targetType'),
    status: textIn(raw, 'status'),
    expiresAt: timeIn(raw, 'expiresAt'),
    timeoutAction: textIn(raw, 'timeoutAction'),
  };
}
