import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createSafeServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { type Request, type StreamedAnswer, type StreamLimits, streamOver, wholeAnswer } from '../src/http/index.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) {
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
});

const KB = 1024;

const portOf = (server?: Server) => (server?.address() as AddressInfo | undefined)?.port;

/** Starts a server, and gives what asks it for something large; `accepted` counts connections. */
async function asker(server: Server, env: Readonly<Record<string, string>> = {}) {
  servers.push(server);
  const told = { accepted: 0 };
  server.on('connection', (socket) => {
    told.accepted += 1;
    sockets.add(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${portOf(server)}/a?b=c`);
  const stream = streamOver(env);
  const ask = (request: Partial<Request> = {}, limits: Partial<StreamLimits> = {}) =>
    stream(
      { method: 'GET', headers: {}, url, ...request },
      { signal: new AbortController().signal, mayLend: true, ...limits },
    );
  return { ask, told };
}

const serving = (listener: RequestListener, env?: Readonly<Record<string, string>>) =>
  asker(createHttpServer(listener), env);

/** A server that gives these bytes to each question, as they are; a question has no body. */
function saying(...answers: readonly string[]) {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (question) => {
        asked.push(String(question));
        socket.write(answers[asked.length - 1] ?? answers.at(-1) ?? '', 'latin1');
      });
  });
  return { server, asked };
}

/** Resolves once a connection is closed, however that came. */
const closed = (socket: Socket) =>
  new Promise<unknown>((resolve) => (socket.destroyed ? resolve(undefined) : socket.once('close', resolve)));

async function bytesOf({ body, areLent }: StreamedAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(areLent ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

const large = Buffer.from(Array.from({ length: 300 * KB }, (_, at) => ((at * 7) ^ (at >> 9)) % 256));

test('what is large comes whole, in memory that is used again, over a connection that is', async () => {
  const questions: unknown[] = [];
  const { ask, told } = await serving(({ method, url, headers }, response) => {
    questions.push([method, url, headers['accept-encoding'], headers['x-a']]);
    response.writeHead(200, { 'x-b': 'two', 'content-length': large.length }).end(large);
  });
  for (let round = 0; round < 3; round += 1) {
    const answer = await ask({ headers: { 'x-a': 'one' } });
    expect([answer.status, answer.headers['x-b'], answer.areLent]).toEqual([200, 'two', true]);
    expect((await bytesOf(answer)).equals(large)).toBe(true);
  }
  expect(questions).toEqual(Array(3).fill(['GET', '/a?b=c', 'identity', 'one']));
  expect(told.accepted).toBe(1);
});

test('the last piece stays while the connection is used by others', async () => {
  let count = 0;
  const { ask } = await serving((_, response) => {
    count += 1;
    response.writeHead(200, { 'content-length': '4' }).end(`no ${count}`);
  });
  const pieces: Buffer[] = [];
  for (let round = 0; round < 2; round += 1) for await (const piece of (await ask()).body) pieces.push(piece);
  expect(pieces.map(String)).toEqual(['no 1', 'no 2']);
});

test('at the same time, each answer has its own connection and memory', async () => {
  const { ask, told } = await serving(({ headers }, response) => {
    response
      .writeHead(200, { 'content-length': large.length })
      .end(Buffer.alloc(large.length, String(headers['x-fill'])));
  });
  const all = await Promise.all(
    ['a', 'b', 'c'].map(async (fill) => bytesOf(await ask({ headers: { 'x-fill': fill } }))),
  );
  expect(all.map((bytes) => [bytes[0], bytes.at(-1), new Set(bytes).size])).toEqual(
    ['a', 'b', 'c'].map((fill) => [fill.charCodeAt(0), fill.charCodeAt(0), 1]),
  );
  expect(told.accepted).toBe(3);
});

test.each([
  ['no such thing', 404, { 'content-length': '4' }, 'none'],
  ['an address', 307, { 'content-length': '0', location: '/b' }, ''],
])('an answer of another status is given as it is: %s', async (_, status, headers, text) => {
  const { ask, told } = await serving((_request, response) => response.writeHead(status, headers).end(text));
  const answer = await ask();
  expect([answer.status, answer.headers.location]).toEqual([status, (headers as { location?: string }).location]);
  expect(String((await wholeAnswer(answer, KB)).body)).toBe(text);
  expect(told.accepted).toBe(1);
});

test.each<[string, string, string]>([
  ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '3\r\nabc\r\n0\r\n\r\n'],
  ['after early hints', 'HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', 'abc'],
  ['with a field twice', 'HTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\n', 'abc'],
  ['in the form of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n', 'abc'],
])('an answer %s is read as well', async (_, head, body) => {
  const { server, asked } = saying(head + body);
  const { ask } = await asker(server);
  for (let round = 0; round < 2; round += 1) {
    const answer = await ask();
    expect([answer.areLent, String((await wholeAnswer(answer, KB)).body)]).toEqual([true, 'abc']);
  }
  expect(asked.length).toBe(2);
});

test('what is large comes whole in chunks, too', async () => {
  const { ask, told } = await serving((_, response) => {
    response.write(large.subarray(0, 1));
    for (let at = 1; at < large.length; at += 50_001) response.write(large.subarray(at, at + 50_001));
    response.end();
  });
  for (let round = 0; round < 2; round += 1) expect((await bytesOf(await ask())).equals(large)).toBe(true);
  expect(told.accepted).toBe(1);
});

test.each([
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc'],
  ['a field that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n no: 1\r\n\r\nabc'],
  ['a name with a space', 'HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc'],
  ['another protocol', 'SSH-2.0-server\r\n\r\n'],
  ['a head without end', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70 * KB)}`],
])('an answer with %s is none', async (_, text) => {
  const { server } = saying(text);
  const { ask } = await asker(server);
  const answered = ask().then((answer) => wholeAnswer(answer, KB));
  await expect(answered).rejects.toMatchObject({ name: 'BrokenOffError' });
});

test('a head may come byte by byte', async () => {
  const server = createServer((socket) => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde';
    let at = 0;
    const more = () => {
      if (at < text.length) socket.write(text[at++] ?? '', () => setImmediate(more));
    };
    socket.setNoDelay(true).once('data', more);
  });
  const { ask } = await asker(server);
  expect(String(await bytesOf(await ask()))).toBe('abcde');
});

