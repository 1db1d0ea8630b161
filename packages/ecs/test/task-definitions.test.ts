import { awsTaskDefinitions, type JsonObject, registrable } from '../src/index.ts';
import { clientAnsweredBy, quickClock, type Sent } from './support/wire.ts';

const described: JsonObject = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
  family: 'web',
  revision: 7,
  status: 'ACTIVE',
  containerDefinitions: [{ name: 'app', image: 'web:v1', fromTheFuture: { deep: [1] } }],
  alsoFromTheFuture: 'yes',
};
const tags = { 'actions-aws:nonce': '0a1b2c3d', team: 'shop' };
const listed = Object.entries(tags).map(([key, value]) => ({ key, value }));

test('what is newer than the SDK comes in, and goes out again', async () => {
  const { client, sent } = clientAnsweredBy(({ operation, body }) =>
    operation === 'DescribeTaskDefinition'
      ? { taskDefinition: described, tags: listed }
      : { taskDefinition: { ...body, revision: 8 }, tags: listed },
  );
  const definitions = awsTaskDefinitions(client, quickClock());
  const found = await definitions.describe('web:7');
  expect(found).toMatchObject({ family: 'web', revision: 7, tags, raw: described });
  const made = await definitions.register(registrable(found?.raw ?? {}), tags);
  expect(sent[1]?.body).toEqual({
    family: 'web',
    containerDefinitions: described.containerDefinitions,
    alsoFromTheFuture: 'yes',
    tags: listed,
  });
  expect(made).toMatchObject({ revision: 8, tags, raw: { alsoFromTheFuture: 'yes' } });
});

test('one that is not there is none; one that may not be read is an error', async () => {
  const { client } = clientAnsweredBy(() => ({
    error: 'ClientException',
    message: 'Unable to describe task definition.',
  }));
  expect(await awsTaskDefinitions(client, quickClock()).describe('web:9')).toBeUndefined();
  const { client: other } = clientAnsweredBy(() => ({ error: 'AccessDeniedException' }));
  await expect(awsTaskDefinitions(other, quickClock()).describe('web:9')).rejects.toThrow('Not allowed to read');
});

test('one that a read does not find is asked for again for some seconds: it may not be shown yet', async () => {
  const { client, sent } = clientAnsweredBy((_, made) =>
    made < 3
      ? { error: 'ClientException', message: 'Unable to describe task definition.' }
      : { taskDefinition: described, tags: listed },
  );
  expect(await awsTaskDefinitions(client, quickClock()).describe('web:7')).toMatchObject({ revision: 7 });
  expect(sent).toHaveLength(4);
});

test('one that a read has shown is there, also where a later read does not show it', async () => {
  const { client } = clientAnsweredBy((_, made) =>
    made === 0
      ? { taskDefinition: described, tags: listed }
      : { error: 'ClientException', message: 'Unable to describe task definition.' },
  );
  const definitions = awsTaskDefinitions(client, quickClock());
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7';
  const found = await definitions.describe(arn);
  expect(await definitions.describe(arn)).toEqual(found);
  expect(await definitions.describe('web:8')).toBeUndefined();
});

const lostOnce =
  (nonce: string) =>
  ({ operation, body }: Sent, made: number) => {
    if (operation === 'RegisterTaskDefinition')
      return made === 0 ? ('lost' as const) : { taskDefinition: { ...body, revision: 9 } };
    if (operation === 'ListTaskDefinitions') return { taskDefinitionArns: ['web:9', 'web:8'] };
    const own = body.taskDefinition === 'web:8' ? nonce : 'ffffffff';
    return {
      taskDefinition: { ...described, taskDefinitionArn: String(body.taskDefinition) },
      tags: [...listed.slice(1), { key: 'actions-aws:nonce', value: own }],
    };
  };

test('a registration whose reply was lost is found by its nonce', async () => {
  const { client, sent } = clientAnsweredBy(lostOnce('0a1b2c3d'));
  const made = await awsTaskDefinitions(client, quickClock()).register(registrable(described), tags);
  expect(made.arn).toBe('web:8');
  expect(sent.filter(({ operation }) => operation === 'RegisterTaskDefinition')).toHaveLength(1);
});

test('a registration that was not taken is made again', async () => {
  const { client } = clientAnsweredBy(lostOnce('eeeeeeee'));
  const made = await awsTaskDefinitions(client, quickClock()).register(registrable(described), tags);
  expect(made.revision).toBe(9);
});
