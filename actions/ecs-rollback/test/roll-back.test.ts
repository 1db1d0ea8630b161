import { ecsUsers } from '@actions-aws/testing/ecs';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { type RollbackWorld, RUN_KEY, world } from './support/world.ts';

let the: RollbackWorld;
beforeAll(async () => {
  the = await world();
  await the.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await the.cloud.control.restore('made');
  await the.cloud.control.clearFaults();
  await the.cloud.control.clearJournal();
});
afterAll(() => the.stop());

const BACK = { versions: ['v0'], status: 'SUCCESSFUL', newest: 'v0 by ecs-rollback', undid: 'v1', pauses: 0 };
const OVER = ['register', 'update', 'await-live'];
const id = (version: 'v0' | 'v1' | 'v2' | 'v3') => the.revisions[version] ?? '';
const calls = async () => (await the.cloud.control.journal()).map(({ operation }) => operation);

test('what is over: what was live before is deployed over it, pinned, and its pause is answered at once', async () => {
  const { outcome, steps, outputs } = await the.rollBack({ onlyIf: id('v1') });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(OVER);
  expect(await the.standing()).toEqual(BACK);
  expect(outputs).toMatchObject({
    'previous-revision': id('v1'),
    revision: expect.stringMatching(/^\d+$/),
    'task-definition': expect.stringMatching(/^api:\d+$/),
    report: { outcome: 'rolled-back', because: expect.stringContaining('run 600 (ecs-deploy)') },
  });
  expect(outputs['recovery-ms']).toBeGreaterThan(0);
});

test('the time that users waited ends when all of them are back, and not when the run does', async () => {
  const started = the.cloud.clock.now();
  const users = ecsUsers(the, { shares: { v0: 1, v1: 1 } });
  const { recoveryMs = 0 } = await the.rollBack({ onlyIf: id('v1') });
  const endedMs = the.cloud.clock.now() - started;
  await users.leave();
  const looks = users.looks.map(({ at, answers }) => ({
    at: at - started,
    isBack: answers.every(({ version }) => version === 'v0'),
  }));
  const lastAway = Math.max(...looks.flatMap(({ at, isBack }) => (isBack ? [] : [at])));
  // Looks of users and of the run are some seconds apart.
  expect(recoveryMs).toBeGreaterThanOrEqual(lastAway - 5_000);
  expect(recoveryMs).toBeLessThanOrEqual(lastAway + 10_000);
  expect(recoveryMs).toBeLessThan(endedMs - 30_000);
});

