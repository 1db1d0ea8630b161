import type { EndedBundle, SteppedStep } from '@actions-aws/testing';
import { type Deploys, errorsOf, stepsOf, type World, world } from './support/world.ts';

// A run comes upon a deployment of its own content that another one drives, or has left.

let one: World;
beforeAll(async () => {
  one = await world();
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** Begins a deployment, up to where it is about to prove what waits at its pause. */
async function atItsPause(deploys: Deploys = {}): Promise<SteppedStep> {
  const step = await one.start({ name: 'first', ...deploys });
  let updated = false;
  await one.goOnUntil(step, () => {
    updated ||= step.parked[0]?.operation === 'UpdateService';
    return updated && step.parked.some(({ operation }) => operation === 'DescribeRules');
  });
  return step;
}

async function second(deploys: Deploys): Promise<EndedBundle> {
  const step = await one.start({ name: 'second', ...deploys });
  await one.stage?.finish();
  return step.ended;
}

test('a newer run waits for the one that drives it, and has nothing left to do', async () => {
  await atItsPause();
  const ended = await second({ run: 58 });
  expect([ended.outputs.outcome, ended.exitCode]).toEqual(['noop', 0]);
  expect(stepsOf(ended)).toEqual(['await-rival', 'claim']);
  expect([await one.calls('UpdateService'), await one.calls('ContinueServiceDeployment')]).toEqual([1, 1]);
  expect((await one.live()).versions).toEqual(['v1']);
});

test('where the one that drives it is cancelled, the newer one deploys by itself', async () => {
  const first = await atItsPause();
  first.cancel(new Error('The run was cancelled.'));
  const ended = await second({ run: 58 });
  expect((await first.ended).outputs.outcome).toBe('failed');
  expect(ended.outputs.outcome).toBe('promoted');
  expect((await one.live()).versions).toEqual(['v1']);
});

test.each<[string, first: Deploys, then: Deploys, outcome: string, said: string]>([
  ['an older run', { run: 58 }, { run: 57 }, 'superseded', 'it was left alone'],
  ['a run of another workflow', {}, { run: 58, workflow: 'other' }, 'superseded', 'it was left alone'],
  ['one that does not wait', {}, { run: 58, inputs: { 'when-busy': 'fail' } }, 'failed', '`when-busy` is `fail`'],
])('%s leaves it to the one that drives it', async (_, first, then, outcome, said) => {
  const driving = await atItsPause(first);
  const ended = await second(then);
  expect(ended.outputs.outcome).toBe(outcome);
  expect(errorsOf(ended)).toContain(said);
  expect((await driving.ended).outputs.outcome).toBe('promoted');
});

test.each<[whenBusy: string, most: number]>([
  ['wait', 45],
  ['replace', 15],
])('where that was killed, `when-busy: %s` begins anew once it is back, within %d minutes', async (whenBusy, most) => {
  await one.stage?.kill(await atItsPause());
  const began = one.cloud.clock.now();
  const ended = await second({ run: 58, inputs: { 'when-busy': whenBusy, timeout: '2h' } });
  expect(ended.outputs.outcome).toBe('promoted');
  expect(one.cloud.clock.now() - began).toBeLessThan(most * 60_000);
});

test('the job that runs again goes on with it', async () => {
  await one.stage?.kill(await atItsPause());
  const again = await second({ attempt: 2 });
  expect(again.outputs.outcome).toBe('promoted');
  expect(await one.calls('UpdateService')).toBe(1);
});

test.each<[string, Deploys]>([
  ['a newer run', { run: 58 }],
  ['a run of another workflow', { run: 58, workflow: 'other' }],
])('what is held for another call %s goes on with', async (_, then) => {
  expect((await second({ inputs: { until: 'staged' } })).outputs.outcome).toBe('held');
  const ended = await second(then);
  expect(ended.outputs.outcome).toBe('promoted');
  expect(await one.calls('UpdateService')).toBe(1);
});

test.each([0, 1, 1_000, 5_000, 20_000, 60_000])(
  'of two workflows that have looked before either has updated, the one that does last, %d ms later, goes on',
  async (later) => {
    const first = await aboutToUpdate({ name: 'first' });
    const last = await aboutToUpdate({ name: 'last', run: 9, workflow: 'other' });
    await one.goOnUntil(first, async () => (await one.calls('UpdateService')) === 1);
    await one.cloud.clock.advance(later);
    await one.stage?.finish();
    expect((await first.ended).outputs.outcome).toBe('superseded');
    const ended = await last.ended;
    expect([ended.outputs.outcome, errorsOf(ended)]).toEqual(['promoted', '']);
    expect(await one.calls('UpdateService')).toBe(2);
    expect((await one.live()).versions).toEqual(['v1']);
  },
);

/** Begins a deployment, up to where its next call is the update. */
async function aboutToUpdate(deploys: Deploys): Promise<SteppedStep> {
  const step = await one.start(deploys);
  await one.goOnUntil(step, () => step.parked.some(({ operation }) => operation === 'UpdateService'));
  return step;
}

test('a newer run waits until it is held, and goes on from there', async () => {
  const first = await one.start({ name: 'first', inputs: { until: 'staged' } });
  await one.goOnUntil(first, async () => (await one.calls('UpdateService')) === 1 && first.parked.length === 0);
  const ended = await second({ run: 58 });
  expect((await first.ended).outputs.outcome).toBe('held');
  expect(ended.outputs.outcome).toBe('promoted');
  expect(await one.calls('UpdateService')).toBe(1);
});
