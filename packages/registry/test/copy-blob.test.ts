import { randomBytes } from 'node:crypto';
import { type Behaviour, type RegistryStub, startRegistryStub } from '@actions-aws/testing/images';
import { type Blob, digestOf, type RegistryOptions } from '../src/index.ts';
import { openedToWrite, quickClock } from './support/opened.ts';

const bytes = randomBytes(1024 * 1024);
const blob: Blob = { digest: digestOf(bytes), size: bytes.length, mediaType: 'application/vnd.oci.image.layer.v1.tar' };
const short = blob.digest.slice(0, 11);

let stubs: RegistryStub[] = [];
afterEach(async () => {
  await Promise.all(stubs.map((stub) => stub.stop()));
  stubs = [];
});

async function start(behaviour: Partial<Behaviour> = {}): Promise<RegistryStub> {
  const stub = await startRegistryStub(behaviour);
  stubs.push(stub);
  return stub;
}

/** Two registries, of which the first one has the blob. */
async function pair(source: Partial<Behaviour> = {}, target: Partial<Behaviour> = {}) {
  const [from, to] = [await start(source), await start(target)];
  from.held().blobs.set(blob.digest, bytes);
  return { from, to };
}

type Given = Partial<RegistryOptions> & { readonly mountFrom?: readonly string[]; readonly blob?: Blob };

function copy(from: RegistryStub, to: RegistryStub, { mountFrom = [], blob: one = blob, ...given }: Given = {}) {
  return openedToWrite(to.host, given).copyBlob(one, openedToWrite(from.host, given), { mountFrom });
}

const isWhole = (to: RegistryStub, repository?: string) => to.held(repository).blobs.get(blob.digest)?.equals(bytes);
const uploads = '/v2/team/api/blobs/uploads/';
const withoutIds = ({ came }: RegistryStub) => came.map((one) => one.replace(/\w{8}-[\w-]{27}/, 'ID'));

test('a blob is sent while it comes: asked for, begun, and sent in one request', async () => {
  const { from, to } = await pair();
  expect(await copy(from, to)).toEqual({ how: 'sent', bytes: bytes.length });
  expect(isWhole(to)).toBe(true);
  expect(from.came).toEqual([`GET /v2/team/api/blobs/${short}`]);
  expect(withoutIds(to)).toEqual([
    `HEAD /v2/team/api/blobs/${short}`,
    `POST ${uploads}`,
    `PUT ${uploads}ID?_state=a%2Fb+c%3D&digest=${short.replace(':', '%3A')}`,
  ]);
});

test('a small blob does not wait for the large ones that came before it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const blobs = Array.from({ length: 31 }, (_, at): readonly [Blob, Buffer] => {
    const content = randomBytes(at === 30 ? 10 : 65 * 1024);
    return [{ digest: digestOf(content), size: content.length, mediaType: blob.mediaType }, content];
  });
  const small = blobs.at(-1)?.[0].digest ?? '';
  const { from, to } = await pair(
    {},
    {
      async fault({ method, path }) {
        if (method !== 'PUT') return false;
        if (decodeURIComponent(path).endsWith(small)) resolve();
        await promise;
        return false;
      },
    },
  );
  for (const [{ digest }, content] of blobs) from.held().blobs.set(digest, content);
  const [target, source] = [openedToWrite(to.host), openedToWrite(from.host)];
  const copied = await Promise.all(blobs.map(([one]) => target.copyBlob(one, source, { mountFrom: [] })));
  expect(copied.map(({ how }) => how)).toEqual(Array(31).fill('sent'));
});

test.each<[string, Partial<Behaviour>, Partial<Behaviour>]>([
  ['whose source leads to a store', { hasStore: true }, {}],
  ['whose target says where it goes on by a path', {}, { isRelative: true }],
  ['whose target says no digests', {}, { saysDigests: false }],
])('a blob is sent %s', async (_, source, target) => {
  const { from, to } = await pair(source, target);
  expect(await copy(from, to)).toEqual({ how: 'sent', bytes: bytes.length });
  expect(isWhole(to)).toBe(true);
});

