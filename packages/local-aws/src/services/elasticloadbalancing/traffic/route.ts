import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { drawn } from '../../../kernel/drawn.ts';
import { weightsOf } from '../groups/use.ts';
import { type Asked, holds } from '../listeners/conditions.ts';
import { rulesOf } from '../listeners/rules.ts';
import type { LoadBalancingPlace } from '../place.ts';
import { type GroupRecord, type ListenerRecord, type RuleRecord, registeredIn, type TargetRecord } from '../state.ts';

/** The rule that answers a request. */
export function ruleFor(place: LoadBalancingPlace, { arn }: ListenerRecord, asked: Asked): RuleRecord {
  const rules = rulesOf(place, arn);
  return rules.find(({ priority, conditions }) => priority === undefined || holds(conditions, asked))!;
}

/** What a rule does with a request: after a change, for a while as before with every other one, by chance. */
export function actionsFor(place: LoadBalancingPlace, rule: RuleRecord, nth: number, now: number): readonly Action[] {
  const { before, actions, arn } = rule;
  if (!before || now >= before.until) return actions;
  return drawn(place.state.pace.seed, `node ${nth} ${arn}`) < 0.5 ? before.actions : actions;
}

/**
 * One of the target groups that an action forwards to, by their weights, for each request anew. "Requests that match a listener rule
 * with weighted target groups are distributed to these target groups based on their weights" (load-balancer-listeners.html); whether
 * by chance is not said. Nothing where all weights are 0.
 */
export function groupFor(place: LoadBalancingPlace, actions: readonly Action[], nth: number): GroupRecord | undefined {
  const weights = actions.flatMap(weightsOf);
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  let left = drawn(place.state.pace.seed, `request ${nth}`) * sum;
  for (const { arn: group, weight } of weights) {
    if (left < weight) return place.state.groups.get(group);
    left -= weight;
  }
  return undefined;
}

/**
 * A target of a group, in turns: one that is healthy. "If a target group contains only unhealthy registered targets, the load balancer
 * routes requests to all those targets" (target-group-health-checks.html); those that wait for their first check get none, which AWS
 * leaves open. Nothing where there is none; another group does not take its place.
 */
export function targetFor(group: GroupRecord): TargetRecord | undefined {
  const registered = registeredIn(group);
  const healthy = registered.filter(({ state }) => state === 'healthy');
  const candidates = healthy.length > 0 ? healthy : registered.filter(({ state }) => state === 'unhealthy');
  group.turns += 1;
  return candidates[group.turns % candidates.length];
}
