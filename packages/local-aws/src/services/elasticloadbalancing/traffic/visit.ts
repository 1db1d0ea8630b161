import type { Viewed, Viewing } from '../../../kernel/service.ts';
import { isActive } from '../load-balancers.ts';
import type { LoadBalancingPlace } from '../place.ts';
import type { LoadBalancingPorts } from '../ports.ts';
import type { ListenerRecord, LoadBalancerRecord } from '../state.ts';
import { answerAt } from './answer.ts';

/** Whether a load balancer here has this name. */
export function publishes({ state }: LoadBalancingPlace, hostname: string): boolean {
  return named(state.loadBalancers.values(), hostname) !== undefined;
}

/** Answers who comes by the name of a load balancer. Throws where nothing listens, as no connection would come about. */
export function visit(place: LoadBalancingPlace, ports: LoadBalancingPorts, viewing: Viewing): Viewed {
  const { hostname, port, protocol } = new URL(viewing.url);
  const found = named(place.state.loadBalancers.values(), hostname);
  if (!found) throw new Error(`no load balancer is called ${hostname}`);
  if (!isActive(place, found, place.clock.now()))
    throw new Error(`${hostname} cannot be resolved yet: the load balancer is provisioning`);
  if (found.settings.type === 'network')
    throw new Error(`${hostname} is a Network Load Balancer: what it passes on is not there`);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  const listener = listenersOf(place, found.arn).find((each) => each.port === number);
  if (!listener) throw new Error(`nothing listens at port ${number} of ${hostname}`);
  if (`${listener.protocol.toLowerCase()}:` !== protocol) {
    throw new Error(
      `port ${number} of ${hostname} speaks ${listener.protocol}, not ${protocol.slice(0, -1).toUpperCase()}`,
    );
  }
  return answerAt(place, ports, listener, viewing);
}

function named(all: Iterable<LoadBalancerRecord>, hostname: string): LoadBalancerRecord | undefined {
  return [...all].find(({ dnsName }) => dnsName === hostname.toLowerCase());
}

/** The listeners of a load balancer, in the order in which they were made. */
export function listenersOf({ state }: LoadBalancingPlace, loadBalancerArn: string): readonly ListenerRecord[] {
  return [...state.listeners.values()].filter((listener) => listener.loadBalancerArn === loadBalancerArn);
}
