import { clusterName, mayBeOf, namedService, revisionOr, serviceName } from '../src/index.ts';

const ACCOUNT = 'arn:aws:ecs:eu-west-1:123456789012';
const REVISION = `${ACCOUNT}:service-revision/shop/web/1234567890123456789`;
const nowhere = { env: {}, cwd: '/' } as never;
const isAccepted = async (input: ReturnType<typeof revisionOr | typeof clusterName>, given: string) =>
  (await input.parse(given, nowhere)).accepted;

test.each([
  ['web', true],
  [`${ACCOUNT}:service/shop/web`, true],
  [`${ACCOUNT}:service/web`, true],
  ['shop/web', false],
  ['web, api', false],
  [`${ACCOUNT}:cluster/shop`, false],
  [`${ACCOUNT}:service/shop/web/1`, false],
])('a service: %s', async (given, expected) => {
  expect(await isAccepted(serviceName(), given)).toBe(expected);
});

test.each([
  ['shop', true],
  [`${ACCOUNT}:cluster/shop`, true],
  [`${ACCOUNT}:service/shop/web`, false],
  ['shop web', false],
])('a cluster: %s', async (given, expected) => {
  expect(await isAccepted(clusterName(), given)).toBe(expected);
});

test.each([
  ['any', 'any'],
  ['1234567890123456789', { id: '1234567890123456789', arn: '' }],
  [REVISION, { id: '1234567890123456789', arn: REVISION }],
  ['previous', undefined],
  ['web:41', undefined],
  [`${ACCOUNT}:task-definition/web:41`, undefined],
  [`${ACCOUNT}:service-deployment/shop/web/abc`, undefined],
  [REVISION.slice(0, -19), undefined],
])('a revision: %s', async (given, expected) => {
  const read = await revisionOr('any').parse(given, nowhere);
  expect(read.accepted ? read.value : undefined).toEqual(expected);
});

test.each([
  [REVISION, 'shop', 'web', true],
  [REVISION, `${ACCOUNT}:cluster/shop`, `${ACCOUNT}:service/shop/web`, true],
  [REVISION, 'shop', 'api', false],
  [REVISION, 'default', 'web', false],
  ['', 'shop', 'api', true],
])('%s may be of %s/%s: %s', (arn, cluster, service, expected) => {
  expect(mayBeOf({ id: '1234567890123456789', arn }, { cluster, service })).toBe(expected);
});

const OTHER = 'arn:aws:ecs:us-east-1:210987654321';

test.each([
  ['web', 'shop', 'shop'],
  ['web', `${ACCOUNT}:cluster/shop`, `${ACCOUNT}:cluster/shop`],
  [`${ACCOUNT}:service/shop/web`, 'default', 'shop'],
  [`${ACCOUNT}:service/shop/web`, 'shop', 'shop'],
  [`${ACCOUNT}:service/shop/web`, `${ACCOUNT}:cluster/shop`, 'shop'],
  [`${ACCOUNT}:service/web`, 'shop', 'shop'],
  [`${ACCOUNT}:service/web`, 'default', 'default'],
])('%s with the cluster %s is in the cluster %s', (service, cluster, expected) => {
  const { name, problems } = namedService({ service, cluster });
  expect(problems).toEqual([]);
  expect(name).toMatchObject({ cluster: expected, service: 'web' });
});

test.each([
  [`${ACCOUNT}:service/shop/web`, 'stage', 'is not shop, which the ARN of `service` names'],
  [`${ACCOUNT}:service/shop/web`, `${OTHER}:cluster/shop`, 'is of the account 210987654321 in us-east-1'],
  [`${ACCOUNT}:service/web`, `${OTHER}:cluster/shop`, 'and the ARN of `service` of the account 123456789012'],
])('%s contradicts the cluster %s', (service, cluster, message) => {
  expect(namedService({ service, cluster }).problems).toEqual([
    expect.objectContaining({ input: 'cluster', value: cluster, message: expect.stringContaining(message) }),
  ]);
});
