import { type EndedBundle, stageOn, startStep } from '@actions-aws/testing';
import { type DeploymentWorld, type Deploys, deploymentWorld, rollback, stepOf } from './support/deployment-world.ts';

let world: DeploymentWorld;
beforeEach(async () => {
  world = await deploymentWorld({ scale: 0 });
});
afterEach(() => world.stop());

let runs: number;
beforeEach(() => {
  runs = 10;
});

/** Runs one step of a workflow after another; each is a run of its own. */
async function inTurn(...steps: readonly Omit<Deploys, 'run'>[]): Promise<readonly EndedBundle[]> {
  const stage = await stageOn(world.cloud);
  const ended: EndedBundle[] = [];
  for (const does of steps) {
    runs += 1;
    const step = await startStep(stage, stepOf(world, { ...does, run: runs }));
    await stage.finish();
    ended.push(await step.ended);
    await world.cloud.clock.advance(60_000);
  }
  await stage.clear();
  return ended;
}

const promote = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  inputs: { zip: `${name}.zip`, ...more },
});
const back = { action: rollback, inputs: {} };
const told = (ended: readonly EndedBundle[]) => ended.map(({ outputs }) => `${outputs.outcome} ${outputs.version}`);

test('every step back leads to what users reached before, and never to what was turned down', async () => {
  // Versions 1 and 2 were live. Version 3 is proved, but its own tests fail; version 5 fails behind the alias.
  const ended = await inTurn(
    promote('v3', { until: 'staged' }),
    promote('v4'),
    promote('broken-behind-alias'),
    back,
    { ...back, inputs: { to: '2' } },
    back,
    { ...back, inputs: { to: '1' } },
  );
  expect(told(ended)).toEqual([
    'held 3',
    'promoted 4',
    'rolled-back 5',
    'noop 4',
    'rolled-back 2',
    'noop 2',
    'rolled-back 1',
  ]);
});

test('pressed twice, it goes back once, and says who went back before and what was live then', async () => {
  const ended = await inTurn(promote('v3'), back, back);
  expect(told(ended)).toEqual(['promoted 3', 'rolled-back 2', 'noop 2']);
  expect(ended.at(-1)?.exitCode).toBe(0);
  const [warning] = ended.at(-1)?.annotations ?? [];
  expect(warning).toMatchObject({ level: 'warning', message: expect.stringContaining('run 1012 (lambda-rollback)') });
  expect(warning?.message).toContain('name the version in `to`; version 1 was live before');
  expect(ended.at(-1)?.summary).toContain('run 1012');
});

test('what was taken back by a rollback is no place to go back to, and what was promoted again is not twice', async () => {
  const ended = await inTurn(
    promote('v3'),
    back,
    promote('v4'),
    { inputs: { version: '1' } },
    back,
    { ...back, inputs: { to: '2' } },
    { ...back, inputs: { to: '3' } },
    back,
  );
  expect(told(ended)).toEqual([
    'promoted 3',
    'rolled-back 2',
    'promoted 4',
    'promoted 1',
    'rolled-back 4',
    'rolled-back 2',
    'rolled-back 3',
    'noop 3',
  ]);
  expect(ended.at(-1)?.annotations[0]?.message).toMatch(/name the version in `to`\.$/);
});
