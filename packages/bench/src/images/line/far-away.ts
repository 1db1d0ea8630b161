// A thread of its own, which has the second address of a server: see distance.ts. It is written for little work, since that is
// done by the processors that are measured.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Line } from './distance.ts';

const { hostname, port, ms, gigabits, sentBytes }: Line = workerData;

/** What a connection reads at a time, in bytes. */
const MEMORY = 256 * 1024;
/** How much of one connection is on its way at most, in bytes. */
const MOST_ON_ITS_WAY = 16 * 1024 * 1024;

/** How long one byte keeps the line, in milliseconds. */
const BYTE_MS = gigabits === undefined ? 0 : 8 / (gigabits * 1e6);
/** When the line has sent all that it was given, by all connections. */
let free = 0;

function arrivalOf(length: number): number {
  free = Math.max(free, performance.now()) + length * BYTE_MS;
  return free + ms;
}

const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => {
  // What comes is in the same memory each time: it goes on before more is read.
  const there: Socket = connect({
    ...{ host: hostname, port, allowHalfOpen: true, noDelay: true },
    onread: {
      buffer: Buffer.allocUnsafeSlow(MEMORY),
      callback(length, memory) {
        let isAtOnce = true;
        let isWritten = false;
        client.write(memory.subarray(0, length), () => {
          isWritten = true;
          if (!isAtOnce) there.resume();
        });
        isAtOnce = false;
        return isWritten;
      },
    },
  });
  there.once('end', () => client.end());
  // A client that breaks off, or a server that does, is the business of the other.
  for (const [one, other] of [
    [client, there],
    [there, client],
  ] as const) {
    one.on('error', () => other.destroy()).once('close', () => one.errored && other.destroy());
  }
  const late = delayed(there, client);
  // A handshake is there and back before the first request.
  setTimeout(() => {
    client.on('data', late.write).once('end', late.end).resume();
  }, ms);
});

/** Writes to a connection, so many milliseconds later. */
function delayed(there: Socket, client: Socket): { write(piece: Buffer): void; end(): void } {
  const onItsWay: { readonly piece: Buffer | undefined; readonly due: number }[] = [];
  let bytes = 0;
  const arrive = () => {
    there.cork();
    for (let first = onItsWay[0]; first && first.due <= performance.now(); first = onItsWay[0]) {
      onItsWay.shift();
      const { piece } = first;
      if (piece === undefined) there.end();
      else {
        // Its memory is not left to the garbage collector, which would be as busy as all else here.
        there.write(piece, () => void (piece.buffer as ArrayBuffer).transfer(0));
        bytes -= piece.length;
      }
    }
    there.uncork();
    if (bytes < MOST_ON_ITS_WAY) client.resume();
    if (onItsWay[0]) setTimeout(arrive, Math.max(1, Math.ceil(onItsWay[0].due - performance.now())));
  };
  const send = (piece?: Buffer) => {
    onItsWay.push({ piece, due: arrivalOf(piece?.length ?? 0) });
    if (onItsWay.length === 1) setTimeout(arrive, ms);
  };
  return {
    write(piece) {
      Atomics.add(sentBytes, 0, BigInt(piece.length));
      bytes += piece.length;
      if (bytes >= MOST_ON_ITS_WAY) client.pause();
      send(piece);
    },
    end: () => send(),
  };
}

server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
