import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { loopback } from '../../../kernel/loopback.ts';
import type { Viewed } from '../../../kernel/service.ts';
import { edgeHosts } from '../hosts.ts';
import type { CloudFrontPlace } from '../place.ts';
import { answerAt, type Edges } from './answer.ts';
import { ofEdge } from './viewer.ts';
import { nearHost } from './visit.ts';

/** Where viewers find a distribution on this machine. */
export interface EdgeAddresses {
  /** The location that is near: each connection gets one of its two hosts. */
  readonly url: string;
  /** Each host, in the order of their numbers. */
  readonly hosts: readonly { readonly location: string; readonly url: string }[];
}

/** The edges over HTTP: a port for each distribution, and one for each of its hosts. Plain HTTP stands for HTTPS. */
export interface EdgeServers {
  /** Listens for a distribution; the same ports when asked again. */
  open(place: CloudFrontPlace, id: string): Promise<EdgeAddresses>;
  close(): Promise<void>;
}

/** Nothing listens until it is asked for. */
export function edgeServers(edges: Edges): EdgeServers {
  const opened = new Map<string, Promise<EdgeAddresses>>();
  const servers = loopback();

  function listen(place: CloudFrontPlace, id: string, hostOf: (socket: Socket) => number): Promise<string> {
    return servers.listen((request, response) => {
      send(response, request, answer(place, edges, id, hostOf(request.socket), request));
    });
  }

  async function openAll(place: CloudFrontPlace, id: string): Promise<EdgeAddresses> {
    const given = new WeakMap<Socket, number>();
    const url = await listen(place, id, (socket) => {
      const host = given.get(socket) ?? nearHost(place);
      given.set(socket, host);
      return host;
    });
    const hosts = [];
    for (const { number, location } of edgeHosts) hosts.push({ location, url: await listen(place, id, () => number) });
    return { url, hosts };
  }

  return {
    open(place, id) {
      const found = opened.get(id) ?? openAll(place, id);
      opened.set(id, found);
      return found;
    },
    async close() {
      await servers.close();
      opened.clear();
    },
  };
}

function answer(
  place: CloudFrontPlace,
  edges: Edges,
  id: string,
  host: number,
  { method = 'GET', url = '/', headers }: IncomingMessage,
): Viewed {
  const distribution = place.state.distributions.get(id);
  if (!distribution) return ofEdge(403, 'There is no such distribution.');
  if (!url.startsWith('/')) return ofEdge(400, 'The request has no path.');
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const viewing = { method, url: `https://${distribution.domainName}${url}`, headers: Object.fromEntries(named) };
  if (!URL.canParse(viewing.url)) return ofEdge(400, 'The path cannot be read.');
  return answerAt({ ...place, account: distribution.account }, edges, distribution, host, viewing);
}

function send(response: ServerResponse, { method }: IncomingMessage, { status, headers, body }: Viewed): void {
  const length = method === 'HEAD' || status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}
