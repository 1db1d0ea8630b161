import { ownerTags, readOwner } from '@actions-aws/ecs';
import { accessKeyOf } from '@actions-aws/testing';
import { missingImage, type Story, tell } from '@actions-aws/testing/ecs';
import { DescribeTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { type Deploys, errorsOf, isOfStage, stepsOf, type World, world } from './support/world.ts';

let one: World;
beforeAll(async () => {
  one = await world();
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** What the deployment wrote, in order. */
async function writes(): Promise<readonly string[]> {
  const journal = await one.cloud.control.journal();
  return journal
    .filter((call) => isOfStage(call) && !/^(Describe|List|Get)/.test(call.operation))
    .map(({ operation }) => operation);
}

test('new tasks that stand their proof get all users', async () => {
  const ended = await one.deployBy({});
  expect(errorsOf(ended)).toBe('');
  expect(ended.outputs).toMatchObject({
    outcome: 'promoted',
    'task-definition': 'api:2',
    share: '100',
    'expires-at': '',
    'image-digests': JSON.stringify({ app: one.images.v1.digest }),
  });
  expect(ended.outputs['promoted-revision']).toBe(ended.outputs.revision);
  expect(stepsOf(ended)).toEqual(['register', 'update', 'reach', 'smoke', 'continue', 'reach', 'verify', 'reach']);
  expect(await writes()).toEqual(['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment']);
  expect(await one.live()).toEqual({
    production: { green: 1, blue: 0 },
    test: { green: 1, blue: 0 },
    versions: ['v1'],
  });
});

test('the image goes by its digest, and whose promotion it is stands in the tags', async () => {
  const { outputs } = await one.deployBy({});
  const { taskDefinition, tags = [] } = await one.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: 'api:2', include: ['TAGS'] }),
  );
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toBe(one.images.v1.resolvedUri);
  const mark = readOwner(Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])));
  expect(mark).toMatchObject({
    by: 'ecs-deploy',
    owner: { run: '1057', attempt: 1 },
    order: { number: 57 },
    from: outputs['previous-revision'],
    proof: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(Object.keys(ownerTags(mark!))).toHaveLength(tags.length);
});

test('what is live already is left as it is, by another run as well', async () => {
  await one.deployBy({});
  await one.cloud.control.clearJournal();
  const again = await one.deployBy({ run: 58 });
  expect(again.outputs).toMatchObject({ outcome: 'noop', 'promoted-revision': '', share: '0' });
  expect(await writes()).toEqual(['TagResource']);
  const forced = await one.deployBy({ run: 59, inputs: { force: 'true' } });
  expect(forced.outputs).toMatchObject({
    outcome: 'promoted',
    'previous-revision': again.outputs['previous-revision'],
  });
});

test('a dry run is the plan, and writes nothing', async () => {
  const { outputs, stdout } = await one.deployBy({ inputs: { 'dry-run': 'true' } });
  expect(outputs).toMatchObject({ outcome: 'planned', revision: '' });
  expect(stdout).toContain('put the checks of `smoke` to the test listener of api');
  expect(await writes()).toEqual([]);
});

