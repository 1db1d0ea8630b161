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

/** How far away a server is. */
export interface Distance {
  /** What a request takes to it, in milliseconds; 0 is none. */
  readonly ms: number;
  /** How much is sent to it in a second at the most, in gigabits; as much as the processors send, unless given. */
  readonly gigabits?: number;
}

/** What the thread needs to know that stands in between. */
export interface Line extends Distance {
  readonly hostname: string;
  readonly port: number;
  /** Shared, and counted up. */
  readonly sentBytes: BigInt64Array;
}

/**
 * Gives a server of this machine a second address, from which it is far away: what a client sends arrives so many milliseconds
 * later. So each request takes that much longer, and a new connection the same once more. Bytes come as they are; those that are sent share the
 * line's rate, where it has one, and those of answers come as fast as they do without.
 */
export async function atADistance(host: string, distance: Distance): Promise<Distant> {
  const { hostname, port } = new URL(`http://${host}`);
  const sentBytes = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  const workerData: Line = { hostname, port: Number(port), ...distance, sentBytes };
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
