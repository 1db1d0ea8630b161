import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';

/** A server as it is seen from far away. */
export interface Distant {
  /** As an image's name has it: `127.0.0.1:PORT`. */
  readonly host: string;
  /** All bytes that clients have sent to it. */
  sentBytes(): number;
  stop(): Promise<void>;
}

/**
 * Gives a server of this machine a second address, from which it is far away: what a client sends arrives so many milliseconds
 * later. So each request takes that much longer, and a new connection the same once more. Bytes come as fast as they do without,
 * and as they are.
 */
export async function atADistance(host: string, ms: number): Promise<Distant> {
  const open = new Set<Socket>();
  let bytes = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const there = connect({ host: hostnameOf(host), port: portOf(host), allowHalfOpen: true, noDelay: true });
    const late = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        bytes += chunk.length;
        setTimeout(() => this.push(chunk), ms);
        next();
      },
      flush(end) {
        setTimeout(end, ms);
      },
    });
    for (const socket of [client, there]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    // A client that breaks off, or a server that does, is the business of the other.
    const over = () => {};
    pipeline(there, client, over);
    // A handshake is there and back before the first request.
    setTimeout(() => pipeline(client, late, there, over), ms);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    sentBytes: () => bytes,
    async stop() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

function hostnameOf(host: string): string {
  return new URL(`http://${host}`).hostname;
}

function portOf(host: string): number {
  return Number(new URL(`http://${host}`).port);
}
