import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Request, type StreamLimits, streamOver, wholeAnswer } from '../src/http/index.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

type Reply = string | ((socket: Socket) => void);

/** A server that gives these replies, one to each request, and what asks it; a request ends with a line `end`, or has no body. */
async function saying(...replies: readonly Reply[]) {
  const told = { accepted: 0, asked: [] as string[] };
  const server = createServer((socket) => {
    told.accepted += 1;
    sockets.add(socket);
    let come = '';
    socket
      .on('error', () => {})
      .on('data', (piece) => {
        come += piece.toString('latin1');
        if (!come.endsWith('\r\n\r\n') && !come.endsWith('end')) return;
        told.asked.push(come);
        come = '';
        const reply = replies[told.asked.length - 1] ?? '';
        if (typeof reply === 'string') socket.write(reply, 'latin1');
        else reply(socket);
      });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`);
  const stream = streamOver({});
  const ask = async (request: Partial<Request> = {}, limits: Partial<StreamLimits> = {}) =>
    wholeAnswer(
      await stream(
        { method: 'PUT', headers: {}, url, body: 'the end', ...request },
        { signal: new AbortController().signal, mayLend: true, ...limits },
      ),
      1024,
    );
  return { ask, told, prepare: (requests: number) => stream.prepare?.(url, requests) };
}

const OK = 'HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok';

test('a request goes out as it is, with the length of its body, and the connection is used again', async () => {
  const { ask, told } = await saying(OK, 'HTTP/1.1 202 Accepted\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n', OK);
  expect(await ask({ headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 201 });
  const begun = await ask({ method: 'POST', body: new Uint8Array() });
  expect([begun.status, begun.headers.location]).toEqual([202, '/b']);
  await ask({ method: 'PATCH' });
  const [put = '', post = '', patch = ''] = told.asked;
  expect(put).toMatch(/^PUT \/a\?b=c HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/);
  expect(put).toContain('content-type: text/plain\r\ncontent-length: 7\r\n\r\nthe end');
  expect(post).toMatch(/^POST [\s\S]*content-length: 0\r\n\r\n$/);
  expect(patch).toMatch(/^PATCH /);
  expect(told.accepted).toBe(1);
});

test.each<[string, string, string, boolean]>([
  ['in chunks', 'transfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nx-after: 1\r\n\r\n', 'abc', true],
  ['of no bytes in chunks', 'transfer-encoding: chunked\r\n\r\n0\r\n\r\n', '', true],
  ['that closes', 'connection: close\r\ncontent-length: 3\r\n\r\nabc', 'abc', false],
  ['with something behind it', 'content-length: 3\r\n\r\nabcd', 'abc', false],
])('an answer %s is read', async (_, rest, body, isKept) => {
  const { ask, told } = await saying(`HTTP/1.1 200 OK\r\n${rest}`, OK);
  expect((await ask()).body.toString()).toBe(body);
  await ask();
  expect(told.accepted).toBe(isKept ? 1 : 2);
});

test('an answer without a length is read until the connection closes', async () => {
  const { ask } = await saying((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nabc'));
  expect((await ask()).body.toString()).toBe('abc');
});

test('an answer that comes bit by bit is the same', async () => {
  const text = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
  const { ask, told } = await saying(async (socket) => {
    for (const letter of text) await new Promise((resolve) => socket.write(letter, () => setImmediate(resolve)));
  }, OK);
  expect((await ask()).body.toString()).toBe('abc');
  await ask();
  expect(told.accepted).toBe(1);
});

test('what comes before the answer itself is passed over', async () => {
  const { ask, told } = await saying(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${OK}`, OK);
  expect(await ask()).toMatchObject({ status: 201, headers: { 'content-length': '2' } });
  await ask();
  expect(told.accepted).toBe(1);
});

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 300\r\n\r\n'],
  ['HEAD', 'HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n'],
  ['PUT', 'HTTP/1.1 204 No Content\r\n\r\n'],
])('an answer to %s that has no body ends with its head: %j', async (method, reply) => {
  const { ask, told } = await saying(reply, OK);
  const request = method === 'HEAD' ? { method: 'HEAD' as const, body: new Uint8Array() } : {};
  expect((await ask(request)).body).toHaveLength(0);
  await ask();
  expect(told.accepted).toBe(1);
});

test('of fields that come twice the first counts, or both do', async () => {
  const fields = 'Location: /one\r\nlocation: /two\r\nlink: </a>\r\nlink: </b>\r\nx-a:\r\n';
  const { ask } = await saying(`HTTP/1.1 201 Created\r\n${fields}content-length: 0\r\n\r\n`);
  expect((await ask()).headers).toMatchObject({ location: '/one', link: '</a>, </b>', 'x-a': '' });
});

test.each([
  ['HTTP/2 200\r\n\r\n'],
  ['SSH-2.0-x\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\nno field\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na'],
  ['HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
  [`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17 * 1024)}`],
])('what is no answer of HTTP’s is none: %j', async (reply) => {
  const { ask } = await saying(reply);
  await expect(ask()).rejects.toMatchObject({ name: 'BrokenOffError' });
});

test.each([
  ['in its middle', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'],
  ['in its chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc'],
  ['in its head', 'HTTP/1.1 200'],
  ['before it', ''],
])('an answer that ends %s is broken off', async (_, reply) => {
  const { ask } = await saying((socket) => socket.end(reply));
  await expect(ask()).rejects.toMatchObject({ name: 'BrokenOffError' });
});

describe('a connection that the server closes once it is used again', () => {
  const gone = (socket: Socket) => void socket.destroy();

  test('costs a look nothing', async () => {
    const head = 'HTTP/1.1 200 OK\r\n\r\n';
    const { ask, told } = await saying(OK, gone, head);
    await ask();
    expect((await ask({ method: 'HEAD', body: new Uint8Array() })).status).toBe(200);
    expect(told.accepted).toBe(2);
  });

  test('is an error for what writes: it may have come', async () => {
    const { ask, told } = await saying(OK, gone, OK);
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'BrokenOffError' });
    expect(told.asked.length).toBe(2);
  });
});

test('connections that were made ahead are used, those first that were used before', async () => {
  const { ask, told, prepare } = await saying(OK, OK, OK, OK, OK);
  await ask();
  prepare(3);
  while (told.accepted < 3) await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([ask(), ask(), ask()]);
  expect([told.accepted, told.asked.length]).toEqual([3, 4]);
  prepare(2);
  await ask();
  expect(told.accepted).toBe(3);
});

test('what is wrong with a connection that was made ahead is said by the request', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await new Promise((resolve) => server.close(resolve));
  const stream = streamOver({});
  stream.prepare?.(url, 3);
  const limits = { signal: new AbortController().signal, mayLend: true };
  for (let round = 0; round < 2; round += 1) {
    await expect(stream({ method: 'GET', headers: {}, url }, limits)).rejects.toMatchObject({ name: 'BrokenOffError' });
  }
});

test('an answer that was not read to its end takes its connection along', async () => {
  const { ask, told } = await saying(`HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n${'a'.repeat(2000)}`, OK);
  await expect(ask()).rejects.toMatchObject({ name: 'UnusableAnswerError' });
  await ask();
  expect(told.accepted).toBe(2);
});

test('nothing that is no text of a head gets into one', async () => {
  const { ask } = await saying(OK);
  await expect(ask({ headers: { 'x-a': 'b\r\nx-c: d' } })).rejects.toMatchObject({
    name: 'TypeError',
    code: 'ERR_INVALID_CHAR',
  });
});
