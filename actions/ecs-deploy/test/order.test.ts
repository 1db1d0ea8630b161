import type { EndedBundle } from '@actions-aws/testing';
import { type Deploys, errorsOf, stepsOf, type World, world } from './support/world.ts';

// A newer run that finds its content live deploys nothing; a run between the two must not take that content from users all the same.

let one: World;
beforeAll(async () => {
  one = await world();
  expect((await one.deployBy({ version: 'v1', run: 55 })).outputs.outcome).toBe('promoted');
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

const UNMET = '- request: GET /version\n  expect: { status: 503 }';
const newer: Deploys = { version: 'v1', run: 57, name: 'newer' };
const between: Deploys = { version: 'v2', run: 56, name: 'between' };

/** Its outcome, and whether it says that a newer run has what is live. */
function told(ended: EndedBundle): readonly unknown[] {
  return [ended.outputs.outcome, errorsOf(ended).includes('older than run 57')];
}

test('a newer run that finds its content live keeps a run between the two from deploying over it', async () => {
  const ended = await one.deployBy(newer);
  expect([ended.outputs.outcome, stepsOf(ended)]).toEqual(['noop', ['claim']]);
  expect([await one.calls('TagResource'), await one.calls('UpdateService')]).toEqual([1, 0]);
  expect(told(await one.deployBy(between))).toEqual(['superseded', true]);
  expect((await one.live()).versions).toEqual(['v1']);
  expect((await one.deployBy({ ...between, run: 58 })).outputs.outcome).toBe('promoted');
});

test('one that has not updated yet meets the note in its last look', async () => {
  const first = await one.start(between);
  await one.goOnUntil(first, () => first.parked.some(({ operation }) => operation === 'RegisterTaskDefinition'));
  const second = await one.start(newer);
  await one.goOnUntil(second, () => second.state === 'ended');
  expect((await second.ended).outputs.outcome).toBe('noop');
  await one.stage?.finish();
  expect(told(await first.ended)).toEqual(['superseded', true]);
  expect((await one.live()).versions).toEqual(['v1']);
});

test('one that updates right before the note is waited for, and replaced', async () => {
  const first = await one.start(between);
  const second = await one.start(newer);
  await one.goOnUntil(second, () => second.parked.some(({ operation }) => operation === 'TagResource'));
  await one.goOnUntil(first, async () => (await one.calls('UpdateService')) > 0);
  await one.stage?.finish();
  expect([(await first.ended).outputs.outcome, (await second.ended).outputs.outcome]).toEqual(['promoted', 'promoted']);
  expect((await one.live()).versions).toEqual(['v1']);
});

test.each<[string, Deploys]>([
  ['a dry run', { inputs: { 'dry-run': 'true' } }],
  ['a run of another workflow', { workflow: 'other' }],
  ['an older run', { run: 54 }],
  ['one that is only staged', { inputs: { until: 'staged' } }],
])('%s notes nothing', async (_, deploys) => {
  const ended = await one.deployBy({ ...newer, ...deploys });
  expect(ended.outputs.outcome).toMatch(/^(noop|planned)$/);
  expect(await one.calls('TagResource')).toBe(0);
});

test('after the note a rollback of ECS keeps the newer number, as what is live has it', async () => {
  await one.deployBy(newer);
  expect((await one.deployBy({ ...between, run: 59, inputs: { smoke: UNMET } })).outputs.outcome).toBe('rejected');
  expect(told(await one.deployBy(between))).toEqual(['superseded', true]);
});