test('before the write there are eight reads and one registration, and nothing is waited for', async () => {
  const started = the.cloud.clock.now();
  await the.rollBack({ onlyIf: id('v1') });
  const journal = await the.cloud.control.journal();
  const write = journal.findIndex(({ operation }) => operation === 'UpdateService');
  expect(
    journal
      .slice(0, write)
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual([
    'DescribeImages',
    'DescribeServiceRevisions',
    'DescribeServiceRevisions',
    'DescribeServices',
    'DescribeServices',
    'DescribeTaskDefinition',
    'DescribeTaskDefinition',
    'ListServiceDeployments',
    'RegisterTaskDefinition',
  ]);
  expect(journal[write]?.time).toBe(started);
});

test('a dry run writes nothing, and says all of it', async () => {
  const { outcome, log, outputs } = await the.rollBack({ dryRun: true });
  expect(outcome).toBe('planned');
  expect(await the.writes()).toEqual([]);
  expect(log).toContain(`deploy the copy over ${id('v1')} on api`);
  expect(log).toContain(`Why ${id('v0')}: it was live when run 600 (ecs-deploy) deployed ${id('v1')}.`);
  expect(log).toContain('Revisions do not hold the desired count');
  expect(outputs.report).toMatchObject({ outcome: 'planned', recoveryMs: null });
});

test('pressed twice: the second writes nothing, and says who went back, when, and how to go further', async () => {
  await the.rollBack();
  await the.cloud.control.clearJournal();
  const { outcome, log } = await the.rollBack();
  expect(outcome).toBe('noop');
  expect(await the.writes()).toEqual([]);
  expect(log).toMatch(/because run \d+ \(ecs-rollback\) took \d+ back at \d{4}-\S+Z: a rollback goes back once/);
  expect(log).toContain('name a revision in `to`');
});

test('pressed twice with a condition that was met', async () => {
  await the.rollBack({ onlyIf: id('v1') });
  expect((await the.rollBack({ onlyIf: id('v1') })).outcome).toBe('noop');
});

test('another deployment came since: nothing is touched', async () => {
  const { outcome, outputs } = await the.rollBack({ onlyIf: id('v0') });
  expect(outcome).toBe('superseded');
  expect(await the.writes()).toEqual([]);
  expect(outputs.report.code).toBe('condition-not-met');
  expect(outputs.report.message).toContain(`is on ${id('v1')}, by run 600 (ecs-deploy), not on ${id('v0')}`);
});

test('forward again by name, with a warning, and back again by name', async () => {
  await the.rollBack();
  const again = await the.rollBack({ to: id('v1') });
  expect(again.outcome).toBe('rolled-back');
  expect(again.log).toContain(`${id('v1')} was taken back by run`);
  expect((await the.standing()).versions).toEqual(['v1']);
  expect((await the.rollBack({ to: id('v0') })).outcome).toBe('rolled-back');
  expect((await the.rollBack({ to: id('v0') })).outcome).toBe('noop');
  expect((await the.standing()).versions).toEqual(['v0']);
});

test('what is live already is left alone', async () => {
  const { outcome, log } = await the.rollBack({ to: id('v1') });
  expect(outcome).toBe('noop');
  expect(await the.writes()).toEqual([]);
  expect(log).toBe('');
});

test('the registered copy has the user’s tags and ours, the image by its digest, and all else as it was', async () => {
  await the.rollBack();
  const input = (await the.cloud.control.journal()).find(
    ({ operation }) => operation === 'RegisterTaskDefinition',
  )?.input;
  expect(input).toMatchObject({
    family: 'api',
    taskRoleArn: 'arn:aws:iam::123456789012:role/api-task',
    containerDefinitions: [{ image: the.images.v0.resolvedUri }],
    tags: expect.arrayContaining([
      { key: 'actions-aws:by', value: 'ecs-rollback' },
      { key: 'actions-aws:undid', value: id('v1') },
      { key: 'actions-aws:to', value: id('v0') },
    ]),
  });
  expect(input).not.toHaveProperty('taskDefinitionArn');
  expect(input).not.toHaveProperty('compatibilities');
});

test('two runs: a second press while the first is under way helps it to its end', async () => {
  await the.cloud.control.addFault({
    operation: 'ContinueServiceDeployment',
    accessKeyId: RUN_KEY,
    kind: 'unavailable',
    times: 1,
  });
  const { outcome } = await the.rollBack({ timeoutMs: 20_000 });
  expect(outcome).toBe('rollback-failed');
  const second = await the.rollBack({ onlyIf: id('v1') });
  expect(second.steps).toEqual(['await-live']);
  expect(second.outcome).toBe('noop');
  expect(await the.standing()).toEqual(BACK);
});

test('another attempt of the same run goes on with what the first began', async () => {
  const owner = { run: '812', attempt: 1, nonce: 'aaaaaaaa' };
  expect((await the.rollBack({ owner, timeoutMs: 10_000 })).outcome).toBe('rollback-failed');
  await the.cloud.control.clearJournal();
  const again = await the.rollBack({ owner: { ...owner, attempt: 2, nonce: 'bbbbbbbb' } });
  expect(again.outcome).toBe('rolled-back');
  expect(await calls()).not.toContain('UpdateService');
  expect(await the.standing()).toEqual(BACK);
});

test('a service that is not there is an error that names it', async () => {
  await expect(the.rollBack({ name: { cluster: 'shop', service: 'web' } })).rejects.toMatchObject({
    message: 'There is no service web in the cluster shop.',
  });
  await expect(the.rollBack({ name: { cluster: 'nowhere', service: 'api' } })).rejects.toMatchObject({
    message: 'There is no cluster nowhere.',
  });
});

test('an Express service is refused', async () => {
  await the.cloud.control.call('ecs.express', { service: 'api', cluster: 'shop' }, { region: 'eu-west-1' });
  await expect(the.rollBack()).rejects.toMatchObject({ message: expect.stringContaining('Express') });
});

test('a network that changed since comes back with the task definition, in one call', async () => {
  const { cluster, service } = the;
  await the.deployAs('v2', {
    fields: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-9'], securityGroups: ['sg-9'] } } },
  });
  await the.cloud.control.clearJournal();
  const { outcome, log } = await the.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(log).toContain('with `networkConfiguration`');
  const update = (await the.cloud.control.journal()).find(({ operation }) => operation === 'UpdateService');
  expect(update?.input).toMatchObject({
    cluster,
    service,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } },
  });
  expect(update?.input).not.toHaveProperty('desiredCount');
  expect(update?.input).not.toHaveProperty('loadBalancers');
});

test('capacity that infrastructure code changed without a deployment is not what users were on', async () => {
  const spot = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  const { cluster, service } = the;
  await the.ecs.send(
    new UpdateServiceCommand({ cluster, service, capacityProviderStrategy: spot, forceNewDeployment: true }),
  );
  await the.finish();
  await the.cloud.control.clearJournal();
  const { outcome } = await the.rollBack({ to: id('v0') });
  expect(outcome).toBe('rolled-back');
  const update = (await the.cloud.control.journal()).find(({ operation }) => operation === 'UpdateService');
  expect(update?.input).toMatchObject({ capacityProviderStrategy: [], forceNewDeployment: true });
});

test('members that no SDK knows come back with the task definition', async () => {
  const container = { name: 'app', image: the.images.v2.uri, essential: true, tomorrow: { is: 'another day' } };
  const ports = [{ containerPort: 8080 }];
  await the.deployAs('v2', {
    definition: { nextYear: [1, 2], containerDefinitions: [{ ...container, portMappings: ports }] },
  });
  await the.deployAs('v3');
  const { outcome, outputs } = await the.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(await the.definition(outputs['task-definition'])).toMatchObject({
    nextYear: [1, 2],
    containerDefinitions: [{ image: the.images.v2.resolvedUri, tomorrow: { is: 'another day' } }],
  });
  expect((await the.standing()).versions).toEqual(['v2']);
});
