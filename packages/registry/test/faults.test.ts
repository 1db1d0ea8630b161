import type { Found, Registry, RegistryOptions } from '../src/index.ts';
import { attestationOf, configWith, descriptorOf, imageOf, indexOf, notFound, registryWith } from './support/images.ts';
import { opened, quickClock } from './support/opened.ts';
import { type Came, type Reply, type Stub, startStub } from './support/stub.ts';

const html: Reply = { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' };
const json = { 'content-type': 'application/json' };

/** What another try may answer better. */
const passing: Readonly<Record<string, Reply>> = {
  'a connection that is cut': (response) => response.destroy(),
  'an answer that is cut': (response) => {
    response.writeHead(200, { 'content-length': '1000', ...json });
    response.write('{"tags":[]', () => response.destroy());
  },
  'an answer that does not come': () => {},
  'an answer that stops coming': (response) => {
    response.writeHead(200, json).write('{"tags":[]');
  },
  ...Object.fromEntries([408, 429, 500, 502, 503, 504].map((status) => [`${status}`, { status }])),
  '429 with a time': { status: 429, headers: { 'retry-after': '7' } },
  '503 with a date, by another clock than ours': {
    status: 503,
    headers: {
      date: new Date(Date.UTC(2030, 0, 1, 0, 0, 0)).toUTCString(),
      'retry-after': new Date(Date.UTC(2030, 0, 1, 0, 0, 9)).toUTCString(),
    },
  },
};

/** What stays as it is. */
const lasting: Readonly<Record<string, Reply>> = {
  '429 with a time beyond ours': { status: 429, headers: { 'retry-after': '3600' } },
  ...Object.fromEntries([400, 401, 403, 405, 409, 410, 418, 501].map((status) => [`${status}`, { status }])),
  '404 as a page': html,
  '404 without a body': { status: 404 },
  '404 with other JSON': { status: 404, headers: json, body: '{"message":"Not Found"}' },
  '404 for lack of permission': { status: 404, headers: json, body: '{"errors":[{"code":"DENIED"}]}' },
  'a page': { headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' },
  'an empty object': { headers: json, body: '{}' },
  nothing: { headers: json, body: '' },
  'a redirect to a page': { status: 302, headers: { location: '/sign-in' } },
};

/** A real wait. */
const isStall = (name: string) => /does not come|stops coming/.test(name);

const config = configWith({ revision: 'abc' });
const image = imageOf(config);
const index = indexOf([attestationOf(imageOf(configWith({}))), descriptorOf(image)]);
const held = registryWith([config, image, index], { latest: index });

/** Three servers in one: a registry that wants a token, the server of tokens, and a store of blobs. */
function healthy({ path, headers }: Came): Reply {
  if (path.startsWith('/token')) return { body: '{"token":"abc"}' };
  if (path === '/sign-in') return html;
  if (path.startsWith('/store')) return { body: config.body };
  if (headers.authorization !== 'Bearer abc') {
    return { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` } };
  }
  if (path.includes('/blobs/')) return { status: 307, headers: { location: '/store' } };
  const [, last = ''] = /^\/v2\/team\/api\/tags\/list\?n=1000(?:&last=(\w))?$/.exec(path) ?? [];
  const pages: Readonly<Record<string, string>> = { '': 'a', a: 'b', b: 'c' };
  if (path.includes('/tags/list')) {
    const tag = pages[last];
    const link: Record<string, string> =
      tag === 'c' ? {} : { link: `</v2/team/api/tags/list?n=1000&last=${tag}>; rel="next"` };
    return { headers: { ...json, ...link }, body: JSON.stringify({ name: 'team/api', tags: [tag] }) };
  }
  return held({ path, headers, method: 'GET', body: '' });
}

/** Everything that is asked of a registry, as far as it can differ. */
async function ask(registry: Registry): Promise<unknown> {
  const found = await registry.describe('latest');
  if (found.state !== 'present') return found.state;
  const gone = await registry.describe('gone');
  return [found.digest, await (found as Found).says('revision'), gone.state, await registry.tags()];
}

let stub: Stub | undefined;
afterEach(() => stub?.stop());

/** Asks a registry with a fault at one request, or at all from that one on. */
async function askWith(fault: Reply | undefined, at: number, lasts: boolean, given: Partial<RegistryOptions> = {}) {
  stub = await startStub((came, before) => (fault && (lasts ? before >= at : before === at) ? fault : healthy(came)));
  const result = await ask(opened(stub.host, given)).catch((error: unknown) => error);
  const { came } = stub;
  await stub.stop();
  stub = undefined;
  return { result, came };
}

const whole = [index.digest, 'abc', 'absent', ['a', 'b', 'c']];
const requests = 10;
const places = Array.from({ length: requests }, (_, at) => at);
const error = { name: 'UserError', message: expect.any(String), hint: expect.any(String) };

test('without a fault, all is answered', async () => {
  const { result, came } = await askWith(undefined, 0, false);
  expect(result).toEqual(whole);
  expect(came).toHaveLength(requests);
});

test.each(Object.entries(passing))('%s is waited out, at each request', async (name, fault) => {
  // On a busy machine a sound answer may take longer, too: then it is asked for again.
  const given = isStall(name) ? { attemptMs: 100 } : {};
  for (const at of places) expect([at, (await askWith(fault, at, false, given)).result]).toEqual([at, whole]);
});

test.each(Object.entries(lasting))(
  '%s ends in an error or in the whole answer, and never in less',
  async (_, fault) => {
    for (const at of places) {
      const { result } = await askWith(fault, at, false);
      // A token that is refused is asked for again.
      if (result instanceof Error) expect([at, result]).toEqual([at, expect.objectContaining(error)]);
      else expect([at, result]).toEqual([at, whole]);
    }
  },
);

test.each(Object.entries({ ...passing, ...lasting }).filter(([name]) => !isStall(name)))(
  '%s that stays ends in an error, in time',
  async (_, fault) => {
    for (const at of places) {
      const clock = quickClock();
      const begun = clock.now();
      const { result } = await askWith(fault, at, true, { clock, until: begun + 10_000 });
      expect([at, result]).toEqual([at, expect.objectContaining(error)]);
      expect(clock.now() - begun).toBeLessThanOrEqual(10_000);
    }
  },
);

test('a registry that says when to come back is not asked before', async () => {
  const clock = quickClock();
  await askWith(passing['429 with a time'], 2, false, { clock });
  expect(clock.slept).toEqual([7_000]);
  const later = quickClock();
  await askWith(passing['503 with a date, by another clock than ours'], 2, false, { clock: later });
  expect(later.slept).toEqual([9_000]);
});

test('a wait is told, and the signal ends it with its reason', async () => {
  const told: string[] = [];
  await askWith({ status: 503 }, 0, true, { tell: (line) => told.push(line) });
  expect(told).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+ is asked again: its answer was 503\.$/)]);
  const cancelled = new AbortController();
  const ended = new Error('enough');
  const asking = askWith(() => cancelled.abort(ended), 3, true, { signal: cancelled.signal });
  expect((await asking).result).toBe(ended);
});

test('a repository that was never pushed to has no tags', async () => {
  stub = await startStub(() => notFound('NAME_UNKNOWN'));
  expect(await opened(stub.host).tags()).toEqual([]);
});
