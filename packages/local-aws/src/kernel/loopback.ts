import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Servers of 127.0.0.1 that a service opens for its viewers when someone asks for them. */
export interface Loopback {
  /** Listens at a free port; the URL, such as `http://127.0.0.1:40123`. */
  listen(answer: RequestListener): Promise<string>;
  /** Destroys every connection, and listens no more. */
  close(): Promise<void>;
}

/** None of them listens yet. */
export function loopback(): Loopback {
  const servers = new Set<Server>();
  return {
    async listen(answer) {
      const server = createServer(answer);
      servers.add(server);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      for (const server of servers) await closed(server);
      servers.clear();
    },
  };
}

/** Destroys every connection of a server; resolves when it listens no more. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
