import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { type Clients, clientsOf } from '../src/cloud/clients.ts';
import { makeCloud } from '../src/cloud/cloud.ts';
import { setupOf } from '../src/setup/setup.ts';

const staging = { account: '111111111111', region: 'eu-west-1' };
const prod = { account: '222222222222', region: 'eu-central-1' };

let cloud: LocalAws;
let clients: Clients;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 100 }, functions: 'in-thread' });
  clients = clientsOf(cloud);
});
afterAll(async () => {
  clients.destroy();
  await cloud.stop();
});

test('each account and region has what the setup says, and functions of images answer before anything is promoted', async () => {
  const Principal = { AWS: `arn:aws:iam::${prod.account}:role/deploy` };
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'ecr:BatchGetImage' }] };
  const setup = setupOf(
    {
      ...staging,
      repositories: [
        { name: 'shop', policy },
        { name: 'shop', ...prod },
      ],
      functions: [
        { name: 'recommend', image: 'shop', command: 'recommend.handler' },
        { name: 'recommend', image: 'shop', command: 'recommend.handler', alias: 'live', ...prod },
        { name: 'similar', image: 'shop', command: 'similar.answer', alias: 'live', ...prod },
      ],
    },
    'shop',
  );
  await makeCloud(cloud, clients, { issuer: 'https://token.example', keys: [] }, setup);
  for (const place of [staging, prod]) {
    const { Code } = await clients.lambda(place).send(new GetFunctionCommand({ FunctionName: 'recommend' }));
    expect(Code?.ImageUri).toBe(`${place.account}.dkr.ecr.${place.region}.amazonaws.com/shop:placeholder`);
  }
  for (const FunctionName of ['recommend', 'similar']) {
    const { Payload } = await clients.lambda(prod).send(new InvokeCommand({ FunctionName, Qualifier: 'live' }));
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({ statusCode: 503 });
  }
  const asked = new GetRepositoryPolicyCommand({ repositoryName: 'shop' });
  const { policyText = '' } = await clients.ecr(staging).send(asked);
  expect(JSON.parse(policyText).Statement).toMatchObject([policy.Statement[0], { Effect: 'Allow' }]);
});

test('a repository that cannot be made is named', async () => {
  const setup = setupOf({ repositories: [{ name: 'Shop' }] }, 'shop');
  await expect(makeCloud(cloud, clients, { issuer: 'https://token.example', keys: [] }, setup)).rejects.toThrow(
    'The repository Shop of the setup: ',
  );
});
