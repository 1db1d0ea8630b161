import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atADistance } from '../../src/images/line/distance.ts';

/** A server that gives back what it gets. */
async function mirror() {
  const server = createServer((request, response) => request.pipe(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('each request takes longer by the distance, a connection the same once more, and what is sent is counted', async () => {
  const { server, host } = await mirror();
  const distant = await atADistance(host, { ms: 100 });
  try {
    const body = Buffer.alloc(1_000_000, 'abc');
    const took: number[] = [];
    for (let request = 0; request < 3; request += 1) {
      const started = performance.now();
      const answer = await fetch(`http://${distant.host}/`, { method: 'POST', body });
      expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
      took.push(performance.now() - started);
    }
    // A timer may be early by a millisecond. How long a busy machine needs besides is not known.
    expect(took[0]).toBeGreaterThan(195);
    expect(Math.min(...took)).toBeGreaterThan(98);
    expect(distant.sentBytes()).toBeGreaterThan(3 * body.length);
    expect(distant.sentBytes()).toBeLessThan(3 * body.length + 3_000);
  } finally {
    await distant.stop();
    server.closeAllConnections();
    server.close();
  }
});

test('all connections share the rate of the line', async () => {
  const { server, host } = await mirror();
  const distant = await atADistance(host, { ms: 10, gigabits: 0.08 });
  try {
    const body = Buffer.alloc(1_000_000, 'abc');
    const started = performance.now();
    const send = async () => (await fetch(`http://${distant.host}/`, { method: 'POST', body })).arrayBuffer();
    await Promise.all([send(), send(), send()]);
    // Three megabytes at ten a second.
    expect(performance.now() - started).toBeGreaterThan(300);
  } finally {
    await distant.stop();
    server.closeAllConnections();
    server.close();
  }
});

test('a server that breaks off does so at a distance, too', async () => {
  const { server, host } = await mirror();
  server.removeAllListeners('request').on('request', ({ socket }) => socket.destroy());
  const distant = await atADistance(host, { ms: 1 });
  try {
    await expect(fetch(`http://${distant.host}/`)).rejects.toThrow('fetch failed');
  } finally {
    await distant.stop();
    server.close();
  }
});