test('it is held behind the test listener, and a second call goes on', async () => {
  const held = await one.deployBy({ inputs: { until: 'staged' } });
  expect(held.outputs).toMatchObject({ outcome: 'held', share: '0', 'promoted-revision': '' });
  expect(held.outputs['test-url']).toContain(':8080');
  expect(held.outputs['expires-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(one.ask('test').version).toBe('v1');
  expect((await one.live()).versions).toEqual(['v0']);
  await one.cloud.control.clearJournal();
  const promoted = await one.deployBy({ run: 58 });
  expect(promoted.outputs).toMatchObject({ outcome: 'promoted', revision: held.outputs.revision });
  expect(stepsOf(promoted).slice(0, 2)).toEqual(['smoke', 'continue']);
  expect(await writes()).toEqual(['ContinueServiceDeployment']);
  expect((await one.live()).versions).toEqual(['v1']);
});

test('what is held, and never gone on with, is rolled back by the timeout of its pause', async () => {
  await one.deployBy({ inputs: { until: 'staged' } });
  await one.cloud.clock.advance(32 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
  const next = await one.deployBy({ run: 58 });
  expect(next.outputs.outcome).toBe('promoted');
});

test('a container that Docker tells a reason of has it in the message, and in the report', async () => {
  const reason = 'OutOfMemoryError: Container killed due to memory usage';
  await one.script('v1', { exits: { afterMs: 3_000, code: 137, reason } });
  const ended = await one.deployBy({});
  expect(ended.outputs.outcome).toBe('rejected');
  expect(errorsOf(ended)).toContain(`the container app exited with 137 (${reason})`);
  const { failedTasks } = JSON.parse(ended.outputs.report ?? '{}') as { failedTasks: { why: string }[] };
  expect(failedTasks.map(({ why }) => why).join()).toContain(reason);
});

test('where no task could be placed, ECS says so by its events, and the summary has them', async () => {
  await tell(one, 'no capacity');
  const ended = await one.deployBy({ inputs: { timeout: '5m' } });
  expect(ended.outputs.outcome).toBe('failed');
  expect(ended.summary).toContain('ECS: (service api) was unable to place a task. Reason: Capacity is unavailable');
});

/** What a story ends with: see the table in the README. */
test.each<[Story | 'image missing', Deploys['inputs'], outcome: string, said: string, live: string]>([
  ['image missing', {}, 'failed', 'ECR has no v9', 'v0'],
  ['crash loop', {}, 'rejected', 'the container app exited with 1', 'v0'],
  ['slow start', {}, 'rejected', 'Task failed ELB health checks', 'v0'],
  ['failing health check', {}, 'rejected', 'Task failed ELB health checks', 'v0'],
  [
    'failing smoke test',
    {},
    'rejected',
    '1 of 1 checks failed at the test listener. GET /version: the status code is 500',
    'v0',
  ],
  [
    'alarm before',
    { alarms: 'api-errors' },
    'failed',
    'The alarm api-errors fires already (a queue is full since yesterday)',
    'v0',
  ],
  ['alarm before', { alarms: 'api-errors', 'on-firing-alarm': 'ignore' }, 'promoted', '', 'v1'],
  ['no capacity', { timeout: '5m' }, 'failed', 'Time ran out: `timeout` is 5m', 'v0'],
  ['deployment running', {}, 'superseded', 'A deployment of api by another hand is under way', 'v0'],
  ['stalled breaker', {}, 'rejected', 'the container app exited with 1', 'v0'],
  ['slow draining', {}, 'promoted', '', 'v1'],
])('the story of %s %j: %s', async (story, given, outcome, said, live) => {
  if (story !== 'image missing') await tell(one, story);
  const inputs = story === 'image missing' ? { images: `app: ${missingImage(one)}` } : { ...given };
  const ended = await one.deployBy({ inputs });
  expect(ended.outputs.outcome).toBe(outcome);
  expect(errorsOf(ended)).toContain(said);
  expect(ended.exitCode).toBe(outcome === 'promoted' ? 0 : 1);
  expect((await one.live()).versions).toEqual([live]);
});

test('what a container wrote last is in the log and in the summary', async () => {
  await tell(one, 'crash loop');
  const { stdout, summary, outputs } = await one.deployBy({});
  const line = 'Error: connect ECONNREFUSED 10.0.7.12:5432';
  expect(stdout).toContain(line);
  expect(summary).toContain('ECONNREFUSED');
  expect(outputs.report).toContain(line);
});

test('a verify that fails while old tasks still run is taken back by ECS', async () => {
  const ended = await one.deployBy({ inputs: { verify: 'GET /nothing', smoke: 'none' } });
  await one.script('v1', { answers: { paths: { '/nothing': { status: 500 } } } });
  expect(ended.outputs.outcome).toBe('promoted');
  await one.cloud.control.restore('live');
  await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
  const back = await one.deployBy({ inputs: { verify: 'GET /checkout' } });
  expect(back.outputs).toMatchObject({ outcome: 'rolled-back', 'promoted-revision': '', share: '0' });
  expect(errorsOf(back)).toContain("1 of 1 checks failed at users' address. GET /checkout: the status code is 500");
  expect(await one.live()).toMatchObject({ versions: ['v0'] });
});

test('weights of another hand: the test listener leads to what is live, and proves nothing', async () => {
  await one.script('v1', { answers: { status: 200 } });
  const running = await one.start({ inputs: { until: 'staged' } });
  await one.stage?.finish();
  expect((await running.ended).outputs.outcome).toBe('held');
  const { test: testing, blue } = one.balancer!;
  const { ModifyRuleCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  await one.elb.send(
    new ModifyRuleCommand({
      RuleArn: testing.ruleArn,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }] } }],
    }),
  );
  const ended = await one.deployBy({ run: 58 });
  expect(ended.outputs.outcome).toBe('rejected');
  expect(errorsOf(ended)).toContain('another hand has set them');
  expect((await one.live()).versions).toEqual(['v0']);
});

