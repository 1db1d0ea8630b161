import { type SteppedStep, startStep } from '@actions-aws/testing';
import { type Deploys, errorsOf, stepOf, stepsOf, type World, world } from './support/world.ts';

// A way back that is a deployment of its own, and pauses, as ROLLING does at POST_SCALE_UP: its run is killed, or has to end, at such a pause.

let one: World;
beforeAll(async () => {
  one = await world({ strategy: 'ROLLING', hooks: ['POST_SCALE_UP'] });
  await one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** Runs a deployment up to where it is about to answer the pause of its way back. */
async function onTheWayBack(deploys: Deploys = {}): Promise<SteppedStep> {
  const step = await one.start(deploys);
  await one.goOnUntil(
    step,
    async () => step.parked[0]?.operation === 'ContinueServiceDeployment' && (await one.calls('UpdateService')) === 2,
  );
  return step;
}

/** The same, and kills it there; the journal begins anew. */
async function killedOnTheWayBack(): Promise<SteppedStep> {
  const step = await onTheWayBack();
  await one.stage?.kill(step);
  await one.cloud.control.clearJournal();
  return step;
}

test('undisturbed, it answers its pauses, and users are back', async () => {
  const ended = await one.deployBy({});
  expect(ended.outputs.outcome).toBe('rolled-back');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('the job runs again: it goes on with the way back, and ends as undisturbed', async () => {
  await killedOnTheWayBack();
  const again = await one.deployBy({ attempt: 2 });
  expect(again.outputs).toMatchObject({ outcome: 'rolled-back', 'promoted-revision': '' });
  expect(errorsOf(again)).toContain('An earlier attempt of this run took the revision');
  expect(stepsOf(again)).toEqual(['await-update-back']);
  expect(await one.calls('UpdateService')).toBe(0);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('in a dry run that is the plan, and nothing is answered', async () => {
  await killedOnTheWayBack();
  const planned = await one.deployBy({ attempt: 2, inputs: { 'dry-run': 'true' } });
  expect([planned.exitCode, planned.outputs.outcome]).toEqual([0, 'planned']);
  expect(planned.stdout).toContain('wait until api is back on it');
  expect(await one.calls('ContinueServiceDeployment')).toBe(0);
});

test('with other content the job waits for the way back, helps it to its end, and deploys', async () => {
  await killedOnTheWayBack();
  const again = await one.deployBy({ attempt: 2, version: 'v2' });
  expect(again.outputs.outcome).toBe('promoted');
  expect(stepsOf(again)).toEqual(['await-rival', 'register', 'update', 'reach', 'continue', 'reach', 'verify']);
  expect((await one.live()).versions).toEqual(['v2']);
});

test.each(['wait', 'replace'])('the next run, with `when-busy: %s`, brings users back first', async (whenBusy) => {
  await killedOnTheWayBack();
  const next = await one.start({ run: 58, version: 'v2', inputs: { 'when-busy': whenBusy } });
  await one.stage?.rest();
  await one.goOnUntil(next, () => next.parked[0]?.operation === 'UpdateService');
  expect((await one.live()).versions).toEqual(['v0']);
  await one.stage?.finish();
  expect((await next.ended).outputs.outcome).toBe('promoted');
  expect(await one.calls('StopServiceDeployment')).toBe(0);
  expect((await one.live()).versions).toEqual(['v2']);
});

test('a run that fails while another one is busy says that it takes users back, and leaves it', async () => {
  await killedOnTheWayBack();
  const next = await one.deployBy({ run: 58, version: 'v2', inputs: { 'when-busy': 'fail' } });
  expect(next.outputs.outcome).toBe('failed');
  expect(errorsOf(next)).toContain('takes users back');
});

test('a run of another workflow leaves it, and names what helps it', async () => {
  await killedOnTheWayBack();
  const other = await one.deployBy({ run: 58, version: 'v2', workflow: 'other' });
  expect(other.outputs.outcome).toBe('superseded');
  expect(errorsOf(other)).toContain('takes users back');
  expect(errorsOf(other)).toContain('ecs-rollback');
});

test('the end of the job goes on with it', async () => {
  const { saved } = await killedOnTheWayBack();
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  const after = await startStep(stage, stepOf(one, {}), { name: 'post', post: saved });
  await stage.finish();
  const ended = await after.ended;
  expect(ended.stdout).toContain('Interrupted while api was on its way back: all of its users are back.');
  expect(ended.exitCode).toBe(0);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('the end of the job says where the way back did not go through: users are on what failed', async () => {
  const { saved } = await killedOnTheWayBack();
  await one.cloud.clock.advance(60 * 60_000);
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  const after = await startStep(stage, stepOf(one, {}), { name: 'post', post: saved });
  await stage.finish();
  const ended = await after.ended;
  expect((await one.live()).versions).toEqual(['v1']);
  expect(ended.exitCode).toBe(1);
  expect(errorsOf(ended)).toMatch(/un ecs-rollback/);
});

test('a run that is cancelled there is red, and the end of its job goes on', async () => {
  const step = await onTheWayBack();
  step.cancel(new Error('The run was cancelled.'));
  await one.stage?.finish();
  const ended = await step.ended;
  expect(ended.outputs.outcome).toBe('rollback-failed');
  expect(errorsOf(ended)).toContain('the end of the job goes on with it');
  const after = await ended.post();
  expect(after.stdout).toContain('all of its users are back');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('where ECS does not list deployments any more, users are back by then, and the run says that it does not know', async () => {
  const step = await onTheWayBack();
  const lasting = { operation: 'ListServiceDeployments', kind: 'unavailable', forMs: 60 * 60_000 } as const;
  await one.cloud.control.addFault(lasting);
  await one.stage?.finish();
  const ended = await step.ended;
  expect((await one.live()).versions).toEqual(['v0']);
  expect(ended.outputs.outcome).toBe('unknown');
  expect(errorsOf(ended)).toContain('What api does by now is not known: it was not seen to go back');
});

test('never run again: the timeout of the pause leaves users to what failed, and the job takes them back when it runs', async () => {
  await killedOnTheWayBack();
  await one.cloud.clock.advance(60 * 60_000);
  expect((await one.live()).versions).toEqual(['v1']);
  const again = await one.deployBy({ attempt: 2 });
  expect(again.outputs.outcome).toBe('rolled-back');
  expect((await one.live()).versions).toEqual(['v0']);
});