test('an empty blob is sent, too', async () => {
  const { from, to } = await pair();
  const empty = { ...blob, digest: digestOf(Buffer.alloc(0)), size: 0 };
  from.held().blobs.set(empty.digest, Buffer.alloc(0));
  expect(await copy(from, to, { blob: empty })).toEqual({ how: 'sent', bytes: 0 });
  expect(to.held().blobs.get(empty.digest)).toHaveLength(0);
});

test('a blob that is there is neither read nor sent', async () => {
  const { from, to } = await pair();
  to.held().blobs.set(blob.digest, bytes);
  expect(await copy(from, to)).toEqual({ how: 'there', bytes: 0 });
  expect(from.came).toEqual([]);
  expect(to.came).toEqual([`HEAD /v2/team/api/blobs/${short}`]);
});

test('a registry that takes blobs only as `docker push` sends them is asked the shorter way once', async () => {
  const { from, to } = await pair({}, { takes: 'patch', isRelative: true });
  const [source, target] = [openedToWrite(from.host), openedToWrite(to.host)];
  expect(await target.copyBlob(blob, source, { mountFrom: [] })).toEqual({ how: 'sent', bytes: bytes.length });
  expect(isWhole(to)).toBe(true);
  to.came.length = 0;
  to.held().blobs.clear();
  await target.copyBlob(blob, source, { mountFrom: [] });
  expect(isWhole(to)).toBe(true);
  expect(to.came.map((one) => one.split(' ')[0])).toEqual(['HEAD', 'POST', 'PATCH', 'PUT']);
});

test('two dozen large ones are sent at the same time, and others are mounted meanwhile', async () => {
  const { promise: told, resolve: go } = Promise.withResolvers<void>();
  const { promise: filled, resolve: full } = Promise.withResolvers<void>();
  const under = { way: 0, most: 0 };
  const slow: Behaviour['fault'] = async ({ method }, response) => {
    if (method !== 'PUT') return false;
    under.way += 1;
    under.most = Math.max(under.most, under.way);
    if (under.way === 24) full();
    response.once('close', () => {
      under.way -= 1;
    });
    await told;
    return false;
  };
  const { from, to } = await pair({}, { fault: slow });
  const large = (length: number) =>
    Array.from({ length }, () => {
      const content = randomBytes(65 * 1024);
      return { content, blob: { ...blob, digest: digestOf(content), size: content.length } };
    });
  const [apart, shared] = [large(30), large(10)];
  for (const one of apart) from.held().blobs.set(one.blob.digest, one.content);
  for (const one of shared) to.held('team/base').blobs.set(one.blob.digest, one.content);
  const [target, source] = [openedToWrite(to.host), openedToWrite(from.host)];
  const copied = (one: Blob) => target.copyBlob(one, source, { mountFrom: ['team/base'] });
  const sending = Promise.all(apart.map((one) => copied(one.blob)));
  await filled;
  const mounted = await Promise.all(shared.map((one) => copied(one.blob)));
  expect(new Set(mounted.map(({ how }) => how))).toEqual(new Set(['mounted']));
  go();
  expect(new Set((await sending).map(({ how }) => how))).toEqual(new Set(['sent']));
  expect(under.most).toBe(24);
});

