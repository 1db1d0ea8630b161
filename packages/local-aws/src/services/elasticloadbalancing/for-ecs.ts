import { type Health, healthOf } from './groups/health.ts';
import { healthUntil, settleGroup, settleGroups } from './groups/settle.ts';
import { deregister, register } from './groups/targets.ts';
import { loadBalancersOf, weightsOf } from './groups/use.ts';
import { changeActions } from './listeners/change.ts';
import { groupOf, type LoadBalancingPlace, ruleOf } from './place.ts';
import type { LoadBalancingPorts, TargetAddress } from './ports.ts';
import { drainMs, type GroupRecord, targetKey } from './state.ts';

// What ECS does with target groups and rules, at times that may have gone by: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
// It never asks what runs behind the targets to catch up, as it is ECS that is catching up.

/** What ECS looks at of a target group; nothing where there is none. */
export function groupForEcs({ state }: LoadBalancingPlace, arn: string) {
  if (!state.groups.has(arn)) return undefined;
  return {
    targetType: 'ip' as const,
    loadBalancerArns: loadBalancersOf(state, arn),
  };
}

/** Registers a target. */
export function registerForEcs(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  arn: string,
  target: TargetAddress,
  time: number,
): void {
  register(place.state, settled(place, ports, arn, time), target, time);
}

/** Deregisters a target; returns when it has drained, which one that is not registered has. */
export function deregisterForEcs(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  arn: string,
  target: TargetAddress,
  time: number,
): number {
  const group = settled(place, ports, arn, time);
  deregister(group, target, time);
  const { deregistered } = group.targets.get(targetKey(target)) ?? {};
  return deregistered === undefined ? time : deregistered + drainMs(group);
}

/** The health of a target, and when it may be another by itself. */
export function healthForEcs(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  arn: string,
  target: TargetAddress,
  time: number,
): Health & { readonly until: number | undefined } {
  const group = settled(place, ports, arn, time);
  const found = group.targets.get(targetKey(target));
  return { ...healthOf(place.state, group, target), until: found && healthUntil(group, found) };
}

/** The rule that an ARN names, or the default rule of the listener that it names; nothing where there is neither. */
export function ruleForEcs({ state }: LoadBalancingPlace, arn: string) {
  const rule = state.rules.get(state.listeners.get(arn)?.defaultRuleArn ?? arn);
  if (!rule) return undefined;
  return { weights: Object.fromEntries(rule.actions.flatMap(weightsOf).map(({ arn: to, weight }) => [to, weight])) };
}

/** Sets the weights of a rule, as its listener then has them. */
export function setWeightsForEcs(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  arn: string,
  weights: Readonly<Record<string, number>>,
  time: number,
): void {
  const rule = ruleOf(place, place.state.listeners.get(arn)?.defaultRuleArn ?? arn);
  settleGroups(place, ports, time);
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  for (const { TargetGroupArn } of TargetGroups) groupOf(place, TargetGroupArn);
  const forwarding = { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } };
  changeActions(place.state, rule, [{ Type: 'forward', ForwardConfig: forwarding }], time);
}

function settled(place: LoadBalancingPlace, ports: LoadBalancingPorts, arn: string, time: number): GroupRecord {
  const group = groupOf(place, arn);
  settleGroup(place, ports, group, time);
  return group;
}
