import type { IncomingMessage, ServerResponse } from 'node:http';
import { loopback } from '../../../kernel/loopback.ts';
import type { Viewed } from '../../../kernel/service.ts';
import type { LoadBalancingPlace } from '../place.ts';
import type { LoadBalancingPorts } from '../ports.ts';
import { answerAt } from './answer.ts';
import { listenersOf } from './visit.ts';

/** Where a listener is reached on this machine. */
export interface ListenerAddress {
  readonly listenerArn: string;
  /** The port that it has on AWS. */
  readonly port: number;
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
}

/** Listeners over HTTP: a port for each. Plain HTTP stands for HTTPS. */
export interface ListenerServers {
  /** Listens for the listeners of a load balancer; the same ports when asked again. */
  open(place: LoadBalancingPlace, loadBalancerArn: string): Promise<readonly ListenerAddress[]>;
  close(): Promise<void>;
}

/** Nothing listens until it is asked for. */
export function listenerServers(ports: LoadBalancingPorts): ListenerServers {
  const opened = new Map<string, Promise<string>>();
  const servers = loopback();

  function listen(place: LoadBalancingPlace, listenerArn: string): Promise<string> {
    return servers.listen((request, response) => {
      void serve(place, ports, listenerArn, request, response);
    });
  }

  return {
    async open(place, loadBalancerArn) {
      const addresses: ListenerAddress[] = [];
      for (const { arn, port } of listenersOf(place, loadBalancerArn)) {
        const url = opened.get(arn) ?? listen(place, arn);
        opened.set(arn, url);
        addresses.push({ listenerArn: arn, port, url: await url });
      }
      return addresses;
    },
    async close() {
      await servers.close();
      opened.clear();
    },
  };
}

async function serve(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  listenerArn: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Nothing is done with what is sent, and a connection can serve again only when it has been read.
  request.resume();
  const listener = place.state.listeners.get(listenerArn);
  const { method = 'GET', url = '/' } = request;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const asked = `http://${headers.host ?? 'localhost'}${url}`;
  if (!listener || !url.startsWith('/') || !URL.canParse(asked)) {
    response
      .writeHead(400, { 'content-type': 'text/plain' })
      .end('There is no such listener, or the request cannot be read.\n');
    return;
  }
  const answer = answerAt(place, ports, listener, { url: asked, method, headers });
  try {
    if (answer.tookMs) await place.clock.sleep(answer.tookMs);
    send(response, method, answer);
  } catch {
    // The clock was set back, or the cloud has ended.
    response.destroy();
  }
}

function send(response: ServerResponse, method: string, { status, headers, body }: Viewed): void {
  if (response.destroyed) return;
  const length = method === 'HEAD' || status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}
