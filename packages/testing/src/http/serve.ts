import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server of a test. */
export interface Served {
  readonly address: string;
  /** Paths that were asked for so far. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** What a server shows who speaks TLS, in PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** Starts one on this machine; with a certificate it speaks TLS. */
export async function serve(answer: RequestListener, certified?: Certified): Promise<Served> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  };
  const server = certified ? createTlsServer({ ...certified }, listener) : createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `${certified ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A port that nothing listens on. The program that gets it could be preceded by another, which then fails and says so. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
