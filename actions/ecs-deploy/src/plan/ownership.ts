import { pausesOf, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import { isOlder, isSameRun } from '@actions-aws/promotion';
import type { Desired, InFlight, Lease, Ours } from './state.ts';

/** The action's name, as its marks have it. */
export const ACTION = 'ecs-deploy';

/** Whose a deployment is, seen from this run. */
export type Relation =
  /** Of the same content, and this very run's, or held for another call: this run goes on with it. */
  | 'same'
  /** Of an earlier attempt of this run, which has ended, with another content. */
  | 'abandoned'
  /** Of an older run of the same workflow. */
  | 'older'
  /** Of a newer run of the same workflow. */
  | 'newer'
  /** Of another hand, or of a run that cannot be compared. */
  | 'unknown';

/**
 * Tells whose it is by the mark in the tags of its task definition. The same content alone makes none that this run may go on with: its own run
 * may be at work, with gates of its own, and takes back what does not stand them.
 */
export function relationTo(
  { deployment, brings }: InFlight,
  content: string,
  { deployer }: Pick<Desired, 'deployer'>,
): Relation {
  const mark = brings?.mark;
  if (!mark) return 'unknown';
  const { owner, order } = deployer;
  const isOwn = mark.owner !== undefined && isSameRun(owner, mark.owner);
  const isSame = mark.by === ACTION && mark.content === content && mark.undid === undefined;
  if (isSame && isOwn) return 'same';
  if (isOwn && (mark.owner?.attempt ?? 0) < owner.attempt) return 'abandoned';
  if (isOlder(order, mark.order)) return 'newer';
  if (isSame && isLeftHeld(deployment, mark.until)) return 'same';
  return isOlder(mark.order, order) ? 'older' : 'unknown';
}

/** Whether a deployment is where its run leaves it for another call, or has been gone on with from there. */
function isLeftHeld(deployment: ServiceDeployment, until: string | undefined): boolean {
  const share = until === 'staged' ? 0 : Number(until ?? Number.NaN);
  const { productionWeight = -1, testWeight = 100 } = deployment.target;
  if (Number.isNaN(share) || productionWeight < share) return false;
  return productionWeight > share || (pausesOf(deployment).length > 0 && testWeight >= 100);
}

/** What becomes of another deployment that is under way. */
export type AnswerToRival =
  | 'adopt'
  | 'wait'
  | 'roll back'
  /** It is left alone, and this run ends. */
  | 'busy'
  | 'superseded'
  /** ECS rolls something back, and it is not known what comes then. */
  | 'going back';

/** How much the clocks of two runners may differ, in milliseconds. */
const CLOCKS_MS = 60_000;

/**
 * When a deployment may be taken back that its run has left behind: that run has ended by then, and had it rolled back, if it was still alive.
 * `undefined` where that is not known, where it waits for another call, where it takes users back, and where all users have it: that comes to
 * its end by itself.
 */
export function leaseEnd({ deployment, brings }: InFlight): number | undefined {
  const { lease, until } = brings?.mark ?? {};
  const hasAll = (deployment.target.productionWeight ?? 0) >= 100;
  if (lease === undefined || until !== undefined || hasAll || takesUsersBack({ brings })) return undefined;
  return lease + CLOCKS_MS;
}

/** What is noted of the end of the attempt that began a deployment; `undefined` where no other run takes it back by that. */
function leaseOf({ deployment, brings }: InFlight): Lease | undefined {
  const { lease } = brings?.mark ?? {};
  if (!brings || lease === undefined || leaseEnd({ deployment, brings }) === undefined) return undefined;
  return { definition: brings.definition.arn, until: lease };
}

/** A deployment that another attempt or job of this run has begun, as one that this one goes on with. */
export function adopted(one: InFlight): Ours {
  const { deployment } = one;
  return { revision: deployment.target.arn, deployment, isAdopted: true, lease: leaseOf(one) };
}

/** What this run does about another deployment at a time, before it has written anything. */
export function answerToRival(
  { deployment, brings }: InFlight,
  content: string,
  desired: Pick<Desired, 'deployer' | 'whenBusy'>,
  at: number,
): AnswerToRival {
  const relation = relationTo({ deployment, brings }, content, desired);
  const isBack = progressOf(deployment) === 'going back';
  if (relation === 'same' && !isBack && progressOf(deployment) !== 'unknown') return 'adopt';
  const isWayBack = takesUsersBack({ brings });
  // To end one that takes users back would leave them to what failed.
  const canBeTaken = !isBack && !isWayBack;
  const isOwn = isSameRun(desired.deployer.owner, brings?.mark?.owner);
  if (relation === 'abandoned' || (isOwn && (isBack || isWayBack))) return canBeTaken ? 'roll back' : 'wait';
  const isOlderOne = isOlder(brings?.mark?.order, desired.deployer.order);
  const isLeft = at >= (leaseEnd({ deployment, brings }) ?? Number.POSITIVE_INFINITY);
  if (isOlderOne && isLeft) return canBeTaken ? 'roll back' : 'wait';
  if (isOlderOne) {
    if (desired.whenBusy === 'fail') return 'busy';
    return desired.whenBusy === 'replace' && canBeTaken ? 'roll back' : 'wait';
  }
  return isBack ? 'going back' : 'superseded';
}

/** Whether a deployment takes users back from what another one brought, and is no rollback of ECS's own. */
export function takesUsersBack({ brings }: Pick<InFlight, 'brings'>): boolean {
  return brings?.mark?.undid !== undefined;
}
