import type { Clock } from '@actions-aws/action';
import {
  keyValueStore,
  movingTo,
  type Routing,
  readValue,
  UncertainPointerError,
  writeValue,
} from '../../src/index.ts';
import { ARN, type Reply, type State, storeAnsweredBy, store as storeWith } from './support/store.ts';

const release = '9f86d081884c7d65';
const before = '0123456789abcdef';
const by = { action: 'frontend-promote', deployer: { owner: { run: '812', attempt: 1, nonce: '0a1b2c3d' } } };
const routing: Routing = { pages: 'one', missing: 'index.html', filter: 'AAAAAAAAAAA=' };

function valueFor(id: string, nonce = 'ffffffff'): string {
  const mark = { by: 'frontend-stage', to: id, owner: { run: '1', attempt: 1, nonce } };
  return writeValue({ release: id, routing, mark });
}

/** The pointer of a store that holds a release, on a clock of its own. */
function store(meanwhile: readonly ((state: State) => Reply | undefined)[] = []) {
  const made = storeWith(meanwhile);
  made.state.values.set('release', valueFor(before));
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
  const patience = { waitsOut: 'outages', until: 60_000 } as const;
  const pointer = keyValueStore(made.client, ARN, clock, { patience, routing: async () => routing });
  return { ...made, pointer, clock, operations: () => made.sent.map(({ operation }) => operation) };
}

const otherKey = (state: State) => {
  state.values.set('banner', 'on');
  state.etag += 1;
};

test('a move reads the ETag before the key, and names it in the write', async () => {
  const { pointer, state, sent, operations } = store();
  const current = await pointer.describe();
  expect(current).toMatchObject({ kind: 'key-value-store', release: before, etag: 'KV1', deployed: true });
  const swap = await pointer.point(current, movingTo(current, release, by));
  expect(swap).toMatchObject({ won: true, pointer: { release, etag: 'KV2', mark: { from: before, to: release } } });
  expect(operations()).toEqual(['DescribeKeyValueStore', 'GetKey', 'PutKey']);
  expect(sent[2]?.headers['if-match']).toBe('KV1');
  expect(readValue(state.values.get('release') ?? '')).toMatchObject({ release, routing });
});

test('requests are signed by SigV4a, for every Region', async () => {
  const { pointer, sent } = store();
  await pointer.describe();
  expect(sent[0]?.headers.authorization).toMatch(/^AWS4-ECDSA-P256-SHA256 .*\/cloudfront-keyvaluestore\/aws4_request/);
  expect(sent[0]?.headers['x-amz-region-set']).toBe('*');
});

test('AWS itself is asked with the account before its name, and an endpoint that is given as it is', async () => {
  const { pointer, sent } = store();
  await pointer.describe();
  expect(sent[0]?.host).toBe('123456789012.cloudfront-kvs.global.api.aws:');
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566';
  try {
    const own = store();
    await own.pointer.describe();
    expect(own.sent.map(({ host }) => host)).toEqual(['127.0.0.1:4566', '127.0.0.1:4566']);
    expect(own.sent[0]?.headers.authorization).toMatch(/^AWS4-ECDSA-P256-SHA256 /);
  } finally {
    delete process.env.AWS_ENDPOINT_URL;
  }
});

test.each([
  ['PROVISIONING', {}, 'is PROVISIONING, not READY.', 'Wait until it is READY'],
  ['FAILED', { FailureReason: 'no such object' }, 'is FAILED, not READY: no such object.', 'make it anew'],
  ['PAUSED', {}, 'is PAUSED, not READY.', 'Look at the store'],
])('a store that is %s is not read', async (Status, more, says, hint) => {
  const { pointer, state, operations } = store();
  state.described = { Status, ...more };
  await expect(pointer.describe()).rejects.toMatchObject({
    message: expect.stringContaining(says),
    hint: expect.stringContaining(hint),
  });
  expect(operations()).not.toContain('GetKey');
  state.described = { Status: 'READY' };
  expect(await pointer.describe()).toMatchObject({ release: before });
});

test('a key that is not there yet is written for the first time', async () => {
  const { pointer, state } = store();
  state.values.clear();
  const current = await pointer.describe();
  expect(current).toMatchObject({ release: undefined, raw: '', mark: undefined });
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({ won: true });
});

test.each([
  ['409', { status: 409, error: 'ConflictException' }],
  ['400', { status: 400, error: 'ValidationException' }],
])('another key that moves the ETag meanwhile keeps no write from coming, by a %s', async (_, reply) => {
  const { pointer, operations } = store([
    (state) => {
      otherKey(state);
      return reply;
    },
  ]);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({ won: true });
  expect(operations().slice(2)).toEqual(['PutKey', 'DescribeKeyValueStore', 'GetKey', 'PutKey']);
});

test('a pointer that another moved meanwhile is left as it is', async () => {
  const third = 'aaaaaaaaaaaaaaaa';
  const { pointer, state } = store([
    (now) => {
      now.values.set('release', valueFor(third));
      now.etag += 1;
      return undefined;
    },
  ]);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({
    won: false,
    pointer: { release: third },
  });
  expect(readValue(state.values.get('release') ?? '')?.release).toBe(third);
});

