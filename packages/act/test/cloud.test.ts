import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getFrom } from '../src/addresses.ts';
import { type Clients, clientsOf } from '../src/cloud/clients.ts';
import { makeCloud } from '../src/cloud/cloud.ts';
import { makeSites } from '../src/cloud/sites.ts';
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

test('a bucket has its two sites, with their addresses and ids in variables, and each serves what is in it', async () => {
  const { sites } = setupOf(
    { ...prod, sites: [{ bucket: 'shop' }, { bucket: 'blog', test: 'BLOG_TEST', app: 'BLOG' }] },
    'x',
  );
  const { addresses, distributions } = await makeSites(cloud, clients, sites);
  expect([...distributions.keys()]).toEqual([
    ...['TEST_DISTRIBUTION', 'APP_DISTRIBUTION', 'BLOG_TEST_DISTRIBUTION', 'BLOG_DISTRIBUTION'],
  ]);
  const { Distribution } = await clients
    .cloudfront(prod)
    .send(new GetDistributionCommand({ Id: distributions.get('BLOG_DISTRIBUTION') }));
  expect(Distribution).toMatchObject({ Status: 'Deployed' });
  for (const site of ['test', 'app']) {
    const page = { Bucket: 'blog', Key: `unreleased/${site}/index.html`, Body: `a blog, ${site}` };
    await clients.s3(prod).send(new PutObjectCommand(page));
  }
  const body = async (variable: string) => (await fetch(`${addresses.get(variable)}/`)).text();
  expect([await body('BLOG_URL'), await body('BLOG_TEST_URL')]).toEqual(['a blog, app', 'a blog, test']);
  expect(await body('APP_URL')).not.toContain('a blog');
});

test('where its pointer is in a store, a site has the function that reads it, and nothing to serve yet', async () => {
  const { sites } = setupOf({ ...prod, sites: [{ bucket: 'news', pointer: 'key-value-store' }] }, 'x');
  const { addresses } = await makeSites(cloud, clients, sites);
  // By its path it would be a 403, as for each file that is not there.
  const answers = await Promise.all([...addresses.values()].map((url) => fetch(url)));
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
});

test('users of a site are told apart by the release that it says to serve', async () => {
  const body = '{"release":"0123456789abcdef"}';
  const site = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const { port } = site.address() as AddressInfo;
  expect(await getFrom(`http://127.0.0.1:${port}/.well-known/release`)).toEqual({
    status: 200,
    version: '0123456789abcdef',
    body,
  });
  site.closeAllConnections();
  site.close();
});

test('a repository that cannot be made is named', async () => {
  const setup = setupOf({ repositories: [{ name: 'Shop' }] }, 'shop');
  await expect(makeCloud(cloud, clients, { issuer: 'https://token.example', keys: [] }, setup)).rejects.toThrow(
    'The repository Shop of the setup: ',
  );
});

test('a policy names distributions and stores before their ids are known, and no other one is guessed', async () => {
  const policy = (Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'cloudfront-keyvaluestore:PutKey', Resource }],
  });
  const Principal = { Federated: `arn:aws:iam::${prod.account}:oidc-provider/token.example` };
  const Action = 'sts:AssumeRoleWithWebIdentity';
  const StringEquals = {
    'token.example:aud': 'sts.amazonaws.com',
    'token.example:sub': 'repo:octo/books:ref:refs/heads/main',
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action, Condition: { StringEquals } }],
  };
  const role = (Resource: string) => ({ name: 'stage', trust, policy: policy(Resource) });
  const sites = [{ bucket: 'books', pointer: 'key-value-store' }];
  const setup = (Resource: string) => setupOf({ ...prod, sites, roles: [role(Resource)] }, 'books');
  const { stores, distributions } = await makeSites(cloud, clients, setup('*').sites);
  expect([...stores.keys(), ...distributions.keys()]).toEqual([
    ...['TEST_STORE', 'APP_STORE', 'TEST_DISTRIBUTION', 'APP_DISTRIBUTION'],
  ]);
  const provider = { issuer: 'https://token.example', keys: [] };
  await makeCloud(cloud, clients, provider, setup(`\${TEST_STORE}`), stores);
  await expect(makeCloud(cloud, clients, provider, setup(`\${TEST_STOER}`), stores)).rejects.toThrow(
    `The policy of the role stage of the setup has \${TEST_STOER}, and there is TEST_STORE, APP_STORE.`,
  );
});
