import { stageOn, startStep } from '@actions-aws/testing';
import { type DeploymentWorld, deploymentWorld, stepOf } from './support/deployment-world.ts';

let the: DeploymentWorld;
beforeAll(async () => {
  the = await deploymentWorld({ scale: 0, live: false });
});
afterAll(() => the.stop());

/** A dry run of up to two hours with the credentials of a role, as configure-aws-credentials leaves them. */
async function dryRun(inputs: Readonly<Record<string, string>>) {
  const stage = await stageOn(the.cloud);
  const step = stepOf(the, { inputs: { zip: 'v1.zip', 'dry-run': 'true', timeout: '2h', ...inputs }, run: 1 });
  const running = await startStep(stage, { ...step, env: { ...step.env, AWS_SESSION_TOKEN: 'token' } });
  await stage.finish();
  return running.ended;
}

test('a run that may outlast the credentials of a role says so, where nobody knows when they end', async () => {
  const { outputs, annotations } = await dryRun({});
  expect(outputs.outcome).toBe('planned');
  expect(annotations).toHaveLength(1);
  expect(annotations[0]).toMatchObject({
    level: 'warning',
    message: expect.stringMatching(/may take 2h1m .*`role-duration-seconds`.*`credentials-expire-at`/),
  });
});

// As a `Date` becomes an output of aws-actions/configure-aws-credentials: as JSON, in quotes.
const inHours = (hours: number) => JSON.stringify(new Date(the.cloud.clock.now() + hours * 3_600_000));

test('it is checked where the end is known', async () => {
  expect((await dryRun({ 'credentials-expire-at': inHours(3) })).annotations).toEqual([]);
  const { outputs, annotations } = await dryRun({ 'credentials-expire-at': inHours(2) });
  expect(outputs.outcome).toBe('failed');
  expect(annotations[0]?.message).toMatch(/credentials end in 7\d\d\d s, but this run may take 7260 s/);
});
