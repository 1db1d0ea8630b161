import { arn, definition, type EcsCloud, ecsCloud, refusalOf, region, role } from './ecs-cloud.ts';

let world: EcsCloud;
beforeAll(async () => {
  world = await ecsCloud();
  await world.cloud.control.snapshot('empty');
});
beforeEach(() => world.cloud.control.restore('empty'));
afterAll(() => world.cloud.stop());

/** Sends JSON as it is, and gives what came back. */
async function raw(operation: string, body: object) {
  const answer = await fetch(world.cloud.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/${region}/ecs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

const containers = definition('1').containerDefinitions ?? [];

test.each([
  ['a family with a colon', { family: 'web:1' }, 'Family contains invalid characters.'],
  ['no container', { containerDefinitions: [] }, 'Container list cannot be empty.'],
  ['a container without an image', { containerDefinitions: [{ name: 'web' }] }, 'Container.image should not be null'],
  [
    'two containers of one name',
    { containerDefinitions: [...containers, ...containers] },
    'Container names must be unique within a Task Definition.',
  ],
  [
    'nothing essential',
    { containerDefinitions: [{ ...containers[0], essential: false }] },
    "Task definition doesn't have any essential container.",
  ],
  [
    'a port that there is not',
    { containerDefinitions: [{ ...containers[0], portMappings: [{ containerPort: 65_536 }] }] },
    "Invalid 'containerPort' setting for container 'web'.",
  ],
  ['Fargate without awsvpc', { networkMode: 'bridge' as const }, 'Fargate only supports network mode ‘awsvpc’.'],
  [
    'Fargate with a size that does not exist',
    { cpu: '300' },
    'No Fargate configuration exists for given values: 300 CPU',
  ],
  [
    'Fargate with too much memory',
    { memory: '8192' },
    ', 8192 memory. See the Amazon ECS documentation for the valid values.',
  ],
])('refuses %s', async (_, more, message) => {
  const refusal = await refusalOf(world.send('RegisterTaskDefinition', definition('1', more)));
  expect(refusal).toEqual({ code: 'ClientException', message: expect.stringContaining(message) });
});

test('refuses a size that is no number, by its name', async () => {
  const refusal = await refusalOf(world.send('RegisterTaskDefinition', definition('1', { cpu: 'much' })));
  expect(refusal).toEqual({ code: 'InvalidParameterException', message: "Invalid 'cpu' setting for task." });
});

test.each([
  ['two tags of one key', [{ key: 'a' }, { key: 'a' }], 'Duplicate tag keys found.'],
  ['a tag of AWS', [{ key: 'aws:cloudformation:stack' }], 'must not begin with aws:'],
  ['a tag with a character that none has', [{ key: 'a', value: 'b;c' }], 'can only have letters'],
  ['51 tags', Array.from({ length: 51 }, (_, index) => ({ key: `k${index}` })), 'Too many tags'],
])('refuses %s', async (_, tags, message) => {
  const refusal = await refusalOf(world.send('RegisterTaskDefinition', definition('1', { tags })));
  expect(refusal).toEqual({ code: 'InvalidParameterException', message: expect.stringContaining(message) });
});

test('revisions of a family are counted, also past those that were deregistered', async () => {
  expect(await world.register('1')).toBe(arn('task-definition/web:1'));
  await world.send('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
  expect(await world.register('2')).toBe(arn('task-definition/web:2'));
  const { taskDefinition } = await world.send('DescribeTaskDefinition', { taskDefinition: 'web' });
  expect(taskDefinition).toMatchObject({ revision: 2, status: 'ACTIVE', compatibilities: ['EC2', 'FARGATE'] });
  const gone = await world.send('DescribeTaskDefinition', { taskDefinition: 'web:1' });
  expect(gone.taskDefinition).toMatchObject({ status: 'INACTIVE', deregisteredAt: expect.any(Date) });
});

test('a definition that is not there is a ClientException, and deregistering needs a revision', async () => {
  expect(await refusalOf(world.send('DescribeTaskDefinition', { taskDefinition: 'web:9' }))).toEqual({
    code: 'ClientException',
    message: 'Unable to describe task definition.',
  });
  await world.register('1');
  const refusal = await refusalOf(world.send('DeregisterTaskDefinition', { taskDefinition: 'web' }));
  expect(refusal).toEqual({ code: 'InvalidParameterException', message: 'Revision is missing: web' });
});

test('tags are answered where they are asked for, and not within the definition', async () => {
  const tags = [{ key: 'run', value: '42' }];
  const registered = await world.send('RegisterTaskDefinition', definition('1', { tags }));
  expect(registered.tags).toEqual(tags);
  expect((await world.send('DescribeTaskDefinition', { taskDefinition: 'web' })).tags).toBeUndefined();
  const described = await world.send('DescribeTaskDefinition', { taskDefinition: 'web', include: ['TAGS'] });
  expect(described.tags).toEqual(tags);
  expect(described.taskDefinition).not.toHaveProperty('tags');
  const resourceArn = arn('task-definition/web:1');
  await world.send('TagResource', { resourceArn, tags: [{ key: 'run', value: '43' }] });
  await world.send('UntagResource', { resourceArn, tagKeys: ['none'] });
  expect((await world.send('ListTagsForResource', { resourceArn })).tags).toEqual([{ key: 'run', value: '43' }]);
});

test('members that no SDK knows are kept, at any depth, and answered', async () => {
  const container = containers[0];
  const body = {
    ...definition('1'),
    newerThanUs: { mode: 'on' },
    containerDefinitions: [{ ...container, alsoNewer: 7 }],
  };
  const registered = await raw('RegisterTaskDefinition', body);
  expect(registered.status).toBe(200);
  const { json } = await raw('DescribeTaskDefinition', { taskDefinition: 'web' });
  expect(json.taskDefinition).toMatchObject({
    newerThanUs: { mode: 'on' },
    containerDefinitions: [{ alsoNewer: 7, name: 'web', essential: true }],
    registeredAt: expect.any(Number),
  });
  const known = await world.send('DescribeTaskDefinition', { taskDefinition: 'web' });
  expect(known.taskDefinition).not.toHaveProperty('newerThanUs');
});

test('what is known and of the wrong type is refused before', async () => {
  const { status, json } = await raw('RegisterTaskDefinition', { ...definition('1'), family: 7 });
  expect(status).toBe(400);
  expect(json).toMatchObject({ __type: 'SerializationException' });
});

test('lists are by the whole name of the family, and in pages', async () => {
  for (const digit of ['1', '2', '3']) await world.register(digit);
  await world.register('4', { family: 'web-admin' });
  await world.send('DeregisterTaskDefinition', { taskDefinition: 'web:2' });
  const list = async (input: object) => (await world.send('ListTaskDefinitions', input)).taskDefinitionArns;
  expect(await list({ familyPrefix: 'web', sort: 'DESC' })).toEqual([
    arn('task-definition/web:3'),
    arn('task-definition/web:1'),
  ]);
  expect(await list({ familyPrefix: 'web', status: 'INACTIVE' })).toEqual([arn('task-definition/web:2')]);
  const first = await world.send('ListTaskDefinitions', { maxResults: 2 });
  expect(first.taskDefinitionArns).toHaveLength(2);
  expect(await list({ maxResults: 2, nextToken: first.nextToken })).toEqual([arn('task-definition/web-admin:1')]);
  const families = await world.send('ListTaskDefinitionFamilies', { familyPrefix: 'web' });
  expect(families.families).toEqual(['web', 'web-admin']);
});

test('registering asks for the roles and the tags that are given, too', async () => {
  const roles = { taskRoleArn: role('task'), executionRoleArn: 'execution', tags: [{ key: 'a', value: 'b' }] };
  await world.cloud.control.clearJournal();
  await world.send('RegisterTaskDefinition', definition('1', roles));
  const [entry] = await world.cloud.control.journal();
  expect(entry?.iam).toEqual([
    { action: 'ecs:RegisterTaskDefinition', resource: arn('task-definition/web:1') },
    { action: 'iam:PassRole', resource: role('task') },
    { action: 'iam:PassRole', resource: role('execution') },
    { action: 'ecs:TagResource', resource: arn('task-definition/web:1') },
  ]);
});

test('more than a burst of registrations is throttled, and comes back by one a second', async () => {
  for (let count = 0; count < 20; count++) await world.register('1');
  expect((await refusalOf(world.register('1'))).code).toBe('ThrottlingException');
  await world.advance(1);
  expect(await world.register('2')).toBe(arn('task-definition/web:21'));
});
