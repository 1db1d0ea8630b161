import type { ListenerRule } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import type { Observed } from '../plan/state.ts';
import type { Ports } from '../ports.ts';

/**
 * How long new weights of a rule are given to reach all of a load balancer, in milliseconds, before a check is put to it: until then what
 * was live may answer, and stand the checks, or fail them, in place of the new tasks. AWS states no time; this is some times the seconds that people see.
 */
export const SPREAD_MS = 15_000;

/** The production listener as its weights are now, where it brings users elsewhere than to our deployment. */
export interface Astray {
  readonly failure: Failure;
  /** What our deployment has all the same, of the users, in percent. */
  readonly share: number;
}

/** Looks at the weights of the production listener; `undefined` where it brings all users to our deployment. */
export async function astray(
  { productionRule, ours }: Pick<Observed, 'productionRule' | 'ours'>,
  { listeners, services }: Pick<Ports, 'listeners' | 'services'>,
): Promise<Astray | undefined> {
  const [[rule], [revision]] = await Promise.all([
    productionRule ? listeners.describe([productionRule.arn]) : [],
    ours?.revision ? services.describeRevisions([ours.revision]) : [],
  ]);
  if (!productionRule) return undefined;
  const named = `The production listener rule ${productionRule.arn}`;
  if (!rule)
    return { failure: failed(`${named} is not there any more: it brings no user to the new tasks.`), share: 0 };
  const target = revision?.resolved.find((one) => one.productionRule === rule.arn) ?? revision?.resolved[0];
  const [group, ...others] = usedBy(rule);
  if (!target || (group === target.targetGroup && others.length === 0)) return undefined;
  const wrong = 'does not bring all users to the new tasks, as its weights are now: another hand has set them.';
  return {
    failure: failed(`${named} ${wrong}`, `Bring all users to ${target.targetGroup}, and run the job again.`),
    share: shareIn(rule, target.targetGroup),
  };
}

function failed(message: string, hint?: string): Failure {
  return { code: 'check-failed', message, ...(hint && { hint }) };
}

/** In percent. */
function shareIn({ weights }: ListenerRule, targetGroup: string): number {
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return all === 0 ? 0 : Math.round(((weights[targetGroup] ?? 0) / all) * 1000) / 10;
}

/** The target groups that a rule leads to. */
export function usedBy({ weights }: ListenerRule): readonly string[] {
  return Object.entries(weights).flatMap(([group, weight]) => (weight > 0 ? [group] : []));
}
