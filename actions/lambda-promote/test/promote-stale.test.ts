import { codeOf } from '@actions-aws/testing';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Reads that do not show the last write: of every one of a promotion in stepped-faults.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

/** The first so many reads are answered from before the last write. */
function stale(operation: string, resource: string, times: number): Promise<string> {
  return the.cloud.control.addFault({ kind: 'stale', operation, resource, times });
}

test('a version that was just published is looked for again', async () => {
  await the.cloud.control.call('lambda.pace', { publish: 5_000 }, { region: 'eu-west-1' });
  await stale('GetFunction', '*:search-api:2', 4);
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('promoted');
  expect(result.done.map(({ step }) => step.do)).toContain('await-version');
});

test('one that stays away was deleted', async () => {
  await the.cloud.control.call('lambda.pace', { publish: 5_000 }, { region: 'eu-west-1' });
  await stale('GetFunction', '*:search-api:2', 1_000);
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toContain('search-api:2 is gone');
});

test('an alias that is shown as it was for longer than that is left as it is', async () => {
  await stale('GetAlias', '*:live', 1_000);
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('superseded');
});
