import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asAwsError, refusalsOf } from './refusals.ts';
import type { Ending } from './stops.ts';
import { foreignPage } from './web-pages.ts';
import type { Answer } from './wire/answer.ts';
import { type Arrival, arrivalOf } from './wire/arrival.ts';
import { readBody } from './wire/body.ts';
import { encodeError } from './wire/encode-error.ts';

/** What stands behind the server. */
export interface Backend {
  /** Answers a request of an AWS client, or says how it ends without an answer. */
  exchange(arrival: Arrival, signal: AbortSignal): Promise<Answer | Ending>;
  /** Answers a POST below `/_local/`, given what follows. */
  control(path: string, body: Uint8Array): Promise<Answer>;
  /** Answers a request below `/_local-aws/`. */
  download(url: URL): Answer;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Destroys the connections of AWS clients that wait for an answer. */
  disconnect(): void;
  /** Destroys every connection and listens no more. */
  close(): Promise<void>;
}

const controlPrefix = '/_local/';
const downloadPrefix = '/_local-aws/';

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function listen(backend: Backend, port: number): Promise<Listening> {
  const open = new Set<ServerResponse>();
  // Requests may hang or be held for as long as a test likes; S3 metadata may exceed Node's 16 KiB of headers.
  const server = createServer(
    { requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 65_536 },
    (request, response) => {
      void serve(backend, open, request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken; choose another, or 0 for a free one`) : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    disconnect() {
      for (const response of open) response.destroy();
    },
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  backend: Backend,
  open: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    open.delete(response);
    if (!response.writableFinished) gone.abort(new Error('the client has gone away'));
  });
  response.on('error', () => {});
  const foreign = foreignPage(request.headers);
  if (foreign !== undefined) {
    response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(foreign);
    return;
  }
  const raw = await readBody(request).catch(() => undefined);
  if (!raw) return;
  const local = isLocal(request);
  // A restore disconnects AWS's clients, not the one that asked for it.
  if (!local) open.add(response);
  try {
    const answering = local ? answerLocal(backend, request, raw) : backend.exchange(arrive(request, raw), gone.signal);
    finish(request, response, await answering);
  } catch (error) {
    finish(request, response, encodeError('rest-xml', undefined, asAwsError(error, refusalsOf(undefined)), ''));
  }
}

function finish(request: IncomingMessage, response: ServerResponse, ending: Answer | Ending): void {
  if (ending === 'reset') request.socket.resetAndDestroy();
  else if (typeof ending === 'string') request.socket.destroy();
  else send(request, response, ending);
}

function isLocal({ url = '/' }: IncomingMessage): boolean {
  return url.startsWith(controlPrefix) || url.startsWith(downloadPrefix);
}

async function answerLocal(
  backend: Backend,
  { url = '/', method, headers }: IncomingMessage,
  raw: Uint8Array,
): Promise<Answer> {
  if (url.startsWith(downloadPrefix)) return backend.download(new URL(url, 'http://localhost'));
  // A web page can post text anywhere, but JSON only where it is invited.
  if (method === 'POST' && headers['content-type'] === 'application/json') {
    return backend.control(url.slice(controlPrefix.length), raw);
  }
  return { status: 400, headers: {}, body: Buffer.from('The control API takes a POST of application/json.\n') };
}

function arrive({ method, url, headers: raw }: IncomingMessage, body: Uint8Array): Arrival {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return arrivalOf({ method: method ?? 'GET', url: url ?? '/', headers, body });
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body, stalls }: Answer): void {
  if (response.destroyed) return;
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
  const length = request.method === 'HEAD' || bodiless ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  if (stalls && !bodiless) response.write(body.subarray(0, body.length / 2));
  else response.end(bodiless ? undefined : body);
}
