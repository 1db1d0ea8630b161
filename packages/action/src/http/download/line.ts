import { connect as connectPlainly, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSafely } from 'node:tls';
import { isLocalName, lookupLocally } from '../local-name.ts';

/** A connection to a server whose bytes all come into the same memory. */
export interface Line {
  /** Text goes out as Latin-1. Calls back once the system has it; with an error where the connection is gone. */
  write(piece: string | Uint8Array, done?: (error?: Error | null) => void): void;
  /** What is written meanwhile goes out together. */
  together(write: () => void): void;
  /**
   * What has come; `undefined` where the other side has closed. It stays as it is until the next one is asked for.
   *
   * @throws what broke the connection.
   */
  next(): Promise<Buffer | undefined>;
  /** Nothing more is expected. What comes all the same, or the end of the connection, is told. */
  rest(over: () => void): void;
  /** It is used again. */
  wake(): void;
  destroy(): void;
}

/** What a connection reads at most at a time, in bytes: as much as the system has ready of a fast one. */
const MEMORY = 256 * 1024;

/** Connects to the server of an address, as Node's own client does. */
export function lineTo(url: URL): Line {
  let ready: Buffer | undefined;
  let isOver = false;
  let failure: Error | undefined;
  let told = () => {};
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(MEMORY),
    callback(length, memory) {
      ready = Buffer.from(memory.buffer, memory.byteOffset, length);
      told();
      // Not before it is asked for.
      return false;
    },
  };
  const socket = connect(url, onread);
  socket.setNoDelay(true);
  const end = (error?: Error) => {
    isOver = true;
    failure ??= error;
    told();
  };
  socket
    .once('end', end)
    .once('close', () => end())
    .on('error', end);
  return {
    write: (piece, done) => void socket.write(piece, 'latin1', done),
    together(write) {
      socket.cork();
      write();
      socket.uncork();
    },
    async next() {
      if (ready === undefined && !isOver) {
        const { promise, resolve } = Promise.withResolvers<void>();
        told = resolve;
        socket.resume();
        await promise;
      }
      const piece = ready;
      ready = undefined;
      if (piece === undefined && failure) throw failure;
      return piece;
    },
    rest(over) {
      told = over;
      socket.unref().resume();
      if (isOver) over();
    },
    wake() {
      told = () => {};
      socket.ref();
    },
    destroy: () => void socket.destroy(),
  };
}

function connect({ protocol, hostname, port }: URL, onread: OnReadOpts): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSafe = protocol === 'https:';
  const to = {
    host,
    port: Number(port) || (isSafe ? 443 : 80),
    onread,
    ...(isLocalName(host) && { lookup: lookupLocally }),
  };
  if (!isSafe) return connectPlainly(to);
  // A name is what certificates are for: https://www.rfc-editor.org/rfc/rfc6066#section-3
  return connectSafely({ ...to, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 && { servername: host }) });
}
