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

/** What a connection reads at a time, in bytes: at first what short answers take, then as much as the system has ready of a fast one. */
const LEAST = 16 * 1024;
const MOST = 256 * 1024;
/** What TLS gives at a time, in bytes: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const RECORD = 16 * 1024;

/** Memory that a connection reads into. */
interface Memory {
  /** Is told of what has come. */
  came(piece: Uint8Array): void;
  /** Where the next bytes go. */
  into(): Uint8Array;
  /** A piece that goes to the reader. */
  lent(piece: Uint8Array): Buffer;
  /** The reader has no use for the last one any more. */
  free(): void;
}

/**
 * One memory for all that comes, which grows as long as it is filled: of many connections few carry what is large. But TLS gives all
 * records that it has read together, also after it was told to stop
 * (https://github.com/nodejs/node/blob/v24.x/src/crypto/crypto_tls.cc, ClearOut): each has memory of its own, which is used again.
 */
function memoryFor({ protocol }: URL): Memory {
  const asBuffer = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length);
  if (protocol !== 'https:') {
    let memory = Buffer.allocUnsafeSlow(LEAST);
    let isFilled = false;
    return {
      came(piece) {
        isFilled = piece.length === memory.length;
      },
      into() {
        if (isFilled && memory.length < MOST) memory = Buffer.allocUnsafeSlow(memory.length * 4);
        return memory;
      },
      lent: asBuffer,
      free() {},
    };
  }
  const spare: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  return {
    came() {},
    into: () => spare.pop() ?? Buffer.allocUnsafeSlow(RECORD),
    lent(piece) {
      last = piece;
      return asBuffer(piece);
    },
    free() {
      if (last) spare.push(new Uint8Array(last.buffer));
      last = undefined;
    },
  };
}

/** What was agreed with servers by TLS, by their origins: a further connection begins there, in less work, as with Node's own client. */
export type Agreed = Map<string, Buffer>;

/** Connects to the server of an address, as Node's own client does. */
export function lineTo(url: URL, agreed: Agreed): Line {
  const ready: Uint8Array[] = [];
  const memory = memoryFor(url);
  let isOver = false;
  let failure: Error | undefined;
  let told = () => {};
  const onread: OnReadOpts = {
    buffer: memory.into,
    callback(length, filled) {
      const piece = filled.subarray(0, length);
      memory.came(piece);
      ready.push(piece);
      told();
      // Not before it is asked for.
      return false;
    },
  };
  const socket = connect(url, onread, agreed);
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
      memory.free();
      if (ready.length === 0 && !isOver) {
        const { promise, resolve } = Promise.withResolvers<void>();
        told = resolve;
        socket.resume();
        await promise;
      }
      const piece = ready.shift();
      if (piece) return memory.lent(piece);
      if (failure) throw failure;
      return undefined;
    },
    rest(over) {
      told = over;
      socket.unref().resume();
      if (isOver || ready.length > 0) over();
    },
    wake() {
      told = () => {};
      socket.ref();
    },
    destroy: () => void socket.destroy(),
  };
}

function connect({ protocol, hostname, port, origin }: URL, onread: OnReadOpts, agreed: Agreed): Socket {
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
  const session = agreed.get(origin);
  return connectSafely({
    ...to,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 && { servername: host }),
    ...(session && { session }),
  })
    .on('session', (fresh) => agreed.set(origin, fresh))
    .once('error', () => agreed.delete(origin));
}
