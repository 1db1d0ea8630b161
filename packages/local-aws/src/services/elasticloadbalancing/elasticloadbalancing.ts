import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Service } from '../../kernel/service.ts';
import { control } from './control.ts';
import { attributeOperations } from './groups/attributes.ts';
import { groupOperations } from './groups/groups.ts';
import { targetOperations } from './groups/targets.ts';
import { listenerOperations } from './listeners/listeners.ts';
import { ruleOperations } from './listeners/rules.ts';
import { loadBalancerOperations } from './load-balancers.ts';
import { operationsOf } from './operation.ts';
import type { LoadBalancingPorts } from './ports.ts';
import { initialState, type LoadBalancingState } from './state.ts';
import { listenerServers } from './traffic/servers.ts';
import { publishes, visit } from './traffic/visit.ts';

/** Elastic Load Balancing, version 2: Application Load Balancers whose listeners forward requests by weights to IP addresses; of Network Load Balancers no traffic. */
export function elasticLoadBalancing(ports: LoadBalancingPorts): Service<LoadBalancingState> {
  const servers = listenerServers(ports);
  return {
    name: 'elasticloadbalancing',
    protocol: 'query',
    sdk,
    initialState,
    operations: operationsOf(
      {
        ...loadBalancerOperations,
        ...groupOperations,
        ...attributeOperations,
        ...targetOperations,
        ...listenerOperations,
        ...ruleOperations,
      },
      ports,
    ),
    control: control(servers, ports),
    publishes,
    view: (place, viewing) => visit(place, ports, viewing),
    stop: () => servers.close(),
  };
}
