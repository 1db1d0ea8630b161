import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A server as it is seen from far away. */
export interface Distant {
  /** As an image's name has it: `127.0.0.1:PORT`. */
  readonly host: string;
  /** All bytes that clients have sent to it. */
  sentBytes(): number;
  stop(): Promise<void>;
}

/** What the thread needs to know that stands in between. */
export interface Line {
  readonly hostname: string;
  readonly port: number;
  readonly ms: number;
  /** Shared, and counted up. */
  readonly sentBytes: BigInt64Array;
}

/**
 * Gives a server of this machine a second address, from which it is far away: what a client sends arrives so many milliseconds
 * later. So each request takes that much longer, and a new connection the same once more. Bytes come as fast as they do without,
 * and as they are.
 */
export async function atADistance(host: string, ms: number): Promise<Distant> {
  const { hostname, port } = new URL(`http://${host}`);
  const sentBytes = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  const workerData: Line = { hostname, port: Number(port), ms, sentBytes };
  const worker = new Worker(new URL('./far-away.ts', import.meta.url), { workerData });
  const [own] = await once(worker, 'message');
  return {
    host: `127.0.0.1:${own}`,
    sentBytes: () => Number(Atomics.load(sentBytes, 0)),
    async stop() {
      await worker.terminate();
    },
  };
}
