import { type Stage, stageOn, startStep } from '@actions-aws/testing';
import { rollback } from './support/trials.ts';
import { type RollbackWorld, world } from './support/world.ts';

// The service by its ARN, as a workflow may give it, without its cluster.

let the: RollbackWorld;
let stage: Stage;
beforeAll(async () => {
  the = await world();
  stage = await stageOn(the.cloud);
  await the.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await stage.clear();
  await the.cloud.control.restore('made');
  await the.cloud.control.clearJournal();
});
afterAll(() => the.stop());

async function rollBackBy(service: string) {
  const { cluster: _, ...inputs } = rollback(the).inputs ?? {};
  const step = await startStep(stage, { ...rollback(the), inputs: { ...inputs, service } }, { name: 'step' });
  await stage.finish();
  return step.ended;
}

test('its cluster is in it', async () => {
  const { outputs } = await rollBackBy(the.serviceArn);
  expect(outputs.outcome).toBe('rolled-back');
  expect((await the.standing()).versions).toEqual(['v0']);
});

test('the older form has none, so that it is looked for in the default cluster', async () => {
  const { exitCode, annotations } = await rollBackBy(the.serviceArn.replace('/shop/', '/'));
  expect(exitCode).toBe(1);
  expect(annotations[0]?.message).toContain('There is no cluster default.');
});

test('a service of the same name in another Region is not touched', async () => {
  const { exitCode, annotations } = await rollBackBy(the.serviceArn.replace('eu-west-1', 'us-east-1'));
  expect(exitCode).toBe(1);
  expect(annotations[0]?.message).toContain('is of the account 123456789012 in eu-west-1');
  expect(await the.writes()).toEqual([]);
});
