import type { EndedBundle, SteppedStep } from '@actions-aws/testing';
import { errorsOf, stepsOf, type World, world } from './support/world.ts';

// UpdateService has no condition: an older run that has looked already ends the deployment of a newer one by it. It takes its own back then, and
// the newer one waits for that, and begins anew.

let one: World;
beforeAll(async () => {
  one = await world({ quick: true });
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

const SECOND = 1_000;

/** An older run that makes its last look now, and its update later. */
async function older(name: string, run = 56): Promise<SteppedStep> {
  const step = await one.start({ name, version: 'v2', run });
  await one.goOnUntil(step, () => step.parked.some(({ operation }) => operation === 'UpdateService'));
  return step;
}

/** Lets runs go on until so many of all updates have had their effect. */
async function untilUpdated(steps: readonly SteppedStep[], updates: number): Promise<void> {
  await one.stage?.rest();
  while ((await one.calls('UpdateService')) < updates) {
    const [next] = steps.flatMap(({ parked }) => parked);
    if (next) await one.stage?.proceed(next);
    else await one.stage?.pass();
  }
}

/** Lets a run go on for a time, to the millisecond: also to where it sleeps. */
async function goOnFor(step: SteppedStep, forMs: number): Promise<void> {
  const { clock } = one.cloud;
  const until = clock.now() + forMs;
  await one.stage?.rest();
  for (;;) {
    const [next] = step.parked;
    if (next) await one.stage?.proceed(next);
    else if ((clock.due() ?? until) < until) await one.stage?.pass();
    else break;
  }
  await clock.advance(until - clock.now());
}

async function finish(): Promise<void> {
  await one.stage?.finish();
}

test.each([0, 8, 16, 20, 28, 31, 34, 38, 47, 98])(
  'an older run that updates %i s after a newer one ends that, and gives way to it',
  async (seconds) => {
    const first = await older('older');
    const second = await one.start({ name: 'newer' });
    await untilUpdated([second], 1);
    await goOnFor(second, seconds * SECOND);
    await untilUpdated([first], 2);
    await finish();
    const [gave, won] = [await first.ended, await second.ended];
    expect([won.outputs.outcome, errorsOf(won)]).toEqual(['promoted', '']);
    expect(gave.outputs.outcome).toBe('superseded');
    expect(errorsOf(gave)).toContain('was updated by run 1057');
    expect(stepsOf(gave)).toEqual(['register', 'update', 'reach', 'roll-back', 'await-back']);
    const steps = stepsOf(won);
    expect(steps.filter((step) => step === 'register' || step === 'update')).toEqual(['register', 'update', 'update']);
    expect(steps.slice(steps.indexOf('await-rival'))[1]).toBe('update');
    expect((await one.live()).versions).toEqual(['v1']);
  },
);

test.each([40, 70, 96, 98, 100])(
  'an older run whose deployment a newer one ends after %i s, with all users on it, leaves them to that',
  async (seconds) => {
    const newer = await one.start({ name: 'newer', version: 'v2', run: 58 });
    await one.goOnUntil(newer, () => newer.parked.some(({ operation }) => operation === 'UpdateService'));
    const first = await one.start({ name: 'older' });
    await untilUpdated([first], 1);
    await goOnFor(first, seconds * SECOND);
    await untilUpdated([newer], 2);
    await finish();
    const [gave, won] = [await first.ended, await newer.ended];
    expect([gave.outputs.outcome, won.outputs.outcome]).toEqual(['superseded', 'promoted']);
    expect(errorsOf(gave)).not.toContain('ecs-rollback');
    expect((await one.live()).versions).toEqual(['v2']);
  },
);

test('one whose answer comes too late, since an older run has ended its deployment, knows that no user met it', async () => {
  const first = await older('older');
  const second = await one.start({ name: 'newer' });
  await one.goOnUntil(second, () => second.parked.some(({ operation }) => operation === 'ContinueServiceDeployment'));
  await one.goOnUntil(first, async () => (await one.calls('UpdateService')) === 2);
  await one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });
  await finish();
  const ended = await second.ended;
  expect(stepsOf(ended)).toContain('await-rival');
  expect(ended.outputs.outcome).toBe('rejected');
  expect(errorsOf(ended)).toContain('1 of 1 checks failed at the test listener');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('one of an older run that ECS lists only once that has taken it back is waited for all the same', async () => {
  await one.cloud.control.call('ecs.pace', { visible: 20_000 }, { region: 'eu-west-1' });
  const first = await older('older');
  const second = await one.start({ name: 'newer' });
  await untilUpdated([second], 1);
  await untilUpdated([first], 2);
  await finish();
  expect((await second.ended).outputs.outcome).toBe('promoted');
  expect((await first.ended).outputs.outcome).toBe('superseded');
  expect((await one.live()).versions).toEqual(['v1']);
});

describe('where older runs end its deployment again and again', () => {
  /** So many older runs, each of which updates right after the newer one has. */
  async function among(olderRuns: number): Promise<readonly EndedBundle[]> {
    const others: SteppedStep[] = [];
    for (let run = 0; run < olderRuns; run += 1) others.push(await older(`older${run}`, 50 + run));
    const newer = await one.start({ name: 'newer' });
    for (const [index, other] of others.entries()) {
      await untilUpdated([newer, ...others.slice(0, index)], 2 * index + 1);
      await untilUpdated([other], 2 * index + 2);
    }
    await finish();
    return Promise.all([newer, ...others].map(({ ended }) => ended));
  }

  test('it begins anew three times', async () => {
    const [newer, ...others] = await among(3);
    expect(newer?.outputs.outcome).toBe('promoted');
    expect(others.map(({ outputs }) => outputs.outcome)).toEqual(['superseded', 'superseded', 'superseded']);
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('and then it leaves the service to them', async () => {
    const [newer] = await among(4);
    expect(newer?.outputs.outcome).toBe('superseded');
    expect(errorsOf(newer!)).toContain('Other deployments of api came between, 4 times');
    expect((await one.live()).versions).toEqual(['v0']);
  });
});
