import { backTo, movingTo, originPath, referenceOf } from '../src/index.ts';
import { distributionAnswer, NAMESPACE } from './support/configuration.ts';
import { clientAnsweredBy, errorReply } from './support/wire.ts';

const deployer = { owner: { run: '812', attempt: 1, nonce: '0a1b2c3d' } };
const signal = new AbortController().signal;

/** Time that passes only as it is waited for. */
function stepped() {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms: number, given?: AbortSignal) {
      given?.throwIfAborted();
      now += ms;
    },
  };
}

function invalidation(status: string): string {
  return `<Invalidation xmlns="${NAMESPACE}"><Id>I1</Id><Status>${status}</Status></Invalidation>`;
}

test('first it is Deployed, then invalidated, and only then done; each is asked for every five seconds', async () => {
  const clock = stepped();
  const { client, sent } = clientAnsweredBy(({ method, path }) => {
    if (path.includes('/invalidation')) {
      return {
        status: method === 'POST' ? 201 : 200,
        body: invalidation(method === 'POST' || clock.now() < 190_000 ? 'InProgress' : 'Completed'),
      };
    }
    return { status: 200, etag: 'E1', body: distributionAnswer({}, clock.now() < 170_000 ? 'InProgress' : 'Deployed') };
  });
  const pointer = originPath(client, 'E1TEST', clock);
  await pointer.spread(await pointer.describe(), { deadline: 600_000, signal });
  const posted = sent.filter(({ method }) => method === 'POST');
  expect(posted).toHaveLength(1);
  expect(posted[0]?.body).toContain('<Path>/*</Path>');
  expect(clock.now()).toBe(190_000);
  // One every five seconds, the first read, and the last.
  expect(sent).toHaveLength(1 + 35 + 1 + 5 + 1);
});

test.each([
  ['Deployed, and its own invalidation has ended', 'Deployed', 'Completed', true],
  ['its invalidation is under way', 'Deployed', 'InProgress', false],
  ['edges still follow', 'InProgress', 'Completed', false],
  ['it was never invalidated', 'Deployed', '', false],
])('whether it has spread, without a write: %s', async (_, status, own, expected) => {
  const clock = stepped();
  const { client, sent } = clientAnsweredBy(({ path }) => {
    if (!path.includes('/invalidation')) return { status: 200, etag: 'E1', body: distributionAnswer({}, status) };
    const each = [['IOTHER', 'Completed', 'by hand'], ...(own ? [['IOWN', own, reference]] : [])];
    const id = /invalidation\/(\w+)$/.exec(path)?.[1];
    const [, state = '', by = ''] = each.find(([one]) => one === id) ?? [];
    const items = each.map(
      ([one, is]) => `<InvalidationSummary><Id>${one}</Id><Status>${is}</Status></InvalidationSummary>`,
    );
    const list = `<InvalidationList xmlns="${NAMESPACE}"><Items>${items.join('')}</Items></InvalidationList>`;
    const batch = `<InvalidationBatch><CallerReference>${by}</CallerReference></InvalidationBatch>`;
    const one = `<Invalidation xmlns="${NAMESPACE}"><Id>${id}</Id><Status>${state}</Status>${batch}</Invalidation>`;
    return { status: 200, body: id ? one : list };
  });
  const pointer = originPath(client, 'E1TEST', clock);
  const written = await pointer.describe();
  const reference = referenceOf(written);
  expect(await pointer.hasSpread(written)).toBe(expected);
  expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('where it is not Deployed in time, that is said', async () => {
  const clock = stepped();
  const { client } = clientAnsweredBy(() => ({ status: 200, etag: 'E1', body: distributionAnswer({}, 'InProgress') }));
  const pointer = originPath(client, 'E1TEST', clock);
  await expect(pointer.spread(await pointer.describe(), { deadline: 60_000, signal })).rejects.toThrow(
    'Time ran out while waiting for the distribution E1TEST to be Deployed.',
  );
});

test('another writer meanwhile ends the wait', async () => {
  const clock = stepped();
  const { client, sent } = clientAnsweredBy(() => ({
    status: 200,
    etag: 'E1',
    body: distributionAnswer(
      clock.now() < 10_000 ? {} : { originPath: '<OriginPath>/r/aaaaaaaaaaaaaaaa</OriginPath>' },
      'InProgress',
    ),
  }));
  const pointer = originPath(client, 'E1TEST', clock);
  await expect(pointer.spread(await pointer.describe(), { deadline: 60_000, signal })).rejects.toMatchObject({
    code: 'pointer-changed',
  });
  expect(sent.every(({ method }) => method === 'GET')).toBe(true);
});

test('while fifteen other invalidations are under way it waits for its turn', async () => {
  const clock = stepped();
  const { client, sent } = clientAnsweredBy(({ method, path }) => {
    if (!path.includes('/invalidation')) return { status: 200, etag: 'E1', body: distributionAnswer() };
    if (method === 'POST' && clock.now() < 20_000) return errorReply(400, 'TooManyInvalidationsInProgress');
    return { status: method === 'POST' ? 201 : 200, body: invalidation('Completed') };
  });
  const pointer = originPath(client, 'E1TEST', clock);
  await pointer.spread(await pointer.describe(), { deadline: 60_000, signal });
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(5);
});

test('a state that is not known ends the wait by its name', async () => {
  const clock = stepped();
  const { client } = clientAnsweredBy(({ method, path }) =>
    path.includes('/invalidation')
      ? { status: method === 'POST' ? 201 : 200, body: invalidation('Expired') }
      : { status: 200, etag: 'E1', body: distributionAnswer() },
  );
  const pointer = originPath(client, 'E1TEST', clock);
  await expect(pointer.spread(await pointer.describe(), { deadline: 60_000, signal })).rejects.toThrow(
    'is Expired, which this action does not know',
  );
});

test('the same write has one reference, and each other write another, also when a release comes back', () => {
  const at = (release: string, nonce: string, from: string) => {
    const { mark } = movingTo({ release: from }, release, {
      action: 'frontend-promote',
      deployer: { owner: { ...deployer.owner, nonce } },
    });
    return { raw: `/r/${release}`, mark, release, etag: 'E1' };
  };
  const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];
  const first = at(a, '00000001', b);
  expect(referenceOf(first)).toBe(referenceOf({ ...first, etag: 'E2' }));
  expect(referenceOf(first)).not.toBe(referenceOf(at(a, '00000003', b)));
  const back = backTo(first, b, { action: 'frontend-promote', owner: { ...deployer.owner, nonce: '00000001' }, at: 0 });
  expect(referenceOf({ raw: `/r/${b}`, mark: back.mark, etag: 'E3' })).not.toBe(referenceOf(at(b, '00000001', a)));
  // Without a mark, as after a move by hand, the ETag tells.
  expect(referenceOf({ ...first, mark: undefined })).not.toBe(referenceOf({ ...first, mark: undefined, etag: 'E2' }));
});
