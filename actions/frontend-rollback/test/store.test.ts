import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_KEY, type RollbackWorld, world } from './support/world.ts';

/** A site whose pointer stands in a store. */
const functionCode = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'packages', 'site', 'src', 'function', 'site.js'),
  'utf8',
);
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
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({ release: v2, distribution: one.app.id });
  const writes = (await calls()).filter(({ operation }) => !/^(?:Get|Head|List|Describe)/.test(operation));
  expect(writes.map(({ operation }) => operation)).toEqual(['PutObject', 'PutKey']);
});

test('from the first request to the write it takes ten at most, and two seconds at 50 ms each', async () => {
  await one.cloud.control.clearJournal();
  await one.rollBack();
  const all = await calls();
  const until = all.findIndex(({ operation }) => operation === 'PutKey');
  const before = all.slice(0, until + 1).map(({ operation }) => operation);
  expect(before.length).toBeLessThanOrEqual(10);
  // Even one after another.
  expect(before.length * 50).toBeLessThanOrEqual(2_000);
});

test('pressing twice goes back once', async () => {
  await one.rollBack();
  await one.cloud.clock.advance(2_000);
  const { outcome, log } = await one.rollBack();
  expect(outcome).toBe('noop');
  expect(log).toContain('a rollback goes back once');
});
