import { BatchDeleteImageCommand, ECRClient, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { DeregisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { type RollbackWorld, RUN_KEY, world } from './support/world.ts';

// Where a service goes back to, and whether tasks could be started from it: v0, v1 and v2 were deployed one after the other.

let the: RollbackWorld;
let ecr: ECRClient;
/** Ids of revisions, as they were made before each test. */
let made: RollbackWorld['revisions'];
beforeAll(async () => {
  the = await world({ versions: ['v1', 'v2'] });
  ecr = new ECRClient({ ...the.settings, maxAttempts: 1 } as never);
  made = { ...the.revisions };
  await the.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await the.cloud.control.restore('made');
  await the.cloud.control.clearFaults();
  await the.cloud.control.clearJournal();
});
afterAll(async () => {
  ecr.destroy();
  await the.stop();
});

const id = (version: 'v0' | 'v1' | 'v2') => made[version] ?? '';
const versions = async () => (await the.standing()).versions;
const digest = (version: 'v0' | 'v1') => ({ imageDigest: the.images[version].digest });

test('the newest that was deployed successfully, where another hand deployed what is live', async () => {
  await the.deployAs('v3', { mark: false });
  const { outcome, log } = await the.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(log).toContain(
    `Why ${id('v2')}: of those that were deployed successfully, it is the newest with other content.`,
  );
  expect(await versions()).toEqual(['v2']);
});

test('what has the same content is no target: a deployment that was only forced is passed over', async () => {
  const { cluster, service } = the;
  await the.deployAs('v3', { mark: false });
  await the.ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
  await the.finish();
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await versions()).toEqual(['v2']);
});

test('a deployment that broke off is not what was live before, though it is newer', async () => {
  await the.deployAs('v3', { until: 'paused' });
  await the.rollBack();
  await the.deployAs('v3', { mark: false });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await versions()).toEqual(['v2']);
});

test('a person went back by hand: what was live before would be what failed, and that is said', async () => {
  await the.deployAs('v1', { mark: false });
  await the.cloud.control.clearJournal();
  const { outcome, outputs } = await the.rollBack();
  expect(outcome).toBe('failed');
  expect(outputs.report).toMatchObject({
    code: 'nothing-before',
    message: expect.stringContaining('as if a person had gone back already'),
  });
  expect(await the.writes()).toEqual([]);
  expect((await the.rollBack({ to: id('v0') })).outcome).toBe('rolled-back');
});

test('what is live was the first: there is nothing to go back to', async () => {
  const one = await world({ versions: [] });
  try {
    const { outcome, outputs } = await one.rollBack();
    expect(outcome).toBe('failed');
    expect(outputs.report.message).toMatch(/^There is nothing to go back to from \d+ of api: no other revision/);
  } finally {
    await one.stop();
  }
});

test('a revision that ECS does not have is named, with those that there are', async () => {
  const { outcome, outputs } = await the.rollBack({ to: '7' });
  expect(outcome).toBe('failed');
  expect(outputs.report.message).toBe(
    `Could not take api back. ECS has no service revision 7 (the workflow names it). Deployed successfully before, newest first: ${id('v1')}, ${id('v0')}.`,
  );
});

test('a task definition that is not ACTIVE is no obstacle, and nothing is deregistered', async () => {
  const update = (await the.definition('api:2')).taskDefinitionArn as string;
  await the.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: update }));
  await the.cloud.control.clearJournal();
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect(await the.writes()).not.toContain('DeregisterTaskDefinition');
  expect(await versions()).toEqual(['v1']);
});

test('an image that is gone is an error before anything is written', async () => {
  await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'shop/api', imageIds: [digest('v1')] }));
  await the.cloud.control.clearJournal();
  const { outcome, outputs } = await the.rollBack();
  expect(outcome).toBe('failed');
  expect(outputs.report).toMatchObject({
    code: 'no-image',
    message: `Could not take api back. The image ${the.images.v1.resolvedUri.replace('123456789012', '***')} of ${id('v1')} is not in its repository any more: no task could start.`,
  });
  expect(await the.writes()).toEqual([]);
});

test('an archived image is an error that says how to restore it', async () => {
  await ecr.send(
    new UpdateImageStorageClassCommand({
      repositoryName: 'shop/api',
      imageId: digest('v1'),
      targetStorageClass: 'ARCHIVE',
    }),
  );
  const { outcome, outputs, participant } = await the.rollBack();
  expect([outcome, outputs.report.code]).toEqual(['failed', 'archived']);
  expect(participant.observed.failure?.hint).toContain('--target-storage-class STANDARD');
});

test.each([
  [false, 'failed', 'unsafe'],
  [true, 'rolled-back', null],
] as const)('where ECR may not be asked, and that is allowed: %s', async (allowUnseenImages, outcome, code) => {
  const error = { code: 'AccessDeniedException', status: 400, message: 'User is not authorized.' };
  await the.cloud.control.addFault({
    operation: 'DescribeImages',
    accessKeyId: RUN_KEY,
    kind: 'error',
    error,
    times: 100,
  });
  const ended = await the.rollBack({ allowUnseenImages });
  expect([ended.outcome, ended.outputs.report.code]).toEqual([outcome, code]);
  const said = allowUnseenImages ? ended.log : (ended.participant.observed.failure?.hint ?? '');
  expect(said).toContain(allowUnseenImages ? 'is not known: Not allowed' : 'ecr:DescribeImages');
});

test('an image of another registry is named in the plan, and not looked for', async () => {
  const container = { name: 'app', image: the.images.v3.resolvedUri, essential: true };
  const other = { name: 'router', image: `public.ecr.aws/fluent/bit@sha256:${'a'.repeat(64)}`, essential: false };
  const ports = [{ containerPort: 8080 }];
  await the.deployAs('v3', { definition: { containerDefinitions: [{ ...container, portMappings: ports }, other] } });
  await the.deployAs('v0');
  const { log } = await the.rollBack({ dryRun: true });
  expect(log).toContain(`The image ${other.image} is not in ECR, and was not looked for.`);
});

test('a tag was moved since: what ran then comes back, by its digest', async () => {
  await the.deployAs('v3', { isPinned: false });
  await the.deployAs('v0');
  const { outputs } = await the.rollBack();
  expect(await the.definition(outputs['task-definition'])).toMatchObject({
    containerDefinitions: [{ image: the.images.v3.resolvedUri }],
  });
});

test.each([
  [false, 'failed', 'unsafe'],
  [true, 'planned', null],
] as const)('where ECS wrote down no digest of a tag, and that is allowed: %s', async (allowTags, outcome, code) => {
  // Its tasks never start, so that no image is resolved.
  await the.cloud.control.call('ecs.capacity', { tasks: 2 }, { region: 'eu-west-1' });
  const stuck = await the.deployAs('v3', { isPinned: false, until: 'begun' });
  await the.cloud.clock.advance(30_000);
  await the.rollBack();
  const { log, ...ended } = await the.rollBack({ to: stuck, allowTags, dryRun: true });
  expect([ended.outcome, ended.outputs.report.code]).toEqual([outcome, code]);
  if (allowTags)
    expect(log).toContain(`app (${the.images.v3.uri}) no digest is known: tasks run what its tag names now`);
  else expect(ended.outputs.report.message).toContain('goes by a tag, which may name another image by now');
});