describe('mounting', () => {
  const mount = `POST ${uploads}?mount=${short.replace(':', '%3A')}&from=team%2Fbase`;

  test('a blob of a sibling is mounted, in one request', async () => {
    const { from, to } = await pair();
    to.held('team/base').blobs.set(blob.digest, bytes);
    expect(await copy(from, to, { mountFrom: ['team/base'] })).toEqual({ how: 'mounted', bytes: 0 });
    expect([to.came, from.came, isWhole(to)]).toEqual([[mount], [], true]);
  });

  test('a blob of the same registry is mounted without being told', async () => {
    const stub = await start();
    stub.held().blobs.set(blob.digest, bytes);
    const name = { registry: stub.host, repository: 'team/prod' };
    const target = openedToWrite(stub.host, { name });
    expect(await target.copyBlob(blob, openedToWrite(stub.host), { mountFrom: [] })).toEqual({
      how: 'mounted',
      bytes: 0,
    });
    expect(isWhole(stub, 'team/prod')).toBe(true);
  });

  test('a mount that is not done goes on as that same upload', async () => {
    const { from, to } = await pair({}, { mounts: false });
    to.held('team/base').blobs.set(blob.digest, bytes);
    expect(await copy(from, to, { mountFrom: ['team/base'] })).toEqual({ how: 'sent', bytes: bytes.length });
    expect(isWhole(to)).toBe(true);
    expect(to.came.map((one) => one.split(' ')[0])).toEqual(['POST', 'HEAD', 'PUT']);
  });

  test('a registry that does not mount from the source is not asked again', async () => {
    const stub = await start({ mounts: false });
    const target = openedToWrite(stub.host, { name: { registry: stub.host, repository: 'team/prod' } });
    for (const one of [bytes, bytes.subarray(1)]) {
      stub.held().blobs.set(digestOf(one), one);
      const asked = { ...blob, digest: digestOf(one), size: one.length };
      expect(await target.copyBlob(asked, openedToWrite(stub.host), { mountFrom: [] })).toMatchObject({ how: 'sent' });
    }
    expect(stub.came.filter((one) => one.includes('mount='))).toHaveLength(1);
  });

  test('a registry that fails at mounts alone is not waited for, and asked again for the next blob', async () => {
    const fails: Behaviour['fault'] = ({ path }, response) => {
      if (path.includes('mount=')) response.writeHead(503).end();
      return path.includes('mount=');
    };
    const { from, to } = await pair({}, { fault: fails });
    const clock = quickClock();
    const begun = clock.now();
    const target = openedToWrite(to.host, { clock });
    const copied = () => target.copyBlob(blob, openedToWrite(from.host), { mountFrom: ['team/base', 'team/other'] });
    expect(await copied()).toMatchObject({ how: 'sent' });
    expect(clock.now() - begun).toBeLessThan(10_000);
    to.held().blobs.clear();
    to.came.length = 0;
    expect(await copied()).toMatchObject({ how: 'sent' });
    expect(to.came[0]).toContain('mount=');
  });

  test('a repository that may not be read is told, and the blob is sent', async () => {
    const told: string[] = [];
    const refuse: Behaviour['fault'] = ({ path }, response) => {
      if (path.includes('mount=')) response.writeHead(403).end();
      return path.includes('mount=');
    };
    const { from, to } = await pair({}, { fault: refuse });
    const asked = { mountFrom: ['team/base'], tell: (line: string) => told.push(line) };
    expect(await copy(from, to, asked)).toMatchObject({ how: 'sent' });
    expect(told).toEqual([expect.stringContaining('no layers be mounted from team/base: it said 403')]);
  });
});

describe('bytes that are not those of the digest', () => {
  const other = Buffer.from(bytes);
  other[bytes.length - 1] = (other.at(-1) ?? 0) ^ 1;

  test.each([
    ['the last one is wrong', other, 'have the digest'],
    ['some are missing', bytes.subarray(1), 'have the digest'],
    ['there are more', Buffer.concat([bytes, Buffer.from('x')]), 'more than'],
  ])('never complete an upload: %s', async (_, wrong, message) => {
    let complete = 0;
    const { from, to } = await pair(
      {},
      {
        fault: async ({ method, request }) => {
          if (method !== 'PUT') return false;
          await request.toArray();
          complete += 1;
          return false;
        },
      },
    );
    from.held().blobs.set(blob.digest, wrong);
    await expect(copy(from, to)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message),
    });
    expect([complete, to.held().blobs.size]).toEqual([0, 0]);
  });
});

