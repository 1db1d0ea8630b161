import { callsIn, SITE_FUNCTION as functionCode, runBundle } from '@actions-aws/testing';
import { ANY, type Desired } from '../src/plan/state.ts';
import { apply } from '../src/steps/steps.ts';
import { rollback } from './support/trials.ts';
import { ACTION_KEY, type RollbackWorld, SPREAD_MS, world } from './support/world.ts';

/** A site whose pointer stands in a store. */
let one: RollbackWorld;
let [v2, v3]: string[] = [];
beforeAll(async () => {
  one = await world(undefined, { functionCode });
  [, v2, v3] = one.builds.map(({ manifest }) => manifest.id);
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(() => one.cloud.control.restore('made'));
afterAll(() => one.stop());

const calls = async () => (await one.cloud.control.journal()).filter(({ accessKeyId }) => accessKeyId === ACTION_KEY);

test('back by one key of the store, and users are seen to follow within seconds', async () => {
  await one.cloud.control.clearJournal();
  const { outcome, steps, outputs, notes } = await one.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['note', 'move', 'await-served']);
  expect(notes).toEqual([]);
  expect(outputs).toMatchObject({ 'release-id': v2, 'previous-release': v3 });
  const { body } = await one.visit(`${one.app.url}/.well-known/release`);
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ release: v2, distribution: one.app.id });
  const writes = (await calls()).filter(({ operation }) => !/^(?:Get|Head|List|Describe)/.test(operation));
  expect(writes.map(({ operation }) => operation)).toEqual(['PutObject', 'PutKey']);
});

test('from its first request to the accepted write it takes ten at most, and two seconds at 50 ms each', async () => {
  // By the machine's time: what the action itself takes between its requests counts too.
  const slow = await world(undefined, { functionCode, scale: 1, pace: { configuration: SPREAD_MS, store: 1 } });
  try {
    const { control } = slow.cloud;
    await control.clearJournal();
    await control.setLatency(50);
    const { exitCode, outputs } = await runBundle(rollback(slow, { settle: '0s' }));
    expect([exitCode, outputs.outcome]).toEqual([0, 'rolled-back']);
    const asked = await callsIn(slow);
    const until = asked.findIndex(({ operation, effect }) => operation === 'PutKey' && effect);
    const before = asked.slice(0, until + 1);
    expect(before.at(-1)).toMatchObject({ operation: 'PutKey', status: 200 });
    expect(before.length).toBeLessThanOrEqual(10);
    // Timers of Node may be a millisecond early.
    const soonest = before.map(({ time, effectAt = time }) => effectAt - time).sort((one, other) => one - other)[0];
    expect(soonest).toBeGreaterThanOrEqual(49);
    expect((before.at(-1)?.effectAt ?? Number.NaN) - (before[0]?.time ?? Number.NaN)).toBeLessThanOrEqual(2_000);
  } finally {
    await slow.stop();
  }
}, 60_000);

test('pressing twice goes back once', async () => {
  await one.rollBack();
  await one.cloud.clock.advance(2_000);
  const { outcome, log } = await one.rollBack();
  expect(outcome).toBe('noop');
  expect(log).toContain('a rollback goes back once');
});

test('a write that an earlier attempt of this run had made, and that a read did not show yet, is its own', async () => {
  const owner = { run: '812', attempt: 2, nonce: '000000bb' };
  const desired: Desired = { bucket: 'b', app: 'E1', onlyIf: ANY, to: undefined, settleMs: 0, owner };
  const mark = { by: 'frontend-rollback', owner: { ...owner, attempt: 1, nonce: '000000aa' }, undid: v3!, at: 1_000 };
  const before = { kind: 'key-value-store', release: v3, raw: v3, mark: undefined, etag: 'KV1', deployed: true };
  const found = { ...before, release: v2, raw: v2, mark, etag: 'KV2' };
  const after = async (pointer: object) => {
    const app = { point: async () => ({ won: false, pointer }) };
    const context = { ports: { app }, clock: one.cloud.clock, signal: new AbortController().signal };
    const stage = { desired, notes: [], clashes: [], context } as never;
    return apply({ do: 'move', from: v3!, to: v2! }, { pointer: before, failure: undefined } as never, stage);
  };
  expect(await after(found)).toMatchObject({ pointer: found, failure: undefined });
  const theirs = { ...found, mark: { ...mark, owner: { run: '999', attempt: 1, nonce: '00000099' } } };
  expect(await after(theirs)).toMatchObject({ failure: { code: 'pointer-changed' } });
});

test('a release whose hashed files a behaviour would not find is no target', async () => {
  const before = await world(undefined, { functionCode, apart: ['v1'] });
  try {
    const oldest = before.builds[0]?.manifest.id ?? '';
    const { outcome, observed } = await before.rollBack({ to: oldest });
    expect(outcome).toBe('failed');
    expect(observed.failure?.code).toBe('not-whole-release');
    expect(observed.failure?.message).toContain('the behaviour `assets/*` looks for alone');
    expect((await before.pointer()).release).toBe(before.builds[2]?.manifest.id);
  } finally {
    await before.stop();
  }
}, 60_000);
