import { progressOf } from '@actions-aws/ecs';
import { isAheadOf, kindOf, type Outcome, outcomeOfFailure, type Plan } from '@actions-aws/promotion';
import { contentFor, familyFor, isLive } from './content.ts';
import { drive } from './drive.ts';
import { answerToRival, leaseEnd } from './ownership.ts';
import type { Desired, InFlight, Observed, Step } from './state.ts';
import { isLeftToEcs, isOnItsWay, isOurs, undo } from './undo.ts';

/** All that is left to do, in order. Asked again after each step, so only the first one is ever applied. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  if (observed.failure) return { steps: undo(observed, desired) };
  if (observed.held) return { steps: [] };
  return {
    steps: [...begin(observed, desired), ...(needsDeployment(observed, desired) ? drive(observed, desired) : [])],
  };
}

/** What is found live is kept from runs that are older than this one, as what it had deployed would be. */
function claim({ live, claimed }: Observed, { deployer: { order }, until }: Desired): readonly Step[] {
  // What is only staged says nothing of what users are to have.
  if (!live?.mark?.owner || !order || claimed || until === 'staged') return [];
  return isAheadOf(order, live.mark.order) ? [{ do: 'claim', definition: live.definition.arn }] : [];
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  const { failure, held, ours, touched, touchedEarlier } = observed;
  if (!failure) {
    if (held) return 'held';
    return ours || needsDeployment(observed, desired) ? 'promoted' : 'noop';
  }
  if (observed.unreadable || isOnItsWay(observed) || isLeftToEcs(observed, desired)) return 'unknown';
  if (isOurs(observed)) return 'rollback-failed';
  if (kindOf(failure) === 'superseded') return 'superseded';
  return touched === 'no' && !touchedEarlier ? outcomeOfFailure(failure) : 'rolled-back';
}

/** Whether what is live is not what is wanted, or that is not known; what is under way may be. */
export function needsDeployment(observed: Observed, desired: Desired): boolean {
  const { ours, rival, isHidden } = observed;
  return ours !== undefined || rival !== undefined || isHidden || desired.force || !isLive(observed, desired);
}

/** Until when another deployment is waited for at the longest, where that is known and it does not go back already. */
function untilLeft(rival: InFlight): { readonly until?: number } {
  const until = progressOf(rival.deployment) === 'going back' ? undefined : leaseEnd(rival);
  return until === undefined ? {} : { until };
}

/** Before this run begins its own, what it does about another deployment that is under way. */
function first(rival: InFlight, observed: Observed, desired: Desired): readonly Step[] {
  const deployment = rival.deployment.arn;
  switch (answerToRival(rival, contentFor(observed, desired), desired, observed.at)) {
    case 'roll back':
      return [
        { do: 'roll-back-rival', deployment },
        { do: 'await-rival', deployment },
      ];
    case 'wait':
      return [{ do: 'await-rival', deployment, ...untilLeft(rival) }];
    default:
      return [];
  }
}

/** Up to the deployment of this run. */
function begin(observed: Observed, desired: Desired): readonly Step[] {
  const { rival, ours, registered } = observed;
  if (ours) return ours.lease ? [{ do: 'renew', definition: ours.lease.definition }] : [];
  if (!rival && !needsDeployment(observed, desired)) return claim(observed, desired);
  const family = familyFor(observed, desired);
  return [
    ...(rival ? first(rival, observed, desired) : []),
    ...(registered ? [] : [{ do: 'register', family } as const]),
    { do: 'update', family },
  ];
}