test('what comes after the announced length is not read, nor is that connection used again', async () => {
  const { server } = saying('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n');
  const { ask, told } = await asker(server);
  for (let round = 0; round < 2; round += 1) expect(String(await bytesOf(await ask()))).toBe('abc');
  expect(told.accepted).toBe(2);
});

test('a connection that the server closed meanwhile is no error', async () => {
  const { ask, told } = await serving((request, response) => {
    response.writeHead(200, { 'content-length': '3' }).end('abc');
    // It says nothing of that before.
    if (told.accepted === 1) response.once('finish', () => setImmediate(() => request.socket.destroy()));
  });
  expect(String(await bytesOf(await ask()))).toBe('abc');
  await Promise.all([...sockets].map(closed));
  expect(String(await bytesOf(await ask()))).toBe('abc');
  expect(told.accepted).toBe(2);
});

test.each([
  ['in its middle', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345', 'the answer ended in its middle'],
  ['before its head', 'HTTP/1.1 200', 'the connection was closed'],
])('an answer that breaks off %s says so', async (_, text, message) => {
  const server = createServer((socket) => socket.once('data', () => socket.end(text)));
  const { ask } = await asker(server);
  await expect(ask().then(bytesOf)).rejects.toMatchObject({ name: 'BrokenOffError', message });
});

test('where nothing listens, the error says so', async () => {
  const { ask } = await asker(createServer());
  const url = new URL('http://127.0.0.1:1/');
  await expect(ask({ url })).rejects.toMatchObject({ name: 'BrokenOffError', message: /ECONNREFUSED/ });
});

test.each([
  ['before the head', ''],
  ['within the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345'],
])('nothing that comes for too long %s ends it; so does the signal', async (_, text) => {
  const { server } = saying(text);
  const { ask } = await asker(server);
  await expect(ask({}, { idleMs: 50 }).then(bytesOf)).rejects.toThrow('nothing came within 0.05 s');
  const controller = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => controller.abort(reason), 20);
  await expect(ask({}, { signal: controller.signal }).then(bytesOf)).rejects.toBe(reason);
  await expect(ask({}, { signal: controller.signal })).rejects.toBe(reason);
});

test('leaving the body, or ending it, closes the connection', async () => {
  const { ask, told } = await serving((_, response) => {
    response.writeHead(200, { 'content-length': 40_000 * KB }).end(Buffer.alloc(40_000 * KB));
  });
  for await (const chunk of (await ask()).body) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  (await ask()).end();
  await Promise.all([...sockets].map(closed));
  expect(told.accepted).toBe(2);
});

