import type { SteppedStep } from '@actions-aws/testing';
import { startStep } from '@actions-aws/testing';
import { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { stepOf, type World, world } from './support/world.ts';

let one: World;
beforeAll(async () => {
  one = await world();
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** Runs a deployment up to a moment, and kills it there. */
async function killedWhen(isThere: (step: SteppedStep) => boolean | Promise<boolean>): Promise<SteppedStep> {
  const step = await one.start({});
  await one.goOnUntil(step, () => isThere(step));
  await one.stage?.kill(step);
  return step;
}

const wrote = async (operation: string) => (await one.calls(operation)) > 0;

/** The end of the job. */
async function post(killed: SteppedStep) {
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  const after = await startStep(stage, stepOf(one, {}), { name: 'post', post: killed.saved });
  await stage.finish();
  return after.ended;
}

test.each<[string, string, said: string]>([
  ['right after its update', 'UpdateService', 'no user had: ECS rolls it back'],
  ['after it has let users have it', 'ContinueServiceDeployment', 'ECS rolls it back'],
])('a run that was killed %s is taken back', async (_, operation, said) => {
  const killed = await killedWhen(() => wrote(operation));
  const ended = await post(killed);
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain(said);
  await one.cloud.clock.advance(10 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('the job runs again while ECS takes back what had not even begun: what is live is known, and it is promoted', async () => {
  const { cluster, service } = one;
  await one.cloud.control.call('ecs.pace', { visible: 0 }, { region: 'eu-west-1' });
  await killedWhen(() => wrote('UpdateService'));
  const listed = await one.ecs.send(new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING'] }));
  const { serviceDeploymentArn } = listed.serviceDeployments?.[0] ?? {};
  await one.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  const again = await one.deployBy({ attempt: 2 });
  expect(again.outputs.outcome).toBe('promoted');
  expect((await one.live()).versions).toEqual(['v1']);
});

test('a run that was killed before its update leaves nothing to do', async () => {
  const killed = await killedWhen(
    async (step) => step.saved.get('reached') === 'moving' && !(await wrote('UpdateService')),
  );
  const ended = await post(killed);
  expect(ended.stdout).toContain('nothing to take back');
  expect(await wrote('StopServiceDeployment')).toBe(false);
});

test('what another run deploys is not touched', async () => {
  const killed = await killedWhen(
    async (step) => step.saved.get('reached') === 'moving' && !(await wrote('UpdateService')),
  );
  await one.deploy('v3');
  const ended = await post(killed);
  expect(ended.stdout).toContain('nothing to take back');
  expect(await wrote('StopServiceDeployment')).toBe(false);
});

test('a run that was killed once all users have it, unverified, is red and says so', async () => {
  const killed = await killedWhen(() => wrote('ContinueServiceDeployment'));
  await one.cloud.clock.advance(10 * 60_000);
  const ended = await post(killed);
  expect(ended.exitCode).toBe(1);
  expect(ended.stdout).toContain('Interrupted before the new tasks of api were seen to be well');
  expect((await one.live()).versions).toEqual(['v1']);
});

test('a run that has come to its end leaves nothing to do, and asks nothing', async () => {
  const step = await one.start({});
  await one.stage?.finish();
  const ended = await step.ended;
  await one.cloud.control.clearJournal();
  expect((await ended.post()).exitCode).toBe(0);
  expect(await one.cloud.control.journal()).toEqual([]);
});

test('an outage of half a minute is waited out', async () => {
  const killed = await killedWhen(() => wrote('UpdateService'));
  await one.cloud.control.addFault({ service: 'ecs', kind: 'unavailable', forMs: 30_000 });
  const ended = await post(killed);
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('ECS rolls it back');
});

test('without a post the timeout of the pause brings users to safety', async () => {
  await killedWhen(() => wrote('UpdateService'));
  await one.cloud.clock.advance(35 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
});

describe('a run that was killed on the way back of what is live, by a deployment that pauses', () => {
  async function killed(): Promise<SteppedStep> {
    await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
    await one.deployBy({});
    await one.cloud.control.clearJournal();
    const step = await one.start({ attempt: 2, inputs: { verify: 'GET /checkout' } });
    await one.goOnUntil(step, () => wrote('UpdateService'));
    await one.stage?.kill(step);
    return step;
  }

  test('is helped to its end', async () => {
    const ended = await post(await killed());
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('all of its users are back');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('or says after some minutes that it was not seen', async () => {
    const step = await killed();
    await one.cloud.control.call('ecs.capacity', { tasks: 2 }, { region: 'eu-west-1' });
    const ended = await post(step);
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain('it was not seen to its end');
    expect(ended.stdout).toContain('run ecs-rollback now');
  });
});
