import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { drawn } from '../../../kernel/drawn.ts';
import { type GroupRecord, type LoadBalancingState, type TargetRecord, targetKey } from '../state.ts';

/** A target group of an action, with its weight. */
export interface Weighted {
  readonly arn: string;
  readonly weight: number;
}

/** Where an action forwards to; nothing for another. A single target group needs no weight (API_ForwardActionConfig). */
export function weightsOf({ TargetGroupArn, ForwardConfig }: Action): readonly Weighted[] {
  if (ForwardConfig?.TargetGroups?.length) {
    return ForwardConfig.TargetGroups.map((each) => ({ arn: each.TargetGroupArn ?? '', weight: each.Weight ?? 1 }));
  }
  return TargetGroupArn === undefined ? [] : [{ arn: TargetGroupArn, weight: 1 }];
}

/** The load balancers of whose rules a group is an action's, also with a weight of 0. */
export function loadBalancersOf({ rules, listeners }: LoadBalancingState, groupArn: string): readonly string[] {
  const found = new Set<string>();
  for (const { actions, listenerArn } of rules.values()) {
    const isNamed = actions.some((action) => weightsOf(action).some(({ arn }) => arn === groupArn));
    const listener = listeners.get(listenerArn);
    if (isNamed && listener) found.add(listener.loadBalancerArn);
  }
  return [...found];
}

/**
 * After rules have changed: a group that has come into use has its targets checked from now on, and one that is used no longer has
 * them checked no more. "After you specify a target group in a rule for a listener, the load balancer continually monitors the
 * health of all targets registered" (load-balancer-target-groups.html).
 */
export function followUse(state: LoadBalancingState, now: number): void {
  for (const group of state.groups.values()) {
    const isUsed = loadBalancersOf(state, group.arn).length > 0;
    for (const target of group.targets.values()) {
      if (isUsed && target.due === undefined) beginChecks(state, group, target, now);
      if (!isUsed) target.due = undefined;
    }
  }
}

/** The first check comes within an interval; AWS does not say when. */
export function beginChecks(state: LoadBalancingState, group: GroupRecord, target: TargetRecord, now: number): void {
  const { registration, seed } = state.pace;
  const share = drawn(seed, `${group.arn} ${targetKey(target)} ${target.registered}`);
  target.state = 'initial';
  target.failure = undefined;
  target.steadyUntil = undefined;
  target.streak = { passed: true, count: 0 };
  target.due = now + registration + Math.floor(share * group.check.intervalSeconds * 1_000);
}
