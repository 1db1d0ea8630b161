import { request } from 'node:http';
import { type LocalAws, startLocalAws } from '../src/index.ts';

let cloud: LocalAws;
let port: number;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  port = Number(new URL(cloud.endpoint).port);
});
afterAll(() => cloud.stop());

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
}

/** Sends what a browser would, headers that `fetch` does not let us set included. */
function send(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks the control API for a snapshot, and says whether there is one now. */
async function takes(name: string, headers: Record<string, string>): Promise<boolean> {
  await send('/_local/snapshot', { 'content-type': 'application/json', ...headers }, 'POST', JSON.stringify([name]));
  return cloud.control.restore(name).then(
    () => true,
    () => false,
  );
}

const foreign: readonly (readonly [string, () => Record<string, string>])[] = [
  ['an Origin of another site', () => ({ Origin: 'https://example.com' })],
  ['an Origin that is hidden', () => ({ Origin: 'null' })],
  ['an Origin of another port of this machine', () => ({ Origin: 'http://localhost:3000' })],
  ['Sec-Fetch-Site: cross-site', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
  ['Sec-Fetch-Site: same-site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
  ['a Host that only points here', () => ({ Host: `example.com:${port}` })],
  ['a Host that begins as ours', () => ({ Host: `127.0.0.1.example.com:${port}` })],
  ['a Host that ends as ours', () => ({ Host: `evillocalhost:${port}` })],
  ['an address of this machine in its network', () => ({ Host: `192.0.2.1:${port}` })],
];

describe.each(foreign)('a request with %s', (_, headersOf) => {
  it.each([
    ['of AWS', '/2015-03-31/functions', 'GET'],
    ['for a preflight', '/2015-03-31/functions', 'OPTIONS'],
    ['of the control API', '/_local/now', 'POST'],
    ['for a download', '/_local-aws/lambda/code/x', 'GET'],
  ])('%s is refused', async (_what, path, method) => {
    const { status, body } = await send(path, headersOf(), method);
    expect(status).toBe(403);
    expect(body).toContain('A web page cannot call the local cloud');
  });

  it('does nothing, and is in no journal', async () => {
    await cloud.control.clearJournal();
    expect(await takes('seen', headersOf())).toBe(false);
    await send('/2015-03-31/functions', headersOf());
    expect(await cloud.control.journal()).toEqual([]);
  });
});

describe('a request of this machine', () => {
  it.each([
    ['127.0.0.1', () => `127.0.0.1:${port}`],
    ['[::1]', () => `[::1]:${port}`],
    ['localhost', () => `localhost:${port}`],
    ['LOCALHOST without a port', () => 'LOCALHOST'],
    ['a bucket of localhost', () => `site.localhost:${port}`],
  ])('is answered as %s', async (_, host) => {
    expect(await takes(`by ${host()}`, { Host: host() })).toBe(true);
  });

  it('is answered where a person opens it, or a page of the cloud itself asks', async () => {
    expect(await takes('typed', { 'Sec-Fetch-Site': 'none' })).toBe(true);
    const own = { Origin: `http://127.0.0.1:${port}`, 'Sec-Fetch-Site': 'same-origin' };
    expect(await takes('own', own)).toBe(true);
  });
});
