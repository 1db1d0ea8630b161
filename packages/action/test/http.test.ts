import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BrokenOffError,
  type Exchange,
  exchangeOver,
  type Request,
  retryAfter,
  UnusableAnswerError,
  unencoded,
} from '../src/http/index.ts';

let server: Server | undefined;
afterEach(async () => {
  if (!server) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  server = undefined;
});

/** Starts a server, and gives its port. */
async function serve(answer: RequestListener): Promise<number> {
  server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

type Limits = Parameters<Exchange>[1];

/** Asks it. */
async function ask(answer: RequestListener, given: Partial<Limits> = {}, request: Partial<Request> = {}) {
  const url = new URL(`http://127.0.0.1:${await serve(answer)}/a?b=c`);
  return exchangeOver({})({ method: 'GET', headers: {}, url, ...request }, limits(given));
}

function limits(given: Partial<Limits> = {}): Limits {
  return { bytes: 1024 * 1024, ms: 60_000, signal: new AbortController().signal, ...given };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

test('a request goes out as it is, and its answer comes whole', async () => {
  const sent = { method: 'POST', body: 'x=ü', headers: { accept: 'a/b' } } as const;
  const { status, headers, body } = await ask(
    async (request, response) => {
      const { method, url, headers } = request;
      const came = [method, url, headers.accept, headers['accept-encoding'], await bodyOf(request)];
      response.writeHead(418, { 'x-one': '1' }).write(`${came.join(' ')} `);
      response.end(Buffer.from([0, 255]));
    },
    {},
    sent,
  );
  expect([status, headers['x-one']]).toEqual([418, '1']);
  expect(body).toEqual(Buffer.concat([Buffer.from('POST /a?b=c a/b identity x=ü '), Buffer.from([0, 255])]));
});

test('a redirect is an answer of its own', async () => {
  const { status, headers } = await ask((_, response) => response.writeHead(302, { location: '/b' }).end());
  expect([status, headers.location]).toEqual([302, '/b']);
});

test.each<[string, RequestListener]>([
  ['before it began', (request) => request.socket.destroy()],
  [
    'short of the length that it names',
    (_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345', () => response.destroy());
    },
  ],
  [
    'before its last chunk',
    (_, response) => {
      response.writeHead(200).write('12345', () => response.destroy());
    },
  ],
])('an answer that is cut %s is an error', async (_, answer) => {
  await expect(ask(answer)).rejects.toThrow(BrokenOffError);
});

test.each<[string, RequestListener]>([
  ['does not come', () => {}],
  ['stops coming', (_, response) => response.writeHead(200).write('1')],
])('an answer that %s is given up in time', async (_, answer) => {
  await expect(ask(answer, { ms: 50 })).rejects.toMatchObject({
    name: 'BrokenOffError',
    message: 'no whole answer came within 0.05 s',
  });
});

test('an answer that has no end is given up, and its connection closed', async () => {
  let closed: Promise<unknown> | undefined;
  const asked = ask((request, response) => {
    closed = new Promise((resolve) => request.socket.once('close', resolve));
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
    };
    response.on('drain', more);
    more();
  });
  await expect(asked).rejects.toThrow(new UnusableAnswerError('the answer is longer than 1 MB'));
  await closed;
});

test('a signal ends it by its reason, before it began or in its middle', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const { signal } = controller;
  const answer: RequestListener = (_, response) => {
    response.writeHead(200).write('1', () => controller.abort(reason));
  };
  await expect(ask(answer, { signal })).rejects.toBe(reason);
  const url = new URL('http://127.0.0.1:9/');
  await expect(exchangeOver({})({ method: 'GET', url, headers: {} }, limits({ signal }))).rejects.toBe(reason);
});

test('names below localhost are this machine', async () => {
  const port = await serve((request, response) => response.end(request.headers.host));
  const url = new URL(`http://a.b.localhost:${port}/`);
  const { body } = await exchangeOver({})({ method: 'GET', url, headers: {} }, limits());
  expect(body.toString()).toBe(url.host);
});

test('a machine that does not answer is an error that says why, with one address or several', async () => {
  const url = new URL(`http://localhost:${await serve(() => {})}/`);
  const closed = once(server!, 'close');
  server?.close();
  await closed;
  server = undefined;
  await expect(exchangeOver({})({ method: 'GET', url, headers: {} }, limits())).rejects.toMatchObject({
    name: 'BrokenOffError',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('the proxies are those of the environment that was given', async () => {
  const port = await serve((request, response) => response.end(request.url));
  const exchange = exchangeOver({ HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: 'socks5://x' });
  const get = (text: string) => exchange({ method: 'GET', url: new URL(text), headers: {} }, limits());
  expect((await get('http://api.example.test/a')).body.toString()).toBe('http://api.example.test/a');
  await expect(get('https://api.example.test/a')).rejects.toMatchObject({ name: 'UserError' });
});

test('a body that is packed, which was not asked for, is refused where its bytes count', async () => {
  const packed = await ask((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end());
  expect(() => unencoded(packed)).toThrow('encoded as gzip');
  const plain = { ...packed, headers: { 'content-encoding': 'identity' } };
  expect(unencoded(plain)).toBe(plain);
});

test('how long an answer asks to wait: in seconds, or until a time by the clock of its server', () => {
  const now = Date.UTC(2026, 0, 1);
  const date = (ms: number) => new Date(now + ms).toUTCString();
  expect(retryAfter({}, now)).toBeUndefined();
  expect(retryAfter({ 'retry-after': '7' }, now)).toBe(7_000);
  expect(retryAfter({ 'retry-after': date(9_000) }, now)).toBe(9_000);
  expect(retryAfter({ 'retry-after': date(9_000), date: date(4_000) }, now)).toBe(5_000);
  expect(retryAfter({ 'retry-after': date(9_000), date: date(60_000) }, now)).toBe(0);
  for (const text of ['soon', '', '-1', '1.5', '2026-01-01T00:00:09Z'])
    expect(retryAfter({ 'retry-after': text }, now)).toBeUndefined();
});
