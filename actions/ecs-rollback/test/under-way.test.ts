import { ContinueServiceDeploymentCommand, ECSClient, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { type RollbackWorld, RUN_KEY, type Setting, world } from './support/world.ts';

// A deployment of v1 over v0 is under way.

const worlds: RollbackWorld[] = [];
afterEach(async () => {
  for (const one of worlds.splice(0)) await one.stop();
});
const underWay = async (setting: Setting = {}) => {
  const made = await world({ last: { until: 'paused' }, ...setting });
  worlds.push(made);
  return made;
};
const BACK = { versions: ['v0'], status: 'ROLLBACK_SUCCESSFUL', pauses: 0 };
const LINEAR = {
  strategy: 'LINEAR',
  hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
} as const;

test('at its pause it is told to go back, which is all that is written', async () => {
  const the = await underWay();
  const { outcome, steps, outputs } = await the.rollBack({ onlyIf: the.revisions.v1 ?? '' });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['answer', 'await-back']);
  expect(await the.writes()).toEqual(['ContinueServiceDeployment']);
  expect(await the.standing()).toMatchObject(BACK);
  expect(outputs.revision).toBe(the.revisions.v0);
  expect(outputs['previous-revision']).toBe(the.revisions.v1);
});

test('before it is told there are three reads at the same time as others, and nothing is waited for', async () => {
  const the = await underWay();
  const started = the.cloud.clock.now();
  await the.rollBack();
  const journal = await the.cloud.control.journal();
  const write = journal.findIndex(({ operation }) => operation === 'ContinueServiceDeployment');
  expect(
    journal
      .slice(0, write)
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(['DescribeServiceDeployments', 'DescribeServices', 'DescribeTaskDefinition', 'ListServiceDeployments']);
  expect(journal[write]?.time).toBe(started);
});

test.each<[string, Setting]>([
  ['between its pauses', { last: { until: 'begun' } }],
  ['a rolling update', { strategy: 'ROLLING', last: { until: 'begun' } }],
  ['a worker’s', { worker: true, last: { until: 'begun' } }],
])('%s it is stopped with a rollback', async (_, setting) => {
  const the = await underWay(setting);
  await the.cloud.clock.advance(5_000);
  const { outcome, steps } = await the.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['stop', 'await-back']);
  expect(await the.writes()).toEqual(['StopServiceDeployment']);
  expect(await the.standing()).toMatchObject(BACK);
});

test('at a share of the users it is told to go back, and recovery ends when none of them meets it', async () => {
  const the = await underWay(LINEAR);
  // The first pause is before the first step.
  await answer(the, 'CONTINUE');
  await the.until(async () => (await the.standing()).pauses > 0);
  expect((await the.standing()).versions).toEqual(['v0', 'v1']);
  const { outcome, steps, recoveryMs } = await the.rollBack();
  expect([outcome, steps]).toEqual(['rolled-back', ['answer', 'await-back']]);
  expect(recoveryMs).toBeLessThan(60_000);
  expect(await the.standing()).toMatchObject(BACK);
});

test('it is not what should be undone: nothing is touched', async () => {
  const the = await underWay();
  const { outcome, outputs } = await the.rollBack({ onlyIf: the.revisions.v0 ?? '' });
  expect(outcome).toBe('superseded');
  expect(await the.writes()).toEqual([]);
  expect(outputs.report.message).toContain(`is being deployed to ${the.revisions.v1}, by run 600 (ecs-deploy)`);
});

test('it goes back already: the end is waited for, and nothing is written', async () => {
  const the = await underWay();
  await answer(the, 'ROLLBACK');
  await the.cloud.control.clearJournal();
  const { outcome, steps } = await the.rollBack();
  expect([outcome, steps]).toEqual(['noop', ['await-back']]);
  expect(await the.writes()).toEqual([]);
  expect(await the.standing()).toMatchObject(BACK);
});

test('ECS went back from it: pressed again, nothing is written, and it is said why', async () => {
  const the = await underWay();
  await the.rollBack();
  await the.cloud.control.clearJournal();
  const { outcome, log } = await the.rollBack();
  expect(outcome).toBe('noop');
  expect(await the.writes()).toEqual([]);
  expect(log).toMatch(/because ECS took \d+ back at \S+ \(.*\): a rollback goes back once/);
});

test('further by name: ECS goes back first, then the named revision is deployed', async () => {
  const the = await underWay({ versions: ['v1', 'v2'] });
  const { outcome, steps } = await the.rollBack({ to: the.revisions.v0 ?? '', onlyIf: the.revisions.v2 ?? '' });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['answer', 'await-back', 'register', 'update', 'await-live']);
  expect(await the.standing()).toMatchObject({ versions: ['v0'], newest: 'v0 by ecs-rollback' });
});

test('by name to where it came from, ECS’s own rollback is enough', async () => {
  const the = await underWay();
  const { outcome, steps } = await the.rollBack({ to: the.revisions.v0 ?? '' });
  expect([outcome, steps]).toEqual(['rolled-back', ['answer', 'await-back']]);
});

test('another answer comes first: what goes on is stopped', async () => {
  const the = await underWay();
  await delayAnswer(the);
  const { outcome, steps } = await the.rollBack({
    async meanwhile({ connect, clock }) {
      await clock.sleep(500);
      await tell(the, connect(ECSClient), 'CONTINUE');
    },
  });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['answer', 'stop', 'await-back']);
  expect(await the.standing()).toMatchObject(BACK);
});

test('another hand stops it first: that is where it was to go', async () => {
  const the = await underWay();
  await delayAnswer(the);
  const { outcome, steps } = await the.rollBack({
    async meanwhile({ connect, clock }) {
      await clock.sleep(500);
      const [serviceDeploymentArn] = await waiting(the);
      await connect(ECSClient).send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
    },
  });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['answer', 'await-back']);
  expect(await the.standing()).toMatchObject(BACK);
});

test('a cancelled run says what it left: what was told to go back does so', async () => {
  const the = await underWay();
  const { outcome, outputs } = await the.rollBack({
    async meanwhile({ clock, cancel }) {
      await clock.sleep(1_500);
      cancel();
    },
  });
  expect(outcome).toBe('rollback-failed');
  expect(outputs.report.code).toBe('cancelled');
  await the.until(async () => (await the.standing()).status === 'ROLLBACK_SUCCESSFUL');
  expect((await the.rollBack()).outcome).toBe('noop');
});

/** The first answer of the rollback is refused for once, and made again a second later. */
async function delayAnswer(the: RollbackWorld): Promise<void> {
  await the.cloud.control.addFault({
    operation: 'ContinueServiceDeployment',
    accessKeyId: RUN_KEY,
    kind: 'unavailable',
  });
}

async function answer(the: RollbackWorld, action: 'CONTINUE' | 'ROLLBACK'): Promise<void> {
  await tell(the, the.ecs, action);
}

async function tell(the: RollbackWorld, ecs: ECSClient, action: 'CONTINUE' | 'ROLLBACK'): Promise<void> {
  const [serviceDeploymentArn, hookId] = await waiting(the);
  await ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }));
}

/** The deployment that waits at a pause, and that pause. */
async function waiting(the: RollbackWorld): Promise<readonly [string, string]> {
  const [newest] = await the.paused();
  if (!newest) throw new Error('nothing waits at a pause');
  return newest;
}
