import type { Exchange, Request } from '@actions-aws/action/http';
import { ARRIVES_WITHIN_MS, siteAddress, siteHeaders, watchServed } from '../../src/index.ts';

const release = '9f86d081884c7d65';
const address = { url: 'https://www.example.com', headers: { authorization: 'Basic c2VjcmV0' } };

/** An address that answers by the time, on a clock that only waiting moves. */
function site(answer: (at: number) => { readonly status?: number; readonly body?: string } | Error) {
  let now = 0;
  const asked: { readonly at: number; readonly request: Request }[] = [];
  const exchange: Exchange = async (request, { signal }) => {
    signal.throwIfAborted();
    asked.push({ at: now, request });
    const given = answer(now);
    if (given instanceof Error) throw given;
    return { status: given.status ?? 200, headers: {}, body: Buffer.from(given.body ?? '') };
  };
  const clock = {
    now: () => now,
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
  const watch = (settleMs: number, signal = new AbortController().signal) =>
    watchServed(address, release, { exchange, clock, signal, settleMs });
  return { asked, watch };
}

const ours = { body: JSON.stringify({ release }) };
const others = { body: JSON.stringify({ release: 'a'.repeat(16) }) };

test('it is asked throughout, each time by a connection of its own', async () => {
  const { asked, watch } = site(() => ours);
  expect(await watch(15_000)).toEqual({ asked: 16, wrong: '' });
  expect(asked.at(-1)?.at).toBe(15_000);
  expect(asked[0]?.request.url.href).toBe('https://www.example.com/.well-known/release');
  for (const { request } of asked) expect(request.headers).toMatchObject({ connection: 'close', ...address.headers });
});

test('without a time to settle one right answer is enough', async () => {
  expect(await site(() => ours).watch(0)).toEqual({ asked: 1, wrong: '' });
});

test('an edge that still has the release before begins the time anew', async () => {
  const { asked, watch } = site((at) => (at < 3_000 || at === 10_000 ? others : ours));
  expect(await watch(15_000)).toMatchObject({ wrong: '' });
  expect(asked.at(-1)?.at).toBe(11_000 + 15_000);
});

test.each([
  ['another release', others, 'it serves the release aaaaaaaaaaaaaaaa.'],
  ['no release', { body: '<html>' }, 'what it answered names no release.'],
  ['a release that is none', { body: '{"release":"latest"}' }, 'what it answered names no release.'],
  ['an error', { status: 403 }, 'the status code is 403.'],
  ['nothing', new Error('read ECONNRESET'), 'it did not answer: read ECONNRESET.'],
])('an address that goes on to answer %s is given up in words', async (_, answer, words) => {
  const { asked, watch } = site(() => answer);
  expect((await watch(15_000)).wrong).toBe(
    `https://www.example.com/.well-known/release did not go on to say that it serves the release ${release}: ${words}`,
  );
  expect(asked.at(-1)?.at).toBe(ARRIVES_WITHIN_MS);
});

test('a cancelled run stops asking', async () => {
  const { asked, watch } = site(() => ours);
  await expect(watch(15_000, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
  expect(asked).toEqual([]);
});

const context = { env: {}, filesMustExist: true };

test.each([
  ['https://test.example.com', 'https://test.example.com'],
  ['https://test.example.com/', 'https://test.example.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://test.localhost:8080', 'http://test.localhost:8080'],
])('%s is an address', async (given, value) => {
  expect(await siteAddress().parse(given, context)).toEqual({ accepted: true, value });
});

test.each([
  ['test.example.com', 'must be an address'],
  ['ftp://test.example.com', 'must be an address'],
  ['https://user:secret@test.example.com', 'must not have credentials'],
  ['https://test.example.com/app', 'scheme and host only'],
  ['https://test.example.com/?a=1', 'scheme and host only'],
  ['http://test.example.com', 'must begin with https://'],
])('%s is refused', async (given, message) => {
  expect(await siteAddress().parse(given, context)).toMatchObject({
    accepted: false,
    refusals: [{ message: expect.stringContaining(message) }],
  });
});

test('headers are read line by line, and of each the value is masked, too', async () => {
  const given = 'Authorization: Basic c2VjcmV0\n\n X-Key:  a b \n';
  expect(await siteHeaders().parse(given, context)).toEqual({
    accepted: true,
    value: { authorization: 'Basic c2VjcmV0', 'x-key': 'a b' },
  });
  expect(siteHeaders().secretsIn?.(given)).toEqual([
    'Authorization: Basic c2VjcmV0',
    'Basic c2VjcmV0',
    'c2VjcmV0',
    'X-Key:  a b',
    'a b',
  ]);
});

test.each([
  ['a token', 'Authorization: Bearer abcdef123', ['Bearer abcdef123', 'abcdef123']],
  [
    'a password',
    'Authorization: Basic ZGVwbG95Omh1bnRlcjI=',
    ['Basic ZGVwbG95Omh1bnRlcjI=', 'ZGVwbG95Omh1bnRlcjI=', 'deploy:hunter2', 'hunter2'],
  ],
  ['what is too short to be masked alone', 'X-Open: sesame ok', ['sesame ok']],
])('%s is masked also where a server names it alone', (_, given, secrets) => {
  expect(siteHeaders().secretsIn?.(given)).toEqual([given, ...secrets]);
});

test.each([
  ['no colon', 'Authorization', 'must be a name, a colon and a value'],
  ['no value', 'Authorization:', 'must be a name, a colon and a value'],
  ['a line break in disguise', 'X: a\u0000b', 'must be a name, a colon and a value'],
  ['what a request sets by itself', 'Host: example.com', 'must not set Host'],
  ['one twice', 'A: 1\na: 2', 'has a a second time'],
])('headers with %s are refused, and not shown', async (_, given, message) => {
  const read = await siteHeaders().parse(given, context);
  expect(read).toMatchObject({
    accepted: false,
    refusals: [{ value: undefined, message: expect.stringContaining(message) }],
  });
});
