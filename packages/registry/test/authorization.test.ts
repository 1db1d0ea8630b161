import type { Found } from '../src/index.ts';
import { type DockerHome, dockerHome, entry } from './support/docker-home.ts';
import { type Content, configWith, imageOf, registryWith, TYPES } from './support/images.ts';
import { opened, quickClock } from './support/opened.ts';
import { type Came, type Reply, type Stub, startStub } from './support/stub.ts';

const image = imageOf(configWith({}));
const served = registryWith([image, configWith({})], { latest: image });
const none: Reply = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };

let stubs: Stub[];
let home: DockerHome | undefined;
beforeEach(() => {
  stubs = [];
});
afterEach(async () => {
  await Promise.all(stubs.map((stub) => stub.stop()));
  await home?.remove();
  home = undefined;
});

async function start(answer: Parameters<typeof startStub>[0]): Promise<Stub> {
  const stub = await startStub(answer);
  stubs.push(stub);
  return stub;
}

/** A server of tokens, and a registry that takes only those which `isGood` says are. */
async function withTokens(
  answer: (came: Came, before: number) => Reply = (_, before) => token(`token-${before}`),
  isGood: (sent: string, before: number) => boolean = (sent) => sent.startsWith('Bearer token-'),
): Promise<{ readonly registry: Stub; readonly tokens: Stub }> {
  const tokens = await start(answer);
  const challenge = `Bearer realm="http://${tokens.host}/token?a=b",service="the registry",scope="repository:team/api:pull"`;
  const registry = await start((came, before) =>
    isGood(came.headers.authorization ?? '', before)
      ? served(came)
      : { status: 401, headers: { 'www-authenticate': challenge } },
  );
  return { registry, tokens };
}

const token = (text: string, more: object = {}): Reply => ({ body: JSON.stringify({ token: text, ...more }) });
const loggedIn = async (host: string, written: object = entry('me', 's3cr3t')) => {
  home = await dockerHome({ auths: { [host]: written } });
  return { env: home.env };
};
const password = 's3cr3t';
const basic = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;

test('a token is asked for where the registry says, and used from then on', async () => {
  const { registry, tokens } = await withTokens();
  const found = (await opened(registry.host).describe('latest')) as Found;
  await found.labels();
  expect(tokens.came).toMatchObject([{ method: 'GET' }]);
  const { pathname, searchParams } = new URL(tokens.came[0]?.path ?? '', 'http://x');
  expect([pathname, ...searchParams]).toEqual([
    '/token',
    ['a', 'b'],
    ['service', 'the registry'],
    ['scope', 'repository:team/api:pull'],
  ]);
  expect(tokens.came[0]?.headers.authorization).toBeUndefined();
  expect(registry.came.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    'Bearer token-0',
    'Bearer token-0',
  ]);
});