describe('a transfer that breaks off', () => {
  /** Breaks the first so many transfers of a kind in their middle. */
  const breaks = (kind: string, times: number): Behaviour['fault'] => {
    let left = times;
    return async ({ method, request }, response) => {
      if (method !== kind || left === 0) return false;
      left -= 1;
      if (kind === 'GET') response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 100_000));
      // The first piece of it.
      if (kind === 'PUT') for await (const _ of request) break;
      setImmediate(() => response.destroy());
      return true;
    };
  };

  test.each([
    ['at its source', 'GET', {}],
    ['at its target', {}, 'PUT'],
  ])('%s is begun anew', async (_, source, target) => {
    const fault = (kind: string | object) => (typeof kind === 'string' ? { fault: breaks(kind, 2) } : {});
    const { from, to } = await pair(fault(source), fault(target));
    expect(await copy(from, to)).toEqual({ how: 'sent', bytes: bytes.length });
    expect(isWhole(to)).toBe(true);
  });

  test('each time is an error in time, which says who stopped', async () => {
    const clock = quickClock();
    const { from, to } = await pair({ fault: breaks('GET', 1_000) });
    await expect(copy(from, to, { clock, until: clock.now() + 5_000 })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`${from.host} stopped sending it`),
      hint: expect.stringContaining('Run the job again'),
    });
    expect(to.held().blobs.size).toBe(0);
  });

  test('whose answer was lost is found done', async () => {
    let lost = false;
    const lose: Behaviour['fault'] = async ({ method, request }, response) => {
      if (method !== 'PUT' || lost) return false;
      lost = true;
      to.held().blobs.set(blob.digest, Buffer.concat(await request.toArray()));
      response.destroy();
      return true;
    };
    const { from, to } = await pair({}, { fault: lose });
    expect(await copy(from, to)).toEqual({ how: 'there', bytes: 0 });
    expect(isWhole(to)).toBe(true);
  });

  test('ends by its signal, with its reason', async () => {
    const [enough, reason] = [new AbortController(), new Error('enough')];
    const stop: Behaviour['fault'] = ({ method }) => {
      if (method === 'PUT') enough.abort(reason);
      return method === 'PUT';
    };
    const { from, to } = await pair({}, { fault: stop });
    const copying = openedToWrite(to.host).copyBlob(blob, openedToWrite(from.host), {
      mountFrom: [],
      signal: enough.signal,
    });
    await expect(copying).rejects.toBe(reason);
  });
});

test.each<[string, number, string]>([
  ['401', 401, 'credentials-invalid'],
  ['403', 403, 'not-allowed'],
  ['500', 500, 'unavailable'],
  ['429', 429, 'unavailable'],
])('%s of either side is an error that says what to do', async (_, status, code) => {
  const refuses = (kind: string): Partial<Behaviour> => ({
    fault({ method }, response) {
      if (method === kind) response.writeHead(status).end();
      return method === kind;
    },
  });
  const pairs = ['HEAD', 'POST', 'PUT'].map((kind) => pair({}, refuses(kind)));
  for (const { from, to } of await Promise.all([pair(refuses('GET')), ...pairs])) {
    const clock = quickClock();
    const error = { name: 'UserError', code, hint: expect.any(String) };
    await expect(copy(from, to, { clock, until: clock.now() + 5_000 })).rejects.toMatchObject(error);
  }
});

test('a blob that the source has lost is an error that names it', async () => {
  const { from, to } = await pair();
  from.held().blobs.clear();
  await expect(copy(from, to)).rejects.toMatchObject({
    code: 'not-whole',
    message: expect.stringContaining(blob.digest),
  });
});

test('an upload that is said to go on without TLS elsewhere is refused', async () => {
  const away: Behaviour['fault'] = ({ method }, response) => {
    if (method === 'POST') response.writeHead(202, { location: 'http://store.example.test/a' }).end();
    return method === 'POST';
  };
  const { from, to } = await pair({}, { fault: away });
  await expect(copy(from, to)).rejects.toMatchObject({ message: expect.stringContaining('without TLS') });
});

