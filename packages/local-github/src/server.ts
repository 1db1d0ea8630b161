import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Disturbances, disturb, isOfAnswer } from './disturbance.ts';
import { permit } from './permissions.ts';
import { Refusal, refuse } from './refusal.ts';
import { type Answer, type Permissions, type Route, routeOf } from './route.ts';
import type { IdTokens } from './tokens/id-tokens.ts';

/** A request that came in. */
export interface Requested {
  readonly method: string;
  /** With what was asked behind `?`. */
  readonly path: string;
}

/** What the server needs. */
export interface ServerOptions {
  /** The repository, such as `octo/search`. */
  readonly full: string;
  readonly now: () => number;
  readonly routes: readonly Route[];
  readonly ids: IdTokens;
  readonly faults: Disturbances;
  /** Nothing for a token that is not known. */
  permissionsOf(bearer: string): Permissions | undefined;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startServer({ full, now, routes, ids, faults, permissionsOf }: ServerOptions) {
  const requests: Requested[] = [];
  let endpoint = '';

  async function answer(request: IncomingMessage, url: URL, bearer: string): Promise<Answer> {
    const method = request.method ?? 'GET';
    const permissions = permissionsOf(bearer) ?? refuse(401, 'Bad credentials');
    if (method === 'GET' && url.pathname === '/_local/token') return { value: ids.issue(url.searchParams, bearer) };
    const prefix = `/repos/${full}`;
    const { pathname } = url;
    const isOurs =
      pathname.toLowerCase().startsWith(prefix.toLowerCase()) && /^\/|^$/.test(pathname.slice(prefix.length));
    if (!isOurs) return refuse(404, 'Not Found');
    const { route, places } = routeOf(routes, method, pathname.slice(prefix.length));
    permit(route, permissions);
    const text = await textOf(request);
    return route.answer({
      method,
      url,
      places,
      query: url.searchParams,
      body: text === '' ? {} : parsed(text),
      accept: request.headers.accept ?? '',
    });
  }

  async function answered(request: IncomingMessage, url: URL): Promise<Answer> {
    try {
      // What a browser sends for a page of another site has its Origin: https://fetch.spec.whatwg.org/#origin-header
      if (request.headers.origin !== undefined || !/^127\.0\.0\.1:\d+$/.test(request.headers.host ?? ''))
        refuse(403, 'A web page cannot call the local GitHub.');
      if (url.pathname === '/.well-known/jwks') return { value: { keys: ids.keys } };
      // https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#failed-login-limit
      if (!/^(bearer|token) /i.test(request.headers.authorization ?? '')) refuse(401, 'Requires authentication');
      return await answer(request, url, request.headers.authorization?.split(' ')[1] ?? '');
    } catch (error) {
      const { status, headers, source } = error instanceof Refusal ? error : unexpected;
      const said = { message: (error as Error).message, ...(source && { documentation_url: source }) };
      return { status, headers, value: { ...said, status: String(status) } };
    }
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', endpoint);
    if (!url) return void response.writeHead(400).end();
    requests.push({ method: request.method ?? 'GET', path: `${url.pathname}${url.search}` });
    response.setHeader('date', new Date(now()).toUTCString());
    const fault = faults.next({ method: request.method ?? 'GET', path: url.pathname.slice(`/repos/${full}`.length) });
    if (fault && !isOfAnswer(fault)) return disturb(response, fault, now(), '');
    const { status = 200, value, text, headers } = await answered(request, url);
    const body = text ?? JSON.stringify(value);
    if (fault) return disturb(response, fault, now(), body);
    const type = text === undefined ? 'application/json' : 'application/vnd.github.sha';
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
  }

  const server = createServer((request, response) => void respond(request, response));
  // On a busy machine a client may think for longer than the five seconds after which Node would cut its connection.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    requests: requests as readonly Requested[],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const unexpected = { status: 500, headers: {}, source: undefined };

/** How many bytes a request has at most. Nothing is documented; it is more than an upload of SARIF may have. */
const most = 20_000_000;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    // What is too much is read all the same, so that the client has an answer and no broken connection.
    if (length <= most) chunks.push(chunk as Buffer);
  }
  return length > most ? refuse(413, 'Payload Too Large') : Buffer.concat(chunks).toString();
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return refuse(400, 'Problems parsing JSON');
  }
}
