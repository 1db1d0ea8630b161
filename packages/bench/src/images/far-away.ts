// A thread of its own, which has the second address of a server: see distance.ts. Its chunks are few and short-lived, and would
// keep the garbage collector of a process busy that has images in its memory.
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import type { Line } from './distance.ts';

const { hostname, port, ms, sentBytes }: Line = workerData;
// A client that breaks off, or a server that does, is the business of the other.
const over = () => {};

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const there = connect({ host: hostname, port, allowHalfOpen: true, noDelay: true });
  const late = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      Atomics.add(sentBytes, 0, BigInt(chunk.length));
      setTimeout(() => this.push(chunk), ms);
      next();
    },
    flush(end) {
      setTimeout(end, ms);
    },
  });
  pipeline(there, client, over);
  // A handshake is there and back before the first request.
  setTimeout(() => pipeline(client, late, there, over), ms);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