describe('tokens', () => {
  /** Wants tokens that name what they are good for, and gives those for `team/*`; each is good for some requests. */
  const guarded = (uses: number): Partial<Behaviour> => {
    const asked = new Map<string, number>();
    return {
      fault({ path, request }, response) {
        const { pathname, searchParams } = new URL(path, 'http://x');
        if (pathname !== '/token') return false;
        const scopes = searchParams.getAll('scope').filter((scope) => scope.startsWith('repository:team/'));
        response.end(JSON.stringify({ token: Buffer.from(`${asked.size} ${scopes.join(' ')}`).toString('base64url') }));
        asked.set(`${asked.size}${request.url}`, 0);
        return true;
      },
      wants({ method, path, request }) {
        const token = Buffer.from(request.headers.authorization?.slice(7) ?? '', 'base64url').toString();
        const from = new URL(path, 'http://x').searchParams.get('from');
        const action = method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push';
        const needed = [`repository:team/api:${action}`, ...(from === null ? [] : [`repository:${from}:pull`])];
        const used = (asked.get(token) ?? 0) + 1;
        asked.set(token, used);
        const isGood = used <= uses && needed.every((scope) => token.includes(scope));
        const challenge = `Bearer realm="http://${request.headers.host}/token",scope="${needed.join(' ')}"`;
        return { header: isGood ? /^Bearer / : /^$a/, challenge };
      },
    };
  };

  test('one is asked for to read and write, and another one to mount', async () => {
    const { from, to } = await pair({}, guarded(1_000));
    to.held('team/base').blobs.set(digestOf(bytes.subarray(1)), bytes.subarray(1));
    const target = openedToWrite(to.host);
    const source = openedToWrite(from.host);
    await target.copyBlob(blob, source, { mountFrom: [] });
    const second = { ...blob, digest: digestOf(bytes.subarray(1)), size: bytes.length - 1 };
    expect(await target.copyBlob(second, source, { mountFrom: ['team/base'] })).toMatchObject({ how: 'mounted' });
    const tokens = to.came.filter((one) => one.includes('/token')).map((one) => decodeURIComponent(one));
    expect(tokens).toEqual([
      'GET /token?scope=repository:team/api:pull,push',
      'GET /token?scope=repository:team/api:pull,push&scope=repository:team/base:pull',
    ]);
  });

  test('one that may not read the other repository is no reason not to send', async () => {
    const { from, to } = await pair({}, guarded(1_000));
    expect(await copy(from, to, { mountFrom: ['secret/base'] })).toMatchObject({ how: 'sent' });
  });

  test('one that ends in the middle is replaced, and the blob begins anew', async () => {
    // Good for HEAD and POST, and not for PUT.
    const { from, to } = await pair({}, guarded(2));
    expect(await copy(from, to)).toMatchObject({ how: 'sent' });
    expect(isWhole(to)).toBe(true);
    expect(to.came.filter((one) => one.startsWith('PUT'))).toHaveLength(2);
  });

  test('the host where an upload goes on gets none', async () => {
    const elsewhere = await start({
      fault: async ({ request }, response) => {
        await request.toArray();
        response.writeHead(201).end();
        return true;
      },
    });
    const tokens = guarded(1_000);
    const { from, to } = await pair(
      {},
      {
        ...tokens,
        fault: async (came, response) => {
          if (came.method !== 'POST' || !came.request.headers.authorization)
            return tokens.fault?.(came, response) ?? false;
          response.writeHead(202, { location: `http://${elsewhere.host}/store?a=b` }).end();
          return true;
        },
      },
    );
    expect(await copy(from, to)).toMatchObject({ how: 'sent' });
    expect(elsewhere.authorizations).toEqual([undefined]);
    expect(elsewhere.came).toEqual([`PUT /store?a=b&digest=${short.replace(':', '%3A')}`]);
  });
});
