import { settle } from './groups/settle.ts';
import { weightsOf } from './groups/use.ts';
import { groupOf, type LoadBalancingPlace, loadBalancerOf, ruleOf } from './place.ts';
import type { LoadBalancingPorts } from './ports.ts';
import { type Pace, registeredIn } from './state.ts';
import type { ListenerAddress, ListenerServers } from './traffic/servers.ts';

/** A target group that a rule forwards to, and how many targets are in which state. */
export interface Serving {
  readonly targetGroupArn: string;
  /** Of the requests, from 0 to 1. */
  readonly share: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly initial: number;
  readonly draining: number;
}

/** What a test can arrange beyond AWS's API, reached as `elasticloadbalancing.<method>` of the control API. */
export const control = (servers: ListenerServers, ports: LoadBalancingPorts) => ({
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: LoadBalancingPlace, change: Partial<Pace> = {}): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },

  /** Where users find the listeners of a load balancer on this machine, by HTTP. */
  listeners(
    place: LoadBalancingPlace,
    { loadBalancerArn }: { readonly loadBalancerArn: string },
  ): Promise<readonly ListenerAddress[]> {
    return servers.open(place, loadBalancerOf(place, loadBalancerArn).arn);
  },

  /** The target groups that a rule forwards to, as they are now. */
  serving(place: LoadBalancingPlace, { ruleArn }: { readonly ruleArn: string }): readonly Serving[] {
    settle(place, ports, place.clock.now());
    const weights = ruleOf(place, ruleArn).actions.flatMap(weightsOf);
    const sum = weights.reduce((total, { weight }) => total + weight, 0);
    return weights.map(({ arn, weight }) => {
      const group = groupOf(place, arn);
      const registered = registeredIn(group);
      const count = (state: string) => registered.filter((each) => each.state === state).length;
      return {
        targetGroupArn: arn,
        share: sum === 0 ? 0 : weight / sum,
        healthy: count('healthy'),
        unhealthy: count('unhealthy'),
        initial: count('initial'),
        draining: group.targets.size - registered.length,
      };
    });
  },
});
