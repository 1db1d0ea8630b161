import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** What a proxy was asked for. */
export interface Carried {
  /** A tunnel for https, or a request in absolute form for http. */
  readonly how: 'tunnel' | 'forward';
  /** `host:port` of a tunnel, the whole URL of a request. */
  readonly target: string;
  /** The header `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** A proxy on this machine. */
export interface TestProxy {
  /** Its `host:port`. */
  readonly address: string;
  readonly carried: readonly Carried[];
  stop(): Promise<void>;
}

/** Of the certificate that `*.example.test` and `*.aws.example.test` show behind a tunnel: give it to `NODE_EXTRA_CA_CERTS`. */
export const EXAMPLE_CERTIFICATE = join(import.meta.dirname, 'example-test.cert.pem');

/**
 * Starts an HTTP proxy on this machine, behind which one server answers, for every host. With `password`, it
 * turns away those who do not send it, with the status 407.
 */
export async function startProxy(
  answer: RequestListener,
  { password }: { readonly password?: string } = {},
): Promise<TestProxy> {
  const carried: Carried[] = [];
  const admits = (how: Carried['how'], { url = '', headers }: IncomingMessage) => {
    const authorization = headers['proxy-authorization'];
    carried.push({ how, target: url, authorization });
    const sent = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
    return password === undefined || sent.endsWith(`:${password}`);
  };
  const secure = createTlsServer(
    { cert: readFileSync(EXAMPLE_CERTIFICATE), key: readFileSync(EXAMPLE_CERTIFICATE.replace('.cert.', '.key.')) },
    answer,
  );
  const plain = createServer((asked, response) => {
    if (admits('forward', asked)) answer(asked, response);
    else response.writeHead(407).end();
  });
  plain.on('connect', (asked: IncomingMessage, client: Socket) => {
    // Who tunnels may go at any time.
    client.on('error', () => {});
    if (!admits('tunnel', asked)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const server = connect((secure.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client);
      client.pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    // The end that is left is read no more, and would stay open.
    server.on('close', () => client.end(() => client.destroy()));
  });
  await Promise.all([secure, plain].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  return {
    address: `127.0.0.1:${(plain.address() as AddressInfo).port}`,
    carried,
    async stop() {
      const closed = [secure, plain].map((server: Server) => once(server, 'close'));
      for (const server of [secure, plain]) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all(closed);
    },
  };
}

/** Hands requests on to a server on this machine, such as the local cloud, under that server's own name. */
export function forwardTo(endpoint: string): RequestListener {
  return (asked: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(asked.url ?? '/', endpoint);
    const onward = request(new URL(pathname + search, endpoint), {
      method: asked.method,
      headers: { ...asked.headers, host: new URL(endpoint).host },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    asked.pipe(onward);
  };
}
