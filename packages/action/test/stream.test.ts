import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Request, type StreamLimits, streamOver, wholeAnswer } from '../src/http/index.ts';

let server: Server | undefined;
afterEach(async () => {
  if (!server) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  server = undefined;
});

/** Starts a server, and gives what asks it. */
async function serving(answer: RequestListener, usual: Partial<StreamLimits>) {
  server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a`);
  const stream = streamOver({});
  return (request: Partial<Request> = {}, limits: Partial<StreamLimits> = {}) =>
    stream(
      { method: 'GET', headers: {}, url, ...request },
      { signal: new AbortController().signal, ...usual, ...limits },
    );
}

const KB = 1024;

/** A body of so many pieces, which tells how many were asked for and when it was left. */
function pieces(count: number, { length = count * 64 * KB, last }: { length?: number; last?: () => unknown } = {}) {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const told = { made: 0, left };
  async function* open() {
    try {
      for (; told.made < count; told.made += 1) yield Buffer.alloc(64 * KB, told.made);
      await last?.();
    } finally {
      leave();
    }
  }
  return { told, body: { length, open } };
}

/** Resolves with the length of a request, once it is there; or with how it broke. */
function arrival() {
  const { promise, resolve } = Promise.withResolvers<number | string>();
  const listener: RequestListener = async (request, response) => {
    let length = 0;
    try {
      for await (const chunk of request) length += (chunk as Buffer).length;
      resolve(length);
      response.end('ok');
    } catch (error) {
      resolve((error as Error).message);
    }
  };
  return { listener, promise };
}

describe.each([
  ['by Node’s own client', false],
  ['over lines', true],
])('%s', (_, mayLend) => {
  const serve = (answer: RequestListener) => serving(answer, { mayLend });

  test('a body is sent as it is made, with its length, and the connection serves again', async () => {
    const sockets = new Set<Socket>();
    const headers: unknown[] = [];
    const ask = await serve(async (request, response) => {
      sockets.add(request.socket);
      const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
      headers.push([request.method, length, encoding]);
      response.end(Buffer.concat(await request.toArray()));
    });
    for (let round = 0; round < 2; round += 1) {
      const { body } = pieces(3);
      const { status, body: echo } = await wholeAnswer(await ask({ method: 'PUT', body }), 1024 * KB);
      expect([status, echo.length, echo[0], echo[65 * KB], echo[129 * KB]]).toEqual([200, 192 * KB, 0, 1, 2]);
    }
    expect(headers).toEqual(Array(2).fill(['PUT', `${192 * KB}`, undefined]));
    expect(sockets.size).toBe(1);
  });

  test('a body is made no faster than the server takes it', async () => {
    const { told, body } = pieces(4_000);
    const ask = await serve(() => {});
    await expect(ask({ method: 'PUT', body }, { idleMs: 100 })).rejects.toMatchObject({ name: 'BrokenOffError' });
    // What the system keeps on its way is some megabytes; all would be 256.
    expect(told.made).toBeLessThan(1_000);
    await told.left;
  });

  test('an answer that comes before all was sent ends the sending', async () => {
    const { told, body } = pieces(4_000);
    const ask = await serve((_, response) => response.writeHead(401, { 'content-length': '2' }).end('no'));
    const answer = await wholeAnswer(await ask({ method: 'PUT', body }), KB);
    expect([answer.status, answer.body.toString()]).toEqual([401, 'no']);
    expect(told.made).toBeLessThan(1_000);
  });

  test.each([
    ['throws', { last: () => Promise.reject(new Error('no more')), length: 300 * KB }, 'no more'],
    ['is too short', { length: 200 * KB }, 'announced'],
    ['is too long', { length: 100 * KB }, 'announced'],
  ])('a body that %s is an error, and never a whole request', async (_, more, message) => {
    const { listener, promise } = arrival();
    const ask = await serve(listener);
    const { told, body } = pieces(3, more);
    await expect(ask({ method: 'PUT', body })).rejects.toThrow(message);
    expect(await promise).toBe('aborted');
    await told.left;
  });

  test('a transfer may take longer than nothing may happen', async () => {
    const { listener, promise } = arrival();
    const ask = await serve(listener);
    const slow = async function* () {
      for (let piece = 0; piece < 5; piece += 1) {
        await new Promise((resolve) => setTimeout(resolve, 120));
        yield Buffer.alloc(KB);
      }
    };
    const answer = await ask({ method: 'PUT', body: { length: 5 * KB, open: slow } }, { idleMs: 500 });
    await wholeAnswer(answer, KB);
    expect(await promise).toBe(5 * KB);
  });

  test('a large body may be thought about for longer', async () => {
    const ask = await serve((request, response) => {
      request.resume().once('end', () => setTimeout(() => response.end('ok'), 120));
    });
    const ends = (answerMs?: number) =>
      ask({ method: 'PUT', body: pieces(1).body }, { idleMs: 40, ...(answerMs && { answerMs }) });
    expect((await ends(60_000)).status).toBe(200);
    await expect(ends()).rejects.toThrow('nothing came within 0.04 s');
  });

  test('an answer is read as it comes, and leaving it closes the connection', async () => {
    const closed = Promise.withResolvers<void>();
    let sent = 0;
    const ask = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      const more = () => {
        do sent += 1;
        while (!response.destroyed && response.write(Buffer.alloc(64 * KB)));
      };
      response.on('drain', more);
      more();
    });
    for await (const chunk of (await ask()).body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await closed.promise;
    expect(sent).toBeLessThan(1_000);
    const { end } = await ask();
    end();
  });

  test('an answer that broke off before it was read says so when it is', async () => {
    const closed = Promise.withResolvers<void>();
    const ask = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      response.writeHead(200, { 'content-length': '10' }).write('12345', () => setImmediate(() => response.destroy()));
    });
    const answer = await ask();
    await closed.promise;
    await expect(wholeAnswer(answer, KB)).rejects.toMatchObject({ name: 'BrokenOffError' });
  });

  test('each piece that went out is told', async () => {
    const ask = await serve((request, response) => request.resume().once('end', () => response.end()));
    const { body } = pieces(3);
    const told: number[] = [];
    await wholeAnswer(await ask({ method: 'PUT', body: { ...body, sent: (piece) => told.push(piece[0] ?? -1) } }), KB);
    expect(told).toEqual([0, 1, 2]);
  });

  test('an answer whose reader takes its time is not given up', async () => {
    const ask = await serve((_, response) => response.end(Buffer.alloc(1024 * KB)));
    let length = 0;
    for await (const chunk of (await ask({}, { idleMs: 300 })).body) {
      if (length === 0) await new Promise((resolve) => setTimeout(resolve, 400));
      length += chunk.length;
    }
    expect(length).toBe(1024 * KB);
  });

  test('a signal ends the sending by its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { listener, promise } = arrival();
    const ask = await serve(listener);
    const { told, body } = pieces(2, { last: () => controller.abort(reason), length: 300 * KB });
    await expect(ask({ method: 'PUT', body }, { signal: controller.signal })).rejects.toBe(reason);
    expect(await promise).toBe('aborted');
    await told.left;
  });

  test('HEAD has headers and no body', async () => {
    const ask = await serve((request, response) => response.writeHead(200, { 'x-method': `${request.method}` }).end());
    const answer = await wholeAnswer(await ask({ method: 'HEAD' }), KB);
    expect([answer.headers['x-method'], answer.body.length]).toEqual(['HEAD', 0]);
  });
});
