import {
  assertUsersSafe,
  callsIn,
  copyWithout,
  entriesOf,
  gapsIn,
  probe,
  runBundle,
  STEP_ACCESS_KEY,
  startBundle,
} from '@actions-aws/testing';
import { type DeploymentWorld, deploymentWorld } from './support/deployment-world.ts';
import { promotionStep } from './support/trials.ts';

let world: DeploymentWorld;
beforeAll(async () => {
  world = await deploymentWorld();
  await world.cloud.control.snapshot('before');
});
beforeEach(async () => {
  const { control } = world.cloud;
  await control.restore('before');
  await control.clearFaults();
  await control.clearJournal();
});
afterAll(() => world.stop());

test('the bundle promotes: outputs, summary, and an exit code of 0', async () => {
  const users = probe({ cloud: world.cloud, functionName: world.functionName, qualifier: 'live' });
  const { exitCode, outputs, summary, annotations } = await runBundle(promotionStep(world));
  const now = await users.visit();
  const seen = await users.stop();
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'promoted',
    version: '3',
    'previous-version': '2',
    'alias-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:search-api:live',
  });
  expect(JSON.parse(outputs.report ?? '')).toMatchObject({
    outcome: 'promoted',
    functions: [{ function: 'search-api', outcome: 'promoted', version: '3' }],
  });
  expect(summary).toContain('search-api:live');
  assertUsersSafe(seen, { versions: ['2', '3'] });
  expect(seen[0]?.version).toBe('2');
  expect(now.version).toBe('3');
});

test('the post step of a promotion that went well calls nobody', async () => {
  const promoted = await runBundle(promotionStep(world));
  await world.cloud.control.clearJournal();
  const post = await promoted.post();
  expect(post.exitCode).toBe(0);
  expect(await callsIn(world)).toEqual([]);
});

test('a rejected candidate makes the step red, with every output set', async () => {
  const { exitCode, outputs, annotations, summary } = await runBundle(promotionStep(world, { zip: 'broken.zip' }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'rejected', 'previous-version': '2' });
  expect(annotations).toHaveLength(1);
  expect(annotations[0]?.message).toContain('the status code is 503');
  expect(summary).toContain('the index is missing');
});

test('a pattern is tried in a worker, and one that takes too long is a failed check', async () => {
  const smoke = (check: object) => JSON.stringify([check]);
  const good = { request: 'GET /api/v1/health', expect: { body: '"version":"v\\d"' } };
  const passed = await runBundle(promotionStep(world, { smoke: smoke(good) }));
  expect(passed.outputs.outcome).toBe('promoted');
  // The function answers with the path that it was asked for.
  const slow = { request: `GET /${'a'.repeat(26)}!`, expect: { body: '(a+)+"' } };
  const failed = await runBundle(promotionStep(world, { zip: 'v1.zip', smoke: smoke(slow) }));
  expect(failed.outputs.outcome).toBe('rejected');
  expect(failed.annotations[0]?.message).toContain('was not matched with /(a+)+"/ within 1 s');
});

test('a workflow that is cancelled while the alias moves gets it back, and the step says so', async () => {
  await world.cloud.control.addFault({ operation: 'UpdateAlias', resource: '*:live', when: 'after', kind: 'hold' });
  const running = startBundle(promotionStep(world));
  const held = await world.cloud.control.waitHeld(20_000);
  const ending = running.kill('SIGINT');
  await world.cloud.control.release(held.id);
  const { exitCode, outputs } = await ending;
  expect(exitCode).toBe(1);
  expect(outputs.outcome).toBe('rolled-back');
  expect((await world.alias())?.version).toBe('2');
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('neither a wrong input nor a post step with nothing to do loads the SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { functions: _, ...inputs } = promotionStep(world).inputs ?? {};
    const wrong = await runBundle({ ...promotionStep(world), action, inputs });
    expect(wrong.annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`functions`')]);
    const afterwards = (reached: string) =>
      runBundle({
        ...promotionStep(world),
        action,
        env: { STATE_isPost: 'true', STATE_begun: 'true', STATE_reached: reached },
      });
    expect((await afterwards('ended')).annotations).toEqual([]);
    expect((await afterwards('moving')).annotations[0]?.message).toContain('index.js');
  } finally {
    await remove();
  }
});

test('a runner that is killed between the move and its proof gets the alias back in the post step', async () => {
  await world.cloud.control.addFault({
    operation: 'Invoke',
    resource: '*:live',
    accessKeyId: STEP_ACCESS_KEY,
    kind: 'hold',
  });
  const running = startBundle(promotionStep(world));
  const held = await world.cloud.control.waitHeld(20_000);
  const killed = await running.kill('SIGKILL');
  await world.cloud.control.drop(held.id);
  expect((await world.alias())?.version).toBe('3');

  const post = await killed.post();
  expect(post.exitCode).toBe(0);
  expect(post.stdout).toContain('users are back on version 2');
  expect((await world.alias())?.version).toBe('2');
});

test('a wrong input is an end like any other: it has an outcome and a summary', async () => {
  const { exitCode, outputs, summary } = await runBundle(promotionStep(world, { timeout: 'soon' }));
  expect(exitCode).toBe(1);
  expect(outputs.outcome).toBe('failed');
  expect(summary).toMatch(
    /^## ❌ failed: 1 problem with the inputs\n\nInput `timeout` is "soon", but must be a duration/,
  );
});

test('a promotion of a zip loads no client of S3 or CloudWatch, no parser of YAML and no way to other credentials', async () => {
  const rarelyNeeded = /class (?:S3|CloudWatch|STS|SSO)Client |class Parser |function deflateSync\(/;
  const { action, leftOut, remove } = await copyWithout(new URL('..', import.meta.url), rarelyNeeded);
  try {
    expect(leftOut.length).toBeGreaterThanOrEqual(6);
    const { annotations, outputs } = await runBundle({ ...promotionStep(world), action });
    expect(annotations).toEqual([]);
    expect(outputs.outcome).toBe('promoted');
  } finally {
    await remove();
  }
});