test('the server of tokens gets the login; the registry never does', async () => {
  const { registry, tokens } = await withTokens();
  await opened(registry.host, await loggedIn(registry.host)).describe('latest');
  expect(tokens.came[0]?.headers.authorization).toBe(basic);
  expect(registry.came.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer token-0']);
});

test('what opens the registry is masked before it is sent', async () => {
  const masked: string[] = [];
  const beforeSent: boolean[] = [];
  const { registry } = await withTokens((came, before) => {
    beforeSent.push(masked.includes(password) && came.headers.authorization === basic);
    return token(`token-${before}`);
  });
  await opened(registry.host, { ...(await loggedIn(registry.host)), mask: (secret) => masked.push(secret) }).describe(
    'latest',
  );
  expect(beforeSent).toEqual([true]);
  expect(masked).toEqual([password, 'token-0']);
});

test('a login is masked as it is sent, too', async () => {
  const masked: string[] = [];
  const registry = await start((came) => (came.headers.authorization === basic ? served(came) : none));
  await opened(registry.host, { ...(await loggedIn(registry.host)), mask: (secret) => masked.push(secret) }).describe(
    'latest',
  );
  expect(masked).toEqual([password, basic.replace('Basic ', '')]);
});

test('many questions at once need one token', async () => {
  const { registry, tokens } = await withTokens();
  const repository = opened(registry.host);
  await Promise.all(Array.from({ length: 10 }, () => repository.describe('latest')));
  expect(tokens.came).toHaveLength(1);
});

test.each([
  ['as its server says', { expires_in: 300 }, 300_000],
  ['a minute where it does not say', {}, 60_000],
])('a token lives %s, and is then replaced', async (_, more, lifeMs) => {
  const { registry, tokens } = await withTokens((__, before) => token(`token-${before}`, more));
  const clock = quickClock();
  const repository = opened(registry.host, { clock });
  await repository.describe('latest');
  clock.pass(lifeMs - 6_000);
  await repository.describe('latest');
  expect(tokens.came).toHaveLength(1);
  clock.pass(6_000);
  await repository.describe('latest');
  expect(tokens.came).toHaveLength(2);
});

test('a token that is refused before its time is replaced once, and a second one is not', async () => {
  const good = new Set(['Bearer token-0', 'Bearer token-1']);
  const { registry, tokens } = await withTokens(undefined, (sent) => good.has(sent));
  const repository = opened(registry.host, await loggedIn(registry.host));
  await repository.describe('latest');
  good.delete('Bearer token-0');
  expect(await repository.describe('latest')).toMatchObject({ state: 'present' });
  good.clear();
  await expect(repository.describe('latest')).rejects.toMatchObject({ code: 'credentials-invalid' });
  expect(tokens.came).toHaveLength(3);
});

test('an identity token is exchanged, and never sent to the registry', async () => {
  const { registry, tokens } = await withTokens((_, before) => ({ body: `{"access_token":"token-${before}"}` }));
  await opened(registry.host, await loggedIn(registry.host, { identitytoken: 's3cr3t' })).describe('latest');
  const [asked] = tokens.came;
  expect(asked).toMatchObject({ method: 'POST', path: '/token?a=b' });
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    grant_type: 'refresh_token',
    service: 'the registry',
    client_id: 'actions',
    scope: 'repository:team/api:pull',
    refresh_token: 's3cr3t',
  });
  expect(JSON.stringify(registry.came)).not.toContain('s3cr3t');
});

test('a token for the registry is sent as it is', async () => {
  const { registry, tokens } = await withTokens();
  await opened(registry.host, await loggedIn(registry.host, { registrytoken: 'token-9' })).describe('latest');
  expect(tokens.came).toEqual([]);
});

test('a registry that wants a password gets it, once it asks', async () => {
  const registry = await start((came) => (came.headers.authorization === basic ? served(came) : none));
  expect(await opened(registry.host, await loggedIn(registry.host)).describe('latest')).toMatchObject({
    state: 'present',
  });
  expect(registry.came.map(({ headers }) => headers.authorization)).toEqual([undefined, basic]);
});

test('without a scope in the challenge, that of reading is asked for', async () => {
  const tokens = await start(() => token('token-0'));
  const registry = await start((came) =>
    came.headers.authorization
      ? served(came)
      : { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${tokens.host}/"` } },
  );
  await opened(registry.host).describe('latest');
  expect(tokens.came[0]?.path).toBe('/?scope=repository%3Ateam%2Fapi%3Apull');
});

test.each([
  ['http://tokens.example/token', 'no address with TLS'],
  ['ftp://127.0.0.1/token', 'no address with TLS'],
  ['https://me:pass@tokens.example/token', 'no address with TLS'],
  ['tokens', 'no address with TLS'],
  ['', 'no address with TLS'],
])('a server of tokens at %j is refused, and gets nothing', async (realm, message) => {
  const registry = await start(() => ({ status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } }));
  const { env } = await loggedIn(registry.host);
  await expect(opened(registry.host, { env }).describe('latest')).rejects.toThrow(message);
});

