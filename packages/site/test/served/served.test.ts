import type { Exchange, Request } from '@actions-aws/action/http';
import { ARRIVES_WITHIN_MS, watchServed } from '../../src/index.ts';

const release = '9f86d081884c7d65';
const address = {
  url: 'https://www.example.com',
  headers: { authorization: 'Basic c2VjcmV0' },
  distribution: 'E2APP',
};

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

test('an answer that names its distribution has to name this one', async () => {
  const own = { body: JSON.stringify({ release, distribution: 'E2APP' }) };
  expect(await site(() => own).watch(0)).toEqual({ asked: 1, wrong: '' });
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
  [
    'our release as another site',
    { body: JSON.stringify({ release, distribution: 'E1TEST' }) },
    'the distribution E1TEST answers there, and not E2APP.',
  ],
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
