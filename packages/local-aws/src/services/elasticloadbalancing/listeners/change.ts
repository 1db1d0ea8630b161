import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { followUse } from '../groups/use.ts';
import type { LoadBalancingState, RuleRecord } from '../state.ts';

/**
 * Gives a rule other actions. "Each load balancer node" routes by itself (how-elastic-load-balancing-works.html); how long it takes until
 * all of them have heard of a change AWS does not say: here each request is led as before or as now for `pace.propagation`.
 */
export function changeActions(
  state: LoadBalancingState,
  rule: RuleRecord,
  actions: readonly Action[],
  now: number,
): void {
  const { propagation } = state.pace;
  if (propagation > 0) rule.before = { actions: rule.actions, until: now + propagation };
  rule.actions = actions;
  followUse(state, now);
}
