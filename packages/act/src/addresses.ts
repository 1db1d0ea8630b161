import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** One answer that a caller of an address got. */
export interface Visit {
  /** Milliseconds since the epoch, of the machine's clock. */
  readonly at: number;
  readonly status: number;
  /** The version of the function that answered, or the release of a site or the version of a task that said so; empty when none did. */
  readonly version: string;
  readonly body: string;
}

/** An address on this machine at which an alias answers, as behind an HTTP API. */
export interface Address {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Answers HTTP requests by invoking an alias with payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export async function startAddress(lambda: LambdaClient, target: string): Promise<Address> {
  const server = createServer((request, response) => {
    void read(request)
      .then((body) => invoke(lambda, target, eventOf(request, body)))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Which version answered: said in a header, for the report. */
export const versionHeader = 'x-executed-version';

interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function invoke(lambda: LambdaClient, target: string, event: unknown): Promise<Answered> {
  const [FunctionName, Qualifier] = target.split(':');
  try {
    const {
      Payload,
      FunctionError,
      ExecutedVersion = '',
    } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload: Buffer.from(JSON.stringify(event)) }));
    const headers = { [versionHeader]: ExecutedVersion };
    // An HTTP API answers like this for a function that fails, and says no more.
    if (FunctionError) return { status: 500, headers, body: '{"message":"Internal Server Error"}' };
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString()) as Record<string, unknown>;
    const body = answer.isBase64Encoded === true ? Buffer.from(String(answer.body), 'base64').toString() : answer.body;
    const own = (answer.headers ?? {}) as Record<string, string>;
    return { status: Number(answer.statusCode ?? 200), headers: { ...own, ...headers }, body: String(body ?? '') };
  } catch (error) {
    return { status: 503, headers: {}, body: JSON.stringify({ message: (error as Error).message }) };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function eventOf(request: IncomingMessage, body: string): unknown {
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const method = request.method ?? 'GET';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: { http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
    body,
    isBase64Encoded: false,
  };
}

/** Users who ask again and again. */
export interface Users {
  readonly visits: readonly (Visit & { readonly asked: string })[];
  leave(): Promise<void>;
}

/** Milliseconds between two requests of one kind. */
const everyMs = 100;

/** Sends users: each kind asks at a steady rate, whether or not those before are answered, and notes what it got. */
export function usersArrive(kinds: ReadonlyMap<string, () => Promise<Omit<Visit, 'at'>>>): Users {
  const visits: (Visit & { asked: string })[] = [];
  const open = new Set<Promise<void>>();
  const timers = [...kinds].map(([asked, ask]) =>
    setInterval(() => {
      const at = Date.now();
      const visit = ask()
        .catch((error: Error) => ({ status: 0, version: '', body: error.message }))
        .then((answer) => void visits.push({ asked, at, ...answer }));
      open.add(visit);
      void visit.finally(() => open.delete(visit));
    }, everyMs),
  );
  return {
    visits,
    async leave() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** A user at an address. */
export async function getFrom(url: string): Promise<Omit<Visit, 'at'>> {
  const response = await fetch(url);
  const body = (await response.text()).slice(0, 300);
  return { status: response.status, version: response.headers.get(versionHeader) ?? releaseIn(body), body };
}

/** The release that a site names in `/.well-known/release`, or the version that a service names of itself. */
function releaseIn(body: string): string {
  return /^\{"(?:release|version)": ?"([\w.-]+)"[,}]/.exec(body)?.[1] ?? '';
}

/** A user who invokes an alias; what the function throws is 500. */
export async function invokeAs(lambda: LambdaClient, target: string, payload: unknown): Promise<Omit<Visit, 'at'>> {
  const [FunctionName, Qualifier] = target.split(':');
  const {
    Payload,
    FunctionError,
    ExecutedVersion = '',
  } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload: Buffer.from(JSON.stringify(payload)) }));
  const body = Buffer.from(Payload ?? []).toString();
  return { status: FunctionError ? 500 : 200, version: ExecutedVersion, body: body.slice(0, 300) };
}
