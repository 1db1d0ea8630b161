import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalidTarget, validationError } from '../errors.ts';
import { define } from '../operation.ts';
import { groupOf } from '../place.ts';
import { type GroupRecord, type LoadBalancingState, targetKey } from '../state.ts';
import { healthOf } from './health.ts';
import { beginChecks, loadBalancersOf } from './use.ts';

/** RegisterTargets, DeregisterTargets and DescribeTargetHealth. */
export const targetOperations = {
  RegisterTargets: define<RegisterTargetsInput, RegisterTargetsOutput>({
    takes: ['TargetGroupArn', 'Targets'],
    resource: ({ TargetGroupArn = '' }) => TargetGroupArn,
    run(place, { TargetGroupArn, Targets = [] }) {
      const group = groupOf(place, TargetGroupArn);
      if (Targets.length === 0) throw validationError('At least one target must be specified');
      const addresses = Targets.map((target) => addressOf(group, target));
      for (const address of addresses) {
        if (!isPrivate(address.id))
          throw invalidTarget(`The IP address '${address.id}' is not a valid IP address of the VPC`);
      }
      for (const address of addresses) register(place.state, group, address, place.clock.now());
      return {};
    },
  }),

  DeregisterTargets: define<DeregisterTargetsInput, DeregisterTargetsOutput>({
    takes: ['TargetGroupArn', 'Targets'],
    resource: ({ TargetGroupArn = '' }) => TargetGroupArn,
    run(place, { TargetGroupArn, Targets = [] }) {
      const group = groupOf(place, TargetGroupArn);
      if (Targets.length === 0) throw validationError('At least one target must be specified');
      // "If the specified target does not exist, the action returns successfully" (API_DeregisterTargets).
      for (const target of Targets) deregister(group, addressOf(group, target), place.clock.now());
      return {};
    },
  }),

  DescribeTargetHealth: define<DescribeTargetHealthInput, DescribeTargetHealthOutput>({
    takes: ['TargetGroupArn', 'Targets'],
    run(place, { TargetGroupArn, Targets }) {
      const group = groupOf(place, TargetGroupArn);
      const addresses = Targets?.map((target) => addressOf(group, target)) ?? [...group.targets.values()];
      return {
        TargetHealthDescriptions: addresses.map(({ id, port }) => {
          const { state, reason, description } = healthOf(place.state, group, { id, port });
          return {
            Target: { Id: id, Port: port },
            HealthCheckPort: group.check.port === 'traffic-port' ? String(port) : group.check.port,
            TargetHealth: {
              State: state,
              ...(reason !== undefined && { Reason: reason as never, Description: description }),
            },
          };
        }),
      };
    },
  }),
};

/** A target's address: the port is its group's unless given (API_TargetDescription). */
function addressOf({ settings }: GroupRecord, { Id = '', Port = settings.port, ...others }: TargetDescription) {
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw validationError(`The local cloud does not read ${unknown.join(', ')} of a target`);
  if (!(Port >= 1 && Port <= 65_535)) throw validationError(`Port '${Port}' not in the valid range 1-65535`);
  return { id: Id, port: Port };
}

/** "You can't specify publicly routable IP addresses" (API_CreateTargetGroup, TargetType). */
function isPrivate(id: string): boolean {
  const bytes = id.split('.').map(Number);
  const [first = -1, second = -1] = bytes;
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(id) || bytes.some((byte) => byte > 255)) return false;
  if (first === 10) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192) return second === 168;
  return first === 100 && second >= 64 && second <= 127;
}

/** From `now` on the target gets requests as soon as it is healthy; one that drains is as if it were new. */
export function register(
  state: LoadBalancingState,
  group: GroupRecord,
  address: { readonly id: string; readonly port: number },
  now: number,
): void {
  const existing = group.targets.get(targetKey(address));
  if (existing && existing.deregistered === undefined) return;
  const target = {
    ...address,
    registered: now,
    deregistered: undefined,
    due: undefined,
    state: 'initial' as const,
    failure: undefined,
    steadyUntil: undefined,
    streak: { passed: true, count: 0 },
  };
  group.targets.set(targetKey(address), target);
  if (loadBalancersOf(state, group.arn).length > 0) beginChecks(state, group, target, now);
}

/** From `now` on the target gets no new requests, and drains. */
export function deregister(
  group: GroupRecord,
  address: { readonly id: string; readonly port: number },
  now: number,
): void {
  const target = group.targets.get(targetKey(address));
  if (target && target.deregistered === undefined) target.deregistered = now;
}