test.each<[string, Reply, RegExp]>([
  ['401', { status: 401 }, /wants a login/],
  ['403', { status: 403 }, /wants a login/],
  ['404', { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' }, /gave no token/],
  ['500', { status: 500 }, /gave no token/],
  ['a page of HTML', { body: '<html></html>' }, /unknown form/],
  ['no token', { body: '{}' }, /unknown form/],
  ['null', { body: 'null' }, /unknown form/],
  ['a token that ends the header', token('token-0\r\nX: y'), /unknown form/],
  ['a cut connection', (response) => response.destroy(), /no answer came/],
])(
  'a server of tokens that answers %s leads to an error without secrets, and never to "absent"',
  async (_, reply, message) => {
    const { registry } = await withTokens(() => reply);
    const error: Error & { hint?: string } = await opened(registry.host, await loggedIn(registry.host))
      .describe('latest')
      .then(
        (found) => new Error(found.state),
        (thrown) => thrown,
      );
    expect(error).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    for (let link: unknown = error; link instanceof Error; link = link.cause) {
      expect(`${link.message}${link.stack}${JSON.stringify(link)}`).not.toMatch(/s3cr3t|bWU6czNjcjN0/);
    }
  },
);

test('a login that is refused, and none where one is wanted, are errors that say how to log in', async () => {
  const registry = await start(() => none);
  for (const given of [{}, await loggedIn(registry.host)]) {
    await expect(opened(registry.host, given).describe('latest')).rejects.toMatchObject({
      code: 'credentials-invalid',
      hint: expect.stringMatching(/docker\/login-action.*nothing was ever pushed/),
    });
  }
});

test('a login that may not read is an error that says so', async () => {
  const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'requested access is denied' }] });
  const registry = await start((came) => (came.headers.authorization ? { status: 403, body } : none));
  await expect(opened(registry.host, await loggedIn(registry.host)).describe('latest')).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('DENIED: requested access is denied'),
  });
});

/** A registry that wants a password, and keeps one thing elsewhere. */
async function storing(path: string, elsewhere: (came: Came) => Reply, host = '127.0.0.1'): Promise<[Stub, Stub]> {
  const store = await start(elsewhere);
  const address = `http://${host}:${store.host.split(':')[1]}/signed?a=b`;
  const registry = await start((came) => {
    if (came.headers.authorization !== basic) return none;
    return came.path.startsWith(path) ? { status: 307, headers: { location: address } } : served(came);
  });
  return [registry, store];
}

test('a blob that is kept elsewhere is fetched there, without the password', async () => {
  const blob = (content: Content) => ({ body: content.body });
  const [registry, store] = await storing('/v2/team/api/blobs/', () => blob(configWith({})), 'localhost');
  const found = (await opened(registry.host, await loggedIn(registry.host)).describe('latest')) as Found;
  expect(await found.labels()).toEqual({});
  expect(store.came).toMatchObject([{ path: '/signed?a=b' }]);
  expect(store.came[0]?.headers.authorization).toBeUndefined();
});

test.each([401, 403])('a store of blobs that answers %i names no server that gets the login', async (status) => {
  const thief = await start(() => token('token-0'));
  const challenge = `Bearer realm="http://${thief.host}/token", Basic realm="x"`;
  const asking = () => ({ status, headers: { 'www-authenticate': challenge } });
  const [registry, store] = await storing('/v2/team/api/blobs/', asking, 'localhost');
  const found = (await opened(registry.host, await loggedIn(registry.host)).describe('latest')) as Found;
  await expect(found.labels()).rejects.toThrow(
    `sends to ${store.host.replace('127.0.0.1', 'localhost')}, which refuses`,
  );
  expect(thief.came).toEqual([]);
  expect(store.came.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test('what is not the registry cannot say that an image is absent', async () => {
  const said: Reply = {
    status: 404,
    body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}',
    headers: { 'content-type': TYPES.manifest },
  };
  const [registry] = await storing('/v2/team/api/manifests/', () => said);
  await expect(opened(registry.host, await loggedIn(registry.host)).describe('latest')).rejects.toThrow('It said 404');
});

test('nothing is fetched from elsewhere without TLS', async () => {
  const registry = await start(() => ({ status: 302, headers: { location: 'http://store.example/blob' } }));
  await expect(opened(registry.host).describe('latest')).rejects.toThrow('an address without TLS');
});
