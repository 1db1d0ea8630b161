import { assertUsersSafe, callsIn, probe, runBundle } from '@actions-aws/testing';
import { type BundleWorld, bundleWorld, rollback } from './trials.ts';

let world: BundleWorld;
beforeEach(async () => {
  world = await bundleWorld();
  await world.cloud.control.clearJournal();
});
afterEach(() => world.stop());

test('the bundle rolls back in three calls: outputs, summary, and an exit code of 0', async () => {
  const users = probe({ cloud: world.cloud, functionName: world.functionName, qualifier: 'live' });
  const { exitCode, outputs, summary, annotations } = await runBundle(rollback(world));
  const now = await users.visit();
  const seen = await users.stop();
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'rolled-back',
    version: '1',
    'previous-version': '2',
    'alias-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:search-api:live',
  });
  expect(summary).toContain('search-api:live');
  expect((await callsIn(world)).map(({ operation }) => operation)).toEqual(['GetAlias', 'GetFunction', 'UpdateAlias']);
  assertUsersSafe(seen, { versions: ['1', '2'] });
  expect(seen[0]?.version).toBe('2');
  expect(now.version).toBe('1');
});

test('something else is live by now: the step is red, and nothing was written', async () => {
  const { exitCode, outputs, annotations } = await runBundle(rollback(world, { 'only-if': '7' }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'superseded', version: '2' });
  expect(annotations[0]?.message).toContain('is on version 2, not on 7');
  expect((await callsIn(world)).map(({ operation }) => operation)).toEqual(['GetAlias']);
});
