import { awsDeployments, type JsonObject } from '../src/index.ts';
import { clientAnsweredBy, quickClock, type Reply } from './support/wire.ts';

const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/web/d1';
const seen = (status: string, hook = 'AWAITING_ACTION', hookId = 'ecs-pause-1'): JsonObject => ({
  serviceDeployments: [
    { serviceDeploymentArn: arn, status, lifecycleHookDetails: [{ hookId, targetType: 'PAUSE', status: hook }] },
  ],
});

test('an answer always says its action: the default of AWS is to go on', async () => {
  const { client, sent } = clientAnsweredBy(() => ({ serviceDeploymentArn: arn }));
  const deployments = awsDeployments(client, quickClock());
  expect(await deployments.answer(arn, 'ecs-pause-1', 'CONTINUE')).toBe('answered');
  expect(await deployments.answer(arn, 'ecs-pause-1', 'ROLLBACK')).toBe('answered');
  expect(sent.map(({ body }) => body.action)).toEqual(['CONTINUE', 'ROLLBACK']);
});

test.each<[string, JsonObject]>([
  ['was answered', seen('IN_PROGRESS', 'SUCCEEDED')],
  ['was rolled back', seen('ROLLBACK_IN_PROGRESS')],
  ['came to another pause', seen('IN_PROGRESS', 'AWAITING_ACTION', 'ecs-pause-2')],
  ['is gone', { serviceDeployments: [] }],
])('an answer that is refused where the pause %s is lost', async (_, after) => {
  const { client, sent } = clientAnsweredBy(({ operation }) =>
    operation === 'ContinueServiceDeployment' ? { error: 'InvalidParameterException' } : after,
  );
  expect(await awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE')).toBe('lost');
  expect(sent.filter(({ operation }) => operation === 'ContinueServiceDeployment')).toHaveLength(1);
});

test('an answer whose reply was lost is given again only while the pause waits', async () => {
  const replies: Readonly<Record<string, (made: number) => Reply>> = {
    ContinueServiceDeployment: (made) => (made === 0 ? 'lost' : {}),
    DescribeServiceDeployments: () => seen('IN_PROGRESS'),
  };
  const { client, sent } = clientAnsweredBy(({ operation }, made) => replies[operation]?.(made) ?? {});
  expect(await awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE')).toBe('answered');
  expect(sent.filter(({ operation }) => operation === 'ContinueServiceDeployment')).toHaveLength(2);
});

test.each<[string, JsonObject]>([
  ['the pause', seen('IN_PROGRESS', 'AWAITING_ACTION', 'ecs-pause-0')],
  ['the deployment', { serviceDeployments: [] }],
])('an answer whose reply was lost is given again where a read does not show %s yet', async (_, before) => {
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation === 'ContinueServiceDeployment') return made === 0 ? 'lost' : {};
    return made === 0 ? before : seen('IN_PROGRESS');
  });
  expect(await awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE')).toBe('answered');
  expect(sent.filter(({ operation }) => operation === 'ContinueServiceDeployment')).toHaveLength(2);
});

test('an answer that is refused while the pause waits is given again', async () => {
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation !== 'ContinueServiceDeployment') return seen('IN_PROGRESS');
    return made === 0 ? { error: 'InvalidParameterException' } : {};
  });
  expect(await awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE')).toBe('answered');
  expect(sent.filter(({ operation }) => operation === 'ContinueServiceDeployment')).toHaveLength(2);
});

test('an answer that is refused again and again while the pause waits is an error', async () => {
  const { client, sent } = clientAnsweredBy(({ operation }) =>
    operation === 'ContinueServiceDeployment'
      ? { error: 'InvalidParameterException', message: 'Not like this.' }
      : seen('IN_PROGRESS'),
  );
  const answer = awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE');
  await expect(answer).rejects.toThrow('Could not continue the service deployment d1 at its pause.');
  expect(sent.filter(({ operation }) => operation === 'ContinueServiceDeployment')).toHaveLength(3);
});

test('an answer that may not be given names the permission, and nothing is looked at', async () => {
  const { client, sent } = clientAnsweredBy(() => ({ error: 'AccessDeniedException' }));
  const answer = awsDeployments(client, quickClock()).answer(arn, 'ecs-pause-1', 'CONTINUE');
  await expect(answer).rejects.toMatchObject({ hint: expect.stringContaining('ecs:ContinueServiceDeployment') });
  expect(sent).toHaveLength(1);
});

test('an outage is waited out on the way back, for as long as there is patience', async () => {
  const clock = quickClock();
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation === 'StopServiceDeployment') return made < 20 ? 'lost' : {};
    return seen('IN_PROGRESS');
  });
  const patience = { waitsOut: 'outages', until: clock.now() + 600_000 } as const;
  expect(await awsDeployments(client, clock, patience).rollBack(arn)).toBe('asked');
  expect(sent.filter(({ operation }) => operation === 'StopServiceDeployment')).toHaveLength(21);
});

test.each<[string, 'asked' | 'ended']>([
  ['ROLLBACK_REQUESTED', 'asked'],
  ['STOP_REQUESTED', 'asked'],
  ['ROLLBACK_SUCCESSFUL', 'ended'],
  ['SUCCESSFUL', 'ended'],
])('a rollback that is refused of one that is %s: %s', async (status, end) => {
  const { client } = clientAnsweredBy(({ operation }) =>
    operation === 'StopServiceDeployment' ? { error: 'ConflictException' } : seen(status),
  );
  expect(await awsDeployments(client, quickClock()).rollBack(arn)).toBe(end);
});

test('a rollback whose reply was lost is asked for again where a read does not show the deployment', async () => {
  const { client, sent } = clientAnsweredBy(({ operation }, made) => {
    if (operation === 'StopServiceDeployment') return made === 0 ? 'lost' : {};
    return made === 0 ? { serviceDeployments: [] } : seen('IN_PROGRESS');
  });
  expect(await awsDeployments(client, quickClock()).rollBack(arn)).toBe('asked');
  expect(sent.filter(({ operation }) => operation === 'StopServiceDeployment')).toHaveLength(2);
});