test('a reader that takes its time is not given up', async () => {
  const { ask } = await serving((_, response) => {
    response.writeHead(200, { 'content-length': large.length }).end(large);
  });
  let length = 0;
  for await (const chunk of (await ask({}, { idleMs: 300 })).body) {
    if (length === 0) await new Promise((resolve) => setTimeout(resolve, 400));
    length += chunk.length;
  }
  expect(length).toBe(large.length);
});

test('a field that would be two is refused', async () => {
  const { ask, told } = await serving((_, response) => response.end());
  await expect(ask({ headers: { 'x-a': 'a\r\nx-b: c' } })).rejects.toThrow(/Invalid character in header/);
  expect(told.accepted).toBe(0);
});

test('a proxy is not passed by', async () => {
  const { ask, told } = await serving((_, response) => response.end('by the proxy'));
  const { ask: throughProxy } = await asker(createServer(), {
    http_proxy: `http://127.0.0.1:${portOf(servers[0])}`,
  });
  const url = new URL('http://registry.example.com/a');
  expect(String((await wholeAnswer(await throughProxy({ url }), KB)).body)).toBe('by the proxy');
  expect(told.accepted).toBe(1);
  await ask();
});

describe('by TLS', () => {
  const pem = (name: string) => readFileSync(path.join(import.meta.dirname, `localhost.${name}.pem`), 'utf8');
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...trusted, pem('cert')]));
  afterAll(() => setDefaultCACertificates(trusted));

  async function safely() {
    const resumed: boolean[] = [];
    const server = createSafeServer({ cert: pem('cert'), key: pem('key') }, (request, response) => {
      resumed.push((request.socket as TLSSocket).isSessionReused());
      response.writeHead(200, { 'content-length': large.length }).end(large);
    });
    const { ask, told } = await asker(server);
    const at = (name: string, request: Partial<Request> = {}) =>
      ask({ url: new URL(`https://${name}:${portOf(server)}/`), ...request });
    return { told, at, resumed };
  }

  test('what is large comes whole, and the connection is used again', async () => {
    const { at, told } = await safely();
    for (let round = 0; round < 2; round += 1) {
      const answer = await at('registry.localhost');
      expect([answer.areLent, (await bytesOf(answer)).equals(large)]).toEqual([true, true]);
    }
    expect(told.accepted).toBe(1);
  });

  test('what is large comes whole to who takes time over each piece of it', async () => {
    const { at } = await safely();
    const chunks: Buffer[] = [];
    for await (const piece of (await at('registry.localhost')).body) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      chunks.push(Buffer.from(piece));
    }
    expect(Buffer.concat(chunks).equals(large)).toBe(true);
  });

  test('what is large goes whole', async () => {
    const server = createSafeServer({ cert: pem('cert'), key: pem('key') }, async (request, response) => {
      const come = Buffer.concat(await request.toArray());
      response.end(String(come.equals(large)));
    });
    const { ask } = await asker(server);
    const body = {
      length: large.length,
      async *open() {
        for (let at = 0; at < large.length; at += 64 * KB) yield large.subarray(at, at + 64 * KB);
      },
    };
    const answer = await ask({ method: 'PUT', body, url: new URL(`https://registry.localhost:${portOf(server)}/`) });
    expect((await wholeAnswer(answer, KB)).body.toString()).toBe('true');
  });

  test('a second connection begins where the first one has agreed already', async () => {
    const { at, told, resumed } = await safely();
    const [first, second] = [await at('registry.localhost'), await at('registry.localhost')];
    for (const answer of [first, second]) await bytesOf(answer);
    expect([told.accepted, resumed]).toEqual([2, [false, true]]);
  });

  test.each<[string, Partial<Request>]>([
    ['read from', {}],
    ['written to', { method: 'PUT', body: 'secret' }],
  ])('a server with the certificate of another one is not %s', async (_, request) => {
    const { at } = await safely();
    // What was agreed by the right name is no help.
    await bytesOf(await at('registry.localhost'));
    await expect(at('127.0.0.1', request)).rejects.toMatchObject({ name: 'BrokenOffError', message: /cert/ });
  });

  test('a certificate that is not trusted is none', async () => {
    setDefaultCACertificates(trusted);
    try {
      const { at } = await safely();
      await expect(at('registry.localhost')).rejects.toMatchObject({ name: 'BrokenOffError', message: /certificate/ });
    } finally {
      setDefaultCACertificates([...trusted, pem('cert')]);
    }
  });
});
