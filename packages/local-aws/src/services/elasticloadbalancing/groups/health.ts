import { type GroupRecord, type LoadBalancingState, targetKey } from '../state.ts';
import { loadBalancersOf } from './use.ts';

/** The health of a target, with reason and description of API_TargetHealth; neither of one that is healthy. */
export interface Health {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
  readonly reason?: string;
  readonly description?: string;
}

/** The health of what is at an address, as of the time up to which its group is settled. */
export function healthOf(
  state: LoadBalancingState,
  group: GroupRecord,
  address: { readonly id: string; readonly port: number },
): Health {
  const target = group.targets.get(targetKey(address));
  // Descriptions are those of target-group-health-checks.html, "Health check reason codes".
  if (!target) {
    return {
      state: 'unused',
      reason: 'Target.NotRegistered',
      description: 'Target is not registered to the target group',
    };
  }
  if (target.deregistered !== undefined) {
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    };
  }
  if (loadBalancersOf(state, group.arn).length === 0) {
    const description = 'Target group is not configured to receive traffic from the load balancer';
    return { state: 'unused', reason: 'Target.NotInUse', description };
  }
  if (target.state === 'healthy') return { state: 'healthy' };
  if (target.state === 'unhealthy') return { state: 'unhealthy', ...target.failure };
  const isRegistering = group.settled < target.registered + state.pace.registration;
  return isRegistering
    ? { state: 'initial', reason: 'Elb.RegistrationInProgress', description: 'Target registration is in progress' }
    : { state: 'initial', reason: 'Elb.InitialHealthChecking', description: 'Initial health checks in progress' };
}
