import type { Call, Place } from '../../kernel/service.ts';
import { listenerNotFound, loadBalancerNotFound, ruleNotFound, targetGroupNotFound } from './errors.ts';
import type { GroupRecord, ListenerRecord, LoadBalancerRecord, LoadBalancingState, RuleRecord } from './state.ts';

/** Where the operations of Elastic Load Balancing act. */
export type LoadBalancingPlace = Place<LoadBalancingState>;

/** One call of them. */
export type LoadBalancingCall = Call<LoadBalancingState>;

/**
 * Such as `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188`; what comes after the account is
 * given. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-resources-for-iam-policies
 */
export function arnOf({ account, region }: Pick<LoadBalancingPlace, 'account' | 'region'>, resource: string): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
}

/** An id in AWS's form, such as `50dc6c495c0c9188`. */
export function newId({ newId: uuid }: Pick<LoadBalancingPlace, 'newId'>): string {
  return uuid().replaceAll('-', '').slice(0, 16);
}

/** What metrics call a load balancer, `app/shop/50dc6c495c0c9188`, or a target group, `targetgroup/blue/73e2d6bc24d8a067`. */
export function dimensionOf(arn: string): string {
  return arn.replace(/^.*:(?:loadbalancer\/)?/, '');
}

/** The load balancer of an ARN; throws LoadBalancerNotFound. */
export function loadBalancerOf({ state }: LoadBalancingPlace, arn = ''): LoadBalancerRecord {
  const found = state.loadBalancers.get(arn);
  if (!found) throw loadBalancerNotFound();
  return found;
}

/** The target group of an ARN; throws TargetGroupNotFound. */
export function groupOf({ state }: Pick<LoadBalancingPlace, 'state'>, arn = ''): GroupRecord {
  const found = state.groups.get(arn);
  if (!found) throw targetGroupNotFound(arn);
  return found;
}

/** The listener of an ARN; throws ListenerNotFound. */
export function listenerOf({ state }: LoadBalancingPlace, arn = ''): ListenerRecord {
  const found = state.listeners.get(arn);
  if (!found) throw listenerNotFound();
  return found;
}

/** The rule of an ARN; throws RuleNotFound. */
export function ruleOf({ state }: Pick<LoadBalancingPlace, 'state'>, arn = ''): RuleRecord {
  const found = state.rules.get(arn);
  if (!found) throw ruleNotFound();
  return found;
}
