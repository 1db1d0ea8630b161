import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { isSteady, taskDefinitionOf } from '@actions-aws/testing/ecs';
import { pushImage } from '@actions-aws/testing/images';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { type Clients, clientsOf } from '../src/cloud/clients.ts';
import { makeRepository } from '../src/cloud/repositories.ts';
import { makeServices } from '../src/cloud/services.ts';
import { tasksFollow } from '../src/cloud/tasks.ts';
import { setupOf } from '../src/setup/setup.ts';

const setup = setupOf(
  {
    repositories: [{ name: 'catalog' }],
    services: [
      {
        name: 'catalog',
        cluster: 'shop',
        alarm: 'catalog-errors',
        deployment: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
        paths: ['/health', '/books'],
      },
    ],
  },
  'catalog',
);
const [service] = setup.services;
const where = { cluster: 'shop', service: 'catalog' };
const place = { account: setup.account, region: setup.region };

let cloud: LocalAws;
let clients: Clients;
let addresses: ReadonlyMap<string, string>;
let scratch: string;
let stop: () => Promise<void>;
const told: string[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'act-services-'));
  cloud = await startLocalAws({ clock: { scale: 100 } });
  clients = clientsOf(cloud);
  for (const each of setup.repositories) await makeRepository(clients, each);
  addresses = await makeServices(cloud, clients, setup.services);
  const nodeFolder = path.dirname(process.execPath);
  stop = await tasksFollow(setup.services, {
    cloud,
    clients,
    scratch,
    nodeFolder,
    tells: (text) => void told.push(text),
  });
}, 60_000);

afterAll(async () => {
  await stop();
  clients.destroy();
  await cloud.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const get = async (variable: string, where: string) => {
  const answer = await fetch(`${addresses.get(variable)}${where}`);
  return `${answer.status} ${await answer.text()}`;
};

/** Pushes an image with a program, and waits until it is known what it does. */
async function push(tag: string, program: string): Promise<string> {
  const image = { files: { 'app/main.mjs': program }, config: { Cmd: ['node', 'main.mjs'], WorkingDir: '/app' } };
  const { uri } = await pushImage(cloud, `catalog:${tag}`, image, { accessKeyId: setup.account, region: setup.region });
  const before = told.length;
  while (told.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
  return uri;
}

async function deploy(uri: string): Promise<void> {
  const ecs = clients.ecs(place);
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinitionOf('catalog', uri)));
  await ecs.send(new UpdateServiceCommand({ ...where, taskDefinition: taskDefinition?.taskDefinitionArn }));
}

test('a service of the setup is steady, behind two listeners, with an alarm on errors', async () => {
  expect([...addresses.keys()]).toEqual(['CATALOG_URL', 'CATALOG_TEST_URL']);
  expect(await get('CATALOG_URL', '/health')).toBe('200 {"version":"none"}');
  expect(await get('CATALOG_URL', '/books')).toBe('404 {"error":"Nothing was deployed yet."}');
  const { MetricAlarms = [] } = await clients.cloudwatch(place).send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['catalog-errors']);
});

test('tasks answer what the program of their image does', async () => {
  const program = `import { createServer } from 'node:http';
    createServer((request, response) => {
      if (request.url === '/books') response.writeHead(500);
      response.end(\`\${request.url} of \${Object.keys(process.env).join()}\`);
    }).listen(process.env.PORT);`;
  await deploy(await push('one', program));
  // Until it is over some requests are answered by the tasks before.
  let steady = false;
  for (let step = 0; step < 60 && !steady; step += 1) {
    await cloud.clock.advance(10_000);
    steady = await isSteady(clients.ecs(place), where.cluster, where.service);
  }
  expect(steady).toBe(true);
  expect(await get('CATALOG_URL', '/health')).toBe('200 /health of PORT');
  expect(await get('CATALOG_URL', '/books')).toBe('500 /books of PORT');
  expect(await get('CATALOG_URL', '/other')).toBe('200 / of PORT');
  // The alarm is on what tasks answer, whichever group they are in.
  let state: string | undefined;
  for (let step = 0; step < 30 && state !== 'ALARM'; step += 1) {
    await get('CATALOG_URL', '/books');
    await cloud.clock.advance(10_000);
    const { MetricAlarms = [] } = await clients.cloudwatch(place).send(new DescribeAlarmsCommand({}));
    state = MetricAlarms[0]?.StateValue;
  }
  expect(state).toBe('ALARM');
}, 60_000);

test.each([
  ['ends', 'console.log("no configuration"); process.exit(3);', /end with 3/],
  [
    'is no Node program',
    undefined,
    /Of catalog@sha256:\w+ nothing is known: tasks run `node …` here, and the image starts `\/bin\/server`/,
  ],
])(
  'of a program that %s that is told',
  async (what, program, message) => {
    if (program === undefined) {
      const image = { files: { 'app/server': '' }, config: { Cmd: ['/bin/server'] } };
      const before = told.length;
      await pushImage(cloud, 'catalog:other', image, { accessKeyId: setup.account, region: setup.region });
      while (told.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    } else await push(what.replaceAll(' ', '-'), program);
    expect(told.at(-1)).toMatch(message);
  },
  30_000,
);

test.each([
  [
    { name: 'catalog', image: 'others' },
    'The service catalog of the setup has the image others, and 123456789012 has no such repository in eu-west-1.',
  ],
  [{ name: 'catalog', path: '/' }, 'The service catalog of the setup has path, and can have name, cluster, image'],
  [{ name: 'catalog', paths: ['health'] }, 'paths of the service catalog of the setup have to be a list'],
  [{ name: 'catalog', variables: 'catalog' }, 'variables of the service catalog of the setup: catalog cannot begin'],
])('%j is refused', (given, message) => {
  expect(() => setupOf({ repositories: [{ name: 'catalog' }], services: [given] }, 'x')).toThrow(message);
});

test('what is not said of a service has a default', () => {
  expect(service).toMatchObject({ image: 'catalog', variables: 'CATALOG', region: 'eu-west-1' });
  const [bare] = setupOf({ repositories: [{ name: 'a-b' }], services: [{ name: 'a-b' }] }, 'x').services;
  expect(bare).toMatchObject({ cluster: 'default', variables: 'A_B', deployment: {}, paths: ['/'] });
});
