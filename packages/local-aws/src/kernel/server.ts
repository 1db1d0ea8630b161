import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { closed } from './loopback.ts';
import { asAwsError, refusalsOf } from './refusals.ts';
import type { Ending } from './stops.ts';
import type { TemporaryFolder } from './temporary-folder.ts';
import { foreignPage } from './web-pages.ts';
import type { Answer } from './wire/answer.ts';
import { type Arrival, arrivalOf } from './wire/arrival.ts';
import { readBody } from './wire/body.ts';
import { encodeError } from './wire/encode-error.ts';
import { streamOf } from './wire/file-part.ts';
import { bytesOf, type LargeBody, receive } from './wire/large-body.ts';
import { isOfRegistry } from './wire/registry-token.ts';

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

/** Listens on 127.0.0.1; port 0 takes a free one. Large bodies go into the folder. Rejects when the port is taken. */
export async function listen(backend: Backend, port: number, bodies: TemporaryFolder): Promise<Listening> {
  const open = new Set<ServerResponse>();
  // Requests may hang or be held for as long as a test likes; S3 metadata may exceed Node's 16 KiB of headers.
  const server = createServer(
    { requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 65_536 },
    (request, response) => {
      void serve(backend, open, request, response, bodies);
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
    close: () => closed(server),
  };
}

async function serve(
  backend: Backend,
  open: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
  bodies: TemporaryFolder,
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
  const body = await bodyOf(request, bodies).catch(() => undefined);
  if (!body) return;
  const local = isLocal(request);
  // A restore disconnects AWS's clients, not the one that asked for it.
  if (!local) open.add(response);
  try {
    const answering = local
      ? answerLocal(backend, request, body)
      : backend.exchange(arrive(request, body), gone.signal);
    finish(request, response, await answering);
  } catch (error) {
    finish(request, response, encodeError('rest-xml', undefined, asAwsError(error, refusalsOf(undefined)), ''));
  } finally {
    if (!(body instanceof Uint8Array)) await rm(body.file, { force: true });
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
  body: Uint8Array | LargeBody,
): Promise<Answer> {
  if (url.startsWith(downloadPrefix)) return backend.download(new URL(url, 'http://localhost'));
  // A web page can post text anywhere, but JSON only where it is invited.
  if (method === 'POST' && headers['content-type'] === 'application/json') {
    return backend.control(url.slice(controlPrefix.length), bytesOf(body));
  }
  return { status: 400, headers: {}, body: Buffer.from('The control API takes a POST of application/json.\n') };
}

/** Only a registry has bodies that are worth a file: layers of images. */
function bodyOf(request: IncomingMessage, bodies: TemporaryFolder): Promise<Uint8Array | LargeBody> {
  const [path = '/', search] = (request.url ?? '/').split('?');
  const asked = { path, headers: headersOf(request), query: new URLSearchParams(search) };
  return isOfRegistry(asked) ? receive(request, bodies) : readBody(request);
}

function arrive(request: IncomingMessage, body: Uint8Array | LargeBody): Arrival {
  const { method = 'GET', url = '/' } = request;
  const sent = { method, url, headers: headersOf(request) };
  const isInMemory = body instanceof Uint8Array;
  return arrivalOf(isInMemory ? { ...sent, body } : { ...sent, body: new Uint8Array(), large: body });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const { status, headers, body, file, stalls } = answer;
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
  const length = bodiless ? {} : { 'content-length': String((file ?? body).length) };
  response.writeHead(status, { ...headers, ...length });
  if (bodiless) response.end();
  else if (stalls) sendHalf(response, answer);
  else if (file) pipeline(streamOf(file), response, () => {});
  else response.end(body);
}

function sendHalf(response: ServerResponse, { body, file }: Answer): void {
  if (file) streamOf({ ...file, length: Math.ceil(file.length / 2) }).pipe(response, { end: false });
  else response.write(body.subarray(0, body.length / 2));
}
