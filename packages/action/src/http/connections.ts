import { proxyFor } from '../proxy.ts';
import { agentsVia } from './agents.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Agents = ReturnType<typeof agentsVia>;

/** The agents that a request to an address goes out by, one pair for each proxy that `env` names, so that connections are used again. */
export function connectionsOver(env: Env): (url: URL) => Agents {
  const agents = new Map<string | undefined, Agents>();
  return (url) => {
    const proxy = proxyFor(url, env);
    const found = agents.get(proxy) ?? agentsVia(proxy);
    agents.set(proxy, found);
    return found;
  };
}