test.each([0, 500])('a write that was done, and whose answer is lost (%s), is found by its owner', async (status) => {
  const { pointer, state, sent } = store([
    (now) => {
      const { body } = sent.at(-1) ?? { body: '' };
      now.values.set('release', (JSON.parse(body) as { Value: string }).Value);
      now.etag += 1;
      return status === 0 ? { status: 0 } : { status, error: 'InternalServerException' };
    },
  ]);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({
    won: true,
    pointer: { release, etag: 'KV2' },
  });
  expect(readValue(state.values.get('release') ?? '')?.mark?.owner).toEqual(by.deployer.owner);
});

test('what is read may lag behind a write: it is asked again, and no write of another is lost', async () => {
  const made = storeWith();
  const first = valueFor(before);
  const lagging = 3;
  let reads = 0;
  let written = false;
  const { client, sent } = storeAnsweredBy(({ operation }) => {
    if (operation === 'PutKey') {
      written = true;
      return { status: 409, error: 'ConflictException' };
    }
    if (operation === 'DescribeKeyValueStore')
      return { status: 200, etag: written && ++reads > lagging ? 'KV2' : 'KV1', body: { KvsARN: ARN } };
    const value = written && reads > lagging ? valueFor('aaaaaaaaaaaaaaaa') : first;
    return { status: 200, body: { Key: 'release', Value: value } };
  });
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
  const patience = { waitsOut: 'outages', until: 60_000 } as const;
  const pointer = keyValueStore(client, ARN, clock, { patience, routing: async () => routing });
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({ won: false });
  expect(sent.filter(({ operation }) => operation === 'PutKey').length).toBeLessThanOrEqual(lagging + 1);
  expect(made.state.values.size).toBe(0);
});

test('a read that meets a conflict is made again', async () => {
  let left = 2;
  const { client } = storeAnsweredBy(({ operation }) => {
    if (operation === 'GetKey' && left-- > 0) return { status: 409, error: 'ConflictException' };
    if (operation === 'GetKey') return { status: 200, body: { Key: 'release', Value: valueFor(before) } };
    return { status: 200, etag: 'KV1', body: { KvsARN: ARN } };
  });
  const clock = { now: () => 0, sleep: async () => {} };
  const pointer = keyValueStore(client, ARN, clock, { routing: async () => routing });
  expect(await pointer.describe()).toMatchObject({ release: before });
});

test('a request that AWS refuses for itself ends, and does not wait for ever', async () => {
  const { pointer, clock } = store(Array(100).fill(() => ({ status: 400, error: 'ValidationException' })));
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toThrow(/ValidationException/);
  expect(clock.now()).toBeLessThan(60_000);
});

test('a store that is full says what to do', async () => {
  const { pointer } = store([() => ({ status: 402, error: 'ServiceQuotaExceededException' })]);
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toMatchObject({
    hint: expect.stringContaining('Remove keys'),
  });
});

test.each([
  ['AccessDeniedException', 'not-allowed', 'cloudfront-keyvaluestore:PutKey'],
  ['UnrecognizedClientException', 'credentials-invalid', 'AWS_STS_REGIONAL_ENDPOINTS'],
])('%s names its remedy', async (error, code, hint) => {
  const { pointer } = store([() => ({ status: 403, error })]);
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toMatchObject({
    code,
    hint: expect.stringContaining(hint),
  });
});

test('where neither the write is answered nor a look, nothing tells what the pointer holds', async () => {
  let isDown = false;
  const { client } = storeAnsweredBy(({ operation }) => {
    if (operation === 'PutKey') isDown = true;
    if (isDown) return { status: 503, error: 'ServiceUnavailable' };
    if (operation === 'GetKey') return { status: 200, body: { Key: 'release', Value: valueFor(before) } };
    return { status: 200, etag: 'KV1', body: { KvsARN: ARN } };
  });
  const clock = { now: () => 0, sleep: async () => {} };
  const patience = { waitsOut: 'outages', until: -1 } as const;
  const pointer = keyValueStore(client, ARN, clock, { patience, routing: async () => routing });
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toThrow(UncertainPointerError);
});

test('once the signal has aborted nothing is sent', async () => {
  const { pointer, operations } = store();
  const current = await pointer.describe();
  const stopped = new Error('stopped');
  const moving = movingTo(current, release, by);
  await expect(pointer.point(current, moving, AbortSignal.abort(stopped))).rejects.toBe(stopped);
  expect(operations()).not.toContain('PutKey');
});

test('a value has room for the longest mark beside the fullest filter, and no value goes beyond the limit', () => {
  const mark = {
    by: 'frontend-promote',
    to: release,
    from: before,
    owner: { run: '999999999999', attempt: 99, nonce: 'f'.repeat(8) },
    order: { workflow: 'f'.repeat(12), number: 999_999 },
    proof: 'f'.repeat(16),
  };
  const full: Routing = { pages: 'folder', missing: '404.html', filter: 'A'.repeat(512), probes: 1 };
  expect(Buffer.byteLength(writeValue({ release, routing: full, mark }))).toBeLessThanOrEqual(1024);
  const tooLong: Routing = { ...full, filter: 'A'.repeat(900) };
  expect(() => writeValue({ release, routing: tooLong, mark })).toThrow(/where a store takes 1024/);
});

test.each(['', 'on', '[]', 'null', '{"release":"x"}', '{"release":"9f86d081884c7d65"}'])(
  'the value %j names no release',
  (text) => {
    expect(readValue(text)).toBeUndefined();
  },
);

test('a mark that tells of another move is none', () => {
  const moved = valueFor(before).replace(`"release":"${before}"`, `"release":"${release}"`);
  expect(readValue(moved)).toMatchObject({ release, mark: undefined });
});