test('a pause that goes on by itself, which the service does not tell of before, is answered with a rollback', async () => {
  const { cluster, service, configuration } = one;
  const [hook] = configuration.lifecycleHooks ?? [];
  const running = await one.start({});
  // Between the look and the update infrastructure code has changed it.
  await one.ecs.send(
    new UpdateServiceCommand({
      cluster,
      service,
      deploymentConfiguration: {
        ...configuration,
        lifecycleHooks: [{ ...hook, timeoutConfiguration: { timeoutInMinutes: 30, action: 'CONTINUE' } }],
      },
    }),
  );
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs.outcome).toBe('failed');
  expect(errorsOf(ended)).toContain('ends by CONTINUE when no answer comes');
  expect((await one.live()).versions).toEqual(['v0']);
});

test.each<[when: string, operation: string, how: string]>([
  ['while it updates the service', 'UpdateService', 'StopServiceDeployment'],
  ['before ECS shows its deployment', 'ListServiceDeployments', 'StopServiceDeployment'],
  ['at its pause', 'DescribeRules', 'ContinueServiceDeployment'],
])('a run that is cancelled %s leaves nothing that users could meet', async (_, operation, how) => {
  const running = await one.start({});
  await one.stage?.rest();
  for (let updated = false; ; ) {
    const [next] = running.parked;
    if (next?.operation === operation && (updated || operation === 'UpdateService')) break;
    updated ||= next?.operation === 'UpdateService';
    if (next) await one.stage?.proceed(next);
    else await one.stage?.pass();
  }
  running.cancel(new Error('The run was cancelled.'));
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs.outcome).toBe('failed');
  expect(errorsOf(ended)).toContain('The run was cancelled.');
  expect(await writes()).toEqual(['RegisterTaskDefinition', 'UpdateService', how]);
  await one.cloud.clock.advance(10 * 60_000);
  expect((await one.live()).versions).toEqual(['v0']);
});

test('a way back that pauses is not said to go on by itself where the run is cancelled, and without the end of its job ends with what failed', async () => {
  await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
  await one.deployBy({});
  const running = await one.start({ attempt: 2, inputs: { verify: 'GET /checkout' } });
  let isOnItsWay = false;
  await one.goOnUntil(running, () => {
    isOnItsWay ||= running.parked[0]?.operation === 'UpdateService';
    return isOnItsWay && running.parked.length === 0;
  });
  running.cancel(new Error('The run was cancelled.'));
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs.outcome).toBe('rollback-failed');
  expect(errorsOf(ended)).toContain('run the job again, or run ecs-rollback now');
  await one.cloud.clock.advance(60 * 60_000);
  expect((await one.live()).versions).toEqual(['v1']);
});

test.each(['DescribeTaskDefinition', 'DescribeServiceRevisions', 'DescribeServices'])(
  'a look before the update in which %s shows what was before the first look is no refusal',
  async (operation) => {
    await one.cloud.control.addFault({
      service: 'ecs',
      operation,
      accessKeyId: accessKeyOf('step'),
      since: 2,
      times: 1,
      kind: 'stale',
    });
    const ended = await one.deployBy({});
    expect(errorsOf(ended)).toBe('');
    expect(ended.outputs.outcome).toBe('promoted');
  },
);
