import { drawn } from '../../../kernel/drawn.ts';
import type { Viewed, Viewing } from '../../../kernel/service.ts';
import { newestOf } from '../distributions/configurations.ts';
import { edgeHosts, nearHosts } from '../hosts.ts';
import type { CloudFrontPlace } from '../place.ts';
import type { Distribution } from '../state.ts';
import { answerAt, type Edges } from './answer.ts';

/** Whether a distribution has this name, or it is an alias of one. */
export function publishes({ state }: CloudFrontPlace, hostname: string): boolean {
  return [...state.distributions.values()].some((each) => isCalled(each, hostname));
}

/** Answers a viewer who comes by a distribution's name, or by an alias. Throws where no distribution has it. */
export function visit(place: CloudFrontPlace, edges: Edges, viewing: Viewing): Viewed {
  const { hostname } = new URL(viewing.url);
  const found = [...place.state.distributions.values()].find((each) => isCalled(each, hostname));
  if (!found) throw new Error(`no distribution is called ${hostname}`);
  const number = viewing.host ?? nearHost(place);
  if (!edgeHosts[number]) throw new Error(`there is no edge host ${number}; there are 0 to ${edgeHosts.length - 1}`);
  return answerAt({ ...place, account: found.account }, edges, found, number, viewing);
}

function isCalled(distribution: Distribution, hostname: string): boolean {
  const aliases = newestOf(distribution).settings.Aliases?.Items ?? [];
  return distribution.domainName === hostname || aliases.includes(hostname);
}

/** One of the hosts of the location that is near: each connection gets one, by chance. */
export function nearHost({ state }: CloudFrontPlace): number {
  state.connections += 1;
  return Math.floor(drawn(state.pace.seed, `connection ${state.connections}`) * nearHosts);
}
