import { containersOf, contentOf, type JsonObject, registrable, taskDefinitionIn, withImages } from '../src/index.ts';

const raw: JsonObject = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
  family: 'web',
  revision: 7,
  status: 'ACTIVE',
  containerDefinitions: [
    { name: 'app', image: 'web:v1', cpu: 0, environment: [], fromTheFuture: { deep: [1, null, ''] } },
    { name: 'log', image: 'fluent-bit:3' },
  ],
  volumes: [],
  requiresAttributes: [{ name: 'ecs.capability.task-eni' }],
  compatibilities: ['EC2', 'FARGATE'],
  registeredAt: 1_767_225_600.5,
  registeredBy: 'arn:aws:iam::123456789012:role/deploy',
  alsoFromTheFuture: true,
};

test('it is read with its tags, and kept as it came', () => {
  const read = taskDefinitionIn({ taskDefinition: raw, tags: [{ key: 'team', value: 'shop' }] });
  expect(read).toEqual({
    arn: raw.taskDefinitionArn,
    family: 'web',
    revision: 7,
    status: 'ACTIVE',
    tags: { team: 'shop' },
    raw,
  });
});

test('what AWS added is not registered again, and what is newer than this suite is', () => {
  expect(registrable(raw)).toEqual({
    family: 'web',
    containerDefinitions: raw.containerDefinitions,
    volumes: [],
    alsoFromTheFuture: true,
  });
});

test('only the images that are given change', () => {
  const next = withImages(registrable(raw), { app: 'web@sha256:1' });
  expect(containersOf(next)).toEqual([
    { name: 'app', image: 'web@sha256:1' },
    { name: 'log', image: 'fluent-bit:3' },
  ]);
  expect(next.containerDefinitions).toEqual([
    { name: 'app', image: 'web@sha256:1', cpu: 0, environment: [], fromTheFuture: { deep: [1, null, ''] } },
    { name: 'log', image: 'fluent-bit:3' },
  ]);
});

test('the content is the same in any order of its members, by any hand, and with what is empty or without', () => {
  const { volumes: _, ...others } = raw;
  const turned = Object.fromEntries(Object.entries(others).reverse());
  expect(contentOf({ ...turned, revision: 8, registeredAt: 1 })).toBe(contentOf(raw));
});

test('a container that is named like what all objects have keeps its image', () => {
  const named = { containerDefinitions: [{ name: 'constructor', image: 'web:v1' }] };
  expect(withImages(named, {})).toEqual(named);
});

test('the content of a file is that of what AWS makes of it, with what it adds by default', () => {
  const file = (container: JsonObject): JsonObject => ({
    family: 'web',
    networkMode: 'awsvpc',
    containerDefinitions: [{ name: 'app', image: 'web:v1', ...container }],
  });
  const added = { cpu: 0, essential: true, environment: [], mountPoints: [] };
  const port = { containerPort: 80, hostPort: 80, protocol: 'tcp' };
  const described = file({ ...added, portMappings: [port] });
  expect(contentOf(described)).toBe(contentOf(file({ portMappings: [{ containerPort: 80 }] })));
  for (const other of [
    { ...port, protocol: 'udp' },
    { ...port, containerPort: 81, hostPort: 81 },
  ]) {
    expect(contentOf(file({ ...added, portMappings: [other] }))).not.toBe(contentOf(described));
  }
  const bridge = { networkMode: 'bridge' };
  expect(contentOf({ ...described, ...bridge })).not.toBe(
    contentOf({ ...file({ portMappings: [{ containerPort: 80 }] }), ...bridge }),
  );
  expect(contentOf(file({ ...added, portMappings: [port], essential: false }))).not.toBe(contentOf(described));
});

test.each<[string, JsonObject]>([
  ['an image', withImages(raw, { app: 'web:v2' })],
  ['a setting', { ...raw, cpu: '512' }],
  ['a setting from the future', { ...raw, alsoFromTheFuture: false }],
  [
    'the order of containers',
    { ...raw, containerDefinitions: [...(raw.containerDefinitions as JsonObject[])].reverse() },
  ],
])('another content is that of %s', (_, other) => {
  expect(contentOf(other)).not.toBe(contentOf(raw));
});
