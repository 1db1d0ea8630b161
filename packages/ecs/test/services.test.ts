import { awsServices, type JsonObject, nothingSeen, UncertainServiceError } from '../src/index.ts';
import { clientAnsweredBy, quickClock, type Reply } from './support/wire.ts';

const web = { cluster: 'shop', service: 'web' };
const [old, next] = ['web:1', 'web:2'].map((one) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/${one}`) as [
  string,
  string,
];
const service = (taskDefinition: string): JsonObject => ({
  serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
  serviceName: 'web',
  status: 'ACTIVE',
  taskDefinition,
  deployments: [{ id: 'ecs-svc/42', status: 'PRIMARY', taskDefinition }],
  fromTheFuture: { deep: true },
});

test('what a service has that is newer than the SDK is there', async () => {
  const { client, sent } = clientAnsweredBy(() => ({ services: [service(old)] }));
  const found = await awsServices(client, quickClock()).describe(web);
  expect(found).toMatchObject({ name: 'web', controller: 'ECS', managedBy: 'CUSTOMER', raw: service(old) });
  expect(sent).toEqual([{ operation: 'DescribeServices', body: { cluster: 'shop', services: ['web'] } }]);
});

test.each<[string, Reply]>([
  ['MISSING', { services: [], failures: [{ arn: 'web', reason: 'MISSING' }] }],
  ['INACTIVE', { services: [{ ...service(old), status: 'INACTIVE' }] }],
])('a service that is %s is none', async (_, reply) => {
  const { client } = clientAnsweredBy(() => reply);
  expect(await awsServices(client, quickClock()).describe(web)).toBeUndefined();
});

test('a revision that a read has shown is there, also where a later read does not show it', async () => {
  const arnOf = (id: string) => `arn:aws:ecs:eu-west-1:123456789012:service-revision/shop/web/${id}`;
  const { client } = clientAnsweredBy((_, made) => ({
    serviceRevisions: made === 0 ? [{ serviceRevisionArn: arnOf('1'), taskDefinition: old }] : [],
    failures: [],
  }));
  const seen = nothingSeen();
  const found = await awsServices(client, quickClock(), undefined, seen).describeRevisions([arnOf('1')]);
  expect(found).toMatchObject([{ arn: arnOf('1'), taskDefinition: old }]);
  // Each step of a run has a patience of its own.
  const patience = { waitsOut: 'outages', until: quickClock().now() + 600_000 } as const;
  const services = awsServices(client, quickClock(), patience, seen);
  expect(await services.describeRevisions([arnOf('1'), arnOf('2')])).toEqual(found);
});

test('a deployment is as its newest view has it, also where a later read shows an earlier one, or none', async () => {
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/web/d1';
  const view = (updatedAt: number | undefined, status: string): JsonObject => ({
    serviceDeploymentArn: arn,
    status,
    ...(updatedAt !== undefined && { updatedAt }),
  });
  const views = [
    [view(20, 'IN_PROGRESS')],
    [view(10, 'PENDING')],
    [],
    [view(20, 'ROLLBACK_REQUESTED')],
    [view(30, 'ROLLBACK_SUCCESSFUL')],
    [view(undefined, 'STOPPED')],
  ];
  const { client } = clientAnsweredBy((_, made) => ({ serviceDeployments: views[made] ?? [] }));
  const services = awsServices(client, quickClock());
  const seen: string[] = [];
  for (const _ of views) seen.push(...(await services.describeDeployments([arn])).map(({ status }) => status));
  // Of two views of one time, or of none, the later read counts.
  expect(seen).toEqual([
    'IN_PROGRESS',
    'IN_PROGRESS',
    'IN_PROGRESS',
    'ROLLBACK_REQUESTED',
    'ROLLBACK_SUCCESSFUL',
    'STOPPED',
  ]);
});

test('what could not be read is no service that is not there', async () => {
  const { client } = clientAnsweredBy(() => ({ services: [], failures: [{ reason: 'THROTTLED', detail: 'Later.' }] }));
  await expect(awsServices(client, quickClock()).describe(web)).rejects.toThrow('AWS said THROTTLED: Later.');
});

test('a cluster that is not there says what to look at', async () => {
  const { client } = clientAnsweredBy(() => ({ error: 'ClusterNotFoundException' }));
  await expect(awsServices(client, quickClock()).describe(web)).rejects.toMatchObject({
    message: 'There is no cluster shop.',
    hint: expect.stringContaining('AWS_REGION'),
  });
});

test('a service of the same name in another Region is not the one of an ARN', async () => {
  const { client } = clientAnsweredBy(() => ({ services: [service(old)] }));
  const of = (region: string) => ({ ...web, arn: `arn:aws:ecs:${region}:123456789012:service/web` });
  expect(await awsServices(client, quickClock()).describe(of('eu-west-1'))).toMatchObject({ name: 'web' });
  await expect(awsServices(client, quickClock()).describe(of('us-east-1'))).rejects.toMatchObject({
    message: expect.stringContaining('is of the account 123456789012 in eu-west-1, and the ARN'),
    hint: expect.stringContaining('AWS_REGION'),
  });
});

test('an update sends the task definition, and other fields raw', async () => {
  const { client, sent } = clientAnsweredBy(() => ({ service: service(next) }));
  const fields = { networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], fromTheFuture: 1 } } };
  await awsServices(client, quickClock()).update(web, { taskDefinition: next, fields });
  expect(sent).toEqual([{ operation: 'UpdateService', body: { ...fields, ...web, taskDefinition: next } }]);
});

test('an update whose reply was lost is found by the PRIMARY deployment, and not made again', async () => {
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation === 'UpdateService') return 'lost';
    return { services: [service(made < 2 ? old : next)] };
  });
  const found = await awsServices(client, quickClock()).update(web, { taskDefinition: next });
  expect(found.deployments[0]?.id).toBe('ecs-svc/42');
  expect(sent.filter(({ operation }) => operation === 'UpdateService')).toHaveLength(1);
});

test('an update that was not taken is made again', async () => {
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation === 'UpdateService') return made === 0 ? 'lost' : { service: service(next) };
    return { services: [service(old)] };
  });
  await awsServices(client, quickClock()).update(web, { taskDefinition: next });
  expect(sent.filter(({ operation }) => operation === 'UpdateService')).toHaveLength(2);
});

test('an update whose reply was lost is not made again over what another hand asked for meanwhile', async () => {
  const theirs = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3';
  const { client, sent } = clientAnsweredBy(({ operation }) =>
    operation === 'UpdateService' ? 'lost' : { services: [service(theirs)] },
  );
  const update = awsServices(client, quickClock()).update(web, { taskDefinition: next, over: old });
  await expect(update).rejects.toMatchObject({
    code: 'pointer-changed',
    message: expect.stringContaining('another deployment of web came between'),
  });
  expect(sent.filter(({ operation }) => operation === 'UpdateService')).toHaveLength(1);
});

test('an update whose reply was lost is not taken for overtaken where a read is from before what it is over', async () => {
  const older = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:0';
  const { client } = clientAnsweredBy(({ operation }, made) =>
    operation === 'UpdateService' ? 'lost' : { services: [service(made === 0 ? older : next)] },
  );
  const updated = await awsServices(client, quickClock()).update(web, { taskDefinition: next, over: old });
  expect(updated).toMatchObject({ taskDefinition: next });
});

test('an update that is refused is neither looked for nor made again', async () => {
  const { client, sent } = clientAnsweredBy(() => ({ error: 'InvalidParameterException', message: 'No such thing.' }));
  const update = awsServices(client, quickClock()).update(web, { taskDefinition: next });
  await expect(update).rejects.toThrow(
    'Could not update the service web in the cluster shop to web:2. AWS said InvalidParameterException: No such thing.',
  );
  expect(sent).toHaveLength(1);
});

test('where nothing tells what an update has come to, that is what is thrown', async () => {
  const { client } = clientAnsweredBy(() => 'lost');
  const update = awsServices(client, quickClock()).update(web, { taskDefinition: next });
  await expect(update).rejects.toBeInstanceOf(UncertainServiceError);
});

test('deployments come from all pages, the newest first', async () => {
  const brief = (n: number): JsonObject => ({ serviceDeploymentArn: `d${n}`, createdAt: n, status: 'SUCCESSFUL' });
  const { client, sent } = clientAnsweredBy((_, made) =>
    made === 0 ? { serviceDeployments: [brief(1), brief(3)], nextToken: 'more' } : { serviceDeployments: [brief(2)] },
  );
  const found = await awsServices(client, quickClock()).deployments(web, { statuses: ['SUCCESSFUL'] });
  expect(found.map(({ arn, createdAt }) => [arn, createdAt])).toEqual([
    ['d3', 3000],
    ['d2', 2000],
    ['d1', 1000],
  ]);
  expect(sent[1]?.body).toMatchObject({ nextToken: 'more', status: ['SUCCESSFUL'] });
});

test('deployments and revisions are read twenty at a time, and come in the order given', async () => {
  const arns = Array.from({ length: 21 }, (_, n) => `d${n}`);
  const { client, sent } = clientAnsweredBy(({ body }) => ({
    serviceDeployments: [...(body.serviceDeploymentArns as string[])]
      .reverse()
      .map((serviceDeploymentArn) => ({ serviceDeploymentArn })),
  }));
  const found = await awsServices(client, quickClock()).describeDeployments(arns);
  expect(found.map(({ arn }) => arn)).toEqual(arns);
  expect(sent).toHaveLength(2);
});
