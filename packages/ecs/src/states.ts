import { judged } from '@actions-aws/aws';
import type {
  DeploymentLifecycleHookStatus,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';

/** What a run does about a state that it meets: go on, look again, or end. */
export type Answer = 'act' | 'wait' | 'end';

/** What to do about a state, and the state in words, to follow a name: `has the status STOPPED (…)`. */
export interface Judgement {
  readonly is: Answer;
  readonly why: string;
}

/** Where a deployment is by its status. */
export type Progress =
  /** It was asked for, and waits for another one to end. */
  | 'pending'
  | 'under way'
  /** It was asked to stop, or goes back. */
  | 'going back'
  | 'successful'
  /** Its service is back on what was there before. */
  | 'back'
  /** It has ended, and its service may be on either. */
  | 'stopped'
  /** AWS has sent a status that is not known here. */
  | 'unknown';

/**
 * Every status of a service deployment. The compiler asks for a row with each one that the SDK comes to know; one that AWS sends before
 * that ends the run by its name. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
const DEPLOYMENTS: Readonly<Record<ServiceDeploymentStatus, readonly [Answer, Progress]>> = {
  PENDING: ['wait', 'pending'],
  IN_PROGRESS: ['wait', 'under way'],
  STOP_REQUESTED: ['wait', 'going back'],
  ROLLBACK_REQUESTED: ['wait', 'going back'],
  ROLLBACK_IN_PROGRESS: ['wait', 'going back'],
  SUCCESSFUL: ['act', 'successful'],
  STOPPED: ['end', 'stopped'],
  ROLLBACK_SUCCESSFUL: ['end', 'back'],
  ROLLBACK_FAILED: ['end', 'stopped'],
};

/** Every status of a hook. A pause waits for us; ECS waits for a function, and goes on or back by itself after the others. */
const HOOKS: Readonly<Record<DeploymentLifecycleHookStatus, Answer>> = {
  AWAITING_ACTION: 'act',
  IN_PROGRESS: 'wait',
  SUCCEEDED: 'wait',
  FAILED: 'wait',
  TIMED_OUT: 'wait',
};

/**
 * Every stage of a deployment, in its order, with PRE_PRODUCTION_TRAFFIC_SHIFT, which hooks have and deployments do not tell of:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html. What to do follows from weights, so that
 * one that is not known is waited in as any other.
 */
const STAGES: Readonly<Record<ServiceDeploymentLifecycleStage, string>> = {
  RECONCILE_SERVICE: 'brings the service to one revision first',
  PRE_SCALE_UP: 'is about to start tasks',
  SCALE_UP: 'starts tasks',
  POST_SCALE_UP: 'has started its tasks',
  TEST_TRAFFIC_SHIFT: 'takes over the test traffic',
  POST_TEST_TRAFFIC_SHIFT: 'has the test traffic',
  PRODUCTION_TRAFFIC_SHIFT: "takes over users' traffic",
  POST_PRODUCTION_TRAFFIC_SHIFT: "has users' traffic",
  BAKE_TIME: 'has all users, and what was there before still runs',
  CLEAN_UP: 'has all users, and what was there before is stopped',
};

/** What to do about the status of a service deployment. */
export function judgeDeployment({
  status,
  statusReason,
}: {
  readonly status: string;
  readonly statusReason: string;
}): Judgement {
  return judged(DEPLOYMENTS, status, statusReason, ([answer]) => answer, 'has the status');
}

/** Where a deployment is, by its status. */
export function progressOf({ status }: { readonly status: string }): Progress {
  const known: Readonly<Record<string, readonly [Answer, Progress]>> = DEPLOYMENTS;
  return (Object.hasOwn(known, status) ? known[status]?.[1] : undefined) ?? 'unknown';
}

/** Whether a deployment is not over yet. One in a status that is not known may be under way. */
export function isInFlight(deployment: { readonly status: string }): boolean {
  return ['pending', 'under way', 'going back', 'unknown'].includes(progressOf(deployment));
}

/** What to do about the status of a hook. */
export function judgeHook({ status }: { readonly status: string }): Judgement {
  return judged(HOOKS, status, '', (answer) => answer, 'has the status');
}

/** A stage in words, to follow the name of a deployment; its name where it is not known, empty where AWS tells none. */
export function stageInWords(stage: string): string {
  const known: Readonly<Record<string, string>> = STAGES;
  return (Object.hasOwn(known, stage) ? known[stage] : undefined) ?? (stage && `is in the stage ${stage}`);
}
