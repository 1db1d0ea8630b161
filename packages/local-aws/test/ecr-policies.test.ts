import * as sdk from '@aws-sdk/client-ecr';
import { letLambdaPull, mayPull } from '../src/services/ecr/access/access.ts';
import { initialState } from '../src/services/ecr/state.ts';
import { clientOf, codeOf, type EcrCloud, ecrCloud, everything, image, refusalOf, region } from './ecr-cloud.ts';

const [owner, other] = ['123456789012', '210987654321'];
const repositoryName = 'app';
const arn = `arn:aws:ecr:eu-west-1:${owner}:repository/app`;
const pullActions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'];
const root = `arn:aws:iam::${other}:root`;

let it: EcrCloud;
let foreign: sdk.ECRClient;
beforeEach(async () => {
  it = await ecrCloud();
  foreign = clientOf(it.cloud, other);
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterEach(() => it.cloud.stop());

const allow = (Principal: object | string, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: pullActions,
  ...more,
});
const set = (statements: unknown, more: object = {}) =>
  it.ecr.send(
    new sdk.SetRepositoryPolicyCommand({
      repositoryName,
      policyText: JSON.stringify({ Version: '2012-10-17', Statement: statements, ...more }),
    }),
  );
const get = (client: sdk.ECRClient) =>
  client.send(new sdk.BatchGetImageCommand({ registryId: owner, repositoryName, imageIds: [{ imageTag: 'v1' }] }));

/** The header of a token that a client has for the owner's registry. */
async function tokenOf(client: sdk.ECRClient): Promise<string> {
  const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({ registryIds: [owner] }));
  return `Basic ${authorizationData?.[0]?.authorizationToken}`;
}

test('a policy is set, got as ECR writes it, and deleted', async () => {
  const ask = () => it.ecr.send(new sdk.GetRepositoryPolicyCommand({ repositoryName }));
  const absent = {
    name: 'RepositoryPolicyNotFoundException',
    message: `Repository policy does not exist for the repository with name 'app' in the registry with id '${owner}'`,
  };
  await expect(ask()).rejects.toMatchObject(absent);
  const { policyText = '' } = await set(allow({ AWS: root }));
  expect(JSON.parse(policyText)).toEqual({ Version: '2012-10-17', Statement: allow({ AWS: root }) });
  expect(await ask()).toMatchObject({ registryId: owner, repositoryName, policyText });
  const deleted = await it.ecr.send(new sdk.DeleteRepositoryPolicyCommand({ repositoryName }));
  expect(deleted.policyText).toBe(policyText);
  await expect(ask()).rejects.toMatchObject(absent);
});

describe('another account', () => {
  test('gets in by neither face without a policy', async () => {
    const why = 'because no resource-based policy allows the ecr:BatchGetImage action';
    await expect(get(foreign)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${other}:user/${other} is not authorized to perform: ecr:BatchGetImage on resource: ${arn} ${why}`,
    });
    const headers = { authorization: await tokenOf(foreign), accept: everything };
    const [status, code, message] = await refusalOf(await it.ask('app/manifests/v1', { headers }));
    expect([status, code]).toEqual([403, 'DENIED']);
    expect(message).toContain(why);
    expect(await codeOf(await it.ask('none/manifests/v1', { headers }))).toEqual([403, 'DENIED']);
    const made = foreign.send(new sdk.CreateRepositoryCommand({ registryId: owner, repositoryName: 'theirs' }));
    await expect(made).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('pulls by both faces what a policy lets it, and nothing else', async () => {
    const built = image();
    await it.push('app', 'v1', built);
    await set(allow({ AWS: root }));
    expect((await get(foreign)).images).toMatchObject([{ registryId: owner, imageId: { imageDigest: built.digest } }]);
    const headers = { authorization: await tokenOf(foreign), accept: everything };
    expect((await it.ask('app/manifests/v1', { headers })).status).toBe(200);
    const led = await it.ask(`app/blobs/${built.blobs[0]?.digest}`, { headers });
    const blob = await fetch(led.headers.get('location') ?? '');
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(built.blobs[0]?.bytes);
    expect(await codeOf(await it.ask('app/blobs/uploads/', { method: 'POST', headers }))).toEqual([403, 'DENIED']);
    expect(await codeOf(await it.ask('app/tags/list', { headers }))).toEqual([403, 'DENIED']);
  });

  test('pushes what a policy lets it', async () => {
    const push = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
    await set(allow({ AWS: other }, { Action: push }));
    const authorization = await tokenOf(foreign);
    const pusher = {
      ...it,
      ask: (path: string, init: RequestInit = {}) =>
        it.ask(path, { ...init, headers: { ...(init.headers as object), authorization } }),
    };
    const built = image();
    for (const { bytes, digest } of built.blobs) {
      const started = await pusher.ask('app/blobs/uploads/', { method: 'POST' });
      const path = new URL(started.headers.get('location') ?? '').pathname.replace('/v2/', '');
      expect((await pusher.ask(`${path}?digest=${digest}`, { method: 'PUT', body: bytes })).status).toBe(201);
    }
    const headers = { 'content-type': built.mediaType };
    const put = await pusher.ask('app/manifests/v1', { method: 'PUT', headers, body: built.bytes });
    expect(put.status).toBe(201);
  });

  test('needs the permission of its own policies as well', async () => {
    await it.push('app', 'v1', image());
    await set(allow('*'));
    const statement = (Resource: string) => ({ Effect: 'Allow' as const, Action: 'ecr:BatchGetImage', Resource });
    const limited = { accessKeyId: 'AKIALIMITED', account: other };
    const elsewhere = statement(arn.replace('app', 'other'));
    await it.cloud.control.registerCredential({ ...limited, policy: { Statement: elsewhere } });
    const client = clientOf(it.cloud, 'AKIALIMITED');
    await expect(get(client)).rejects.toMatchObject({
      message: expect.stringContaining('because no identity-based policy allows the ecr:BatchGetImage action'),
    });
    await it.cloud.control.registerCredential({ ...limited, policy: { Statement: statement(arn) } });
    expect((await get(client)).images).toHaveLength(1);
  });
});

const session = {
  accessKeyId: 'ASIADEPLOY',
  account: other,
  principalArn: `arn:aws:sts::${other}:assumed-role/deploy/run`,
};

test.each([
  ['everyone', '*', true],
  ['everyone of AWS', { AWS: '*' }, true],
  ['its account', { AWS: other }, true],
  ['the root of its account', { AWS: [`arn:aws:iam::${owner}:root`, root] }, true],
  ['its role', { AWS: `arn:aws:iam::${other}:role/deploy` }, true],
  ['its role, with a path', { AWS: `arn:aws:iam::${other}:role/ci/deploy` }, true],
  ['its session', { AWS: session.principalArn }, true],
  ['another role', { AWS: `arn:aws:iam::${other}:role/deployer` }, false],
  ['the same role of another account', { AWS: `arn:aws:iam::111111111111:role/deploy` }, false],
  ['another account', { AWS: 'arn:aws:iam::111111111111:root' }, false],
  ['a service', { Service: 'lambda.amazonaws.com' }, false],
])('a role’s session gets in by a principal that is %s: %s', async (_, principal, isIn) => {
  await it.push('app', 'v1', image());
  await it.cloud.control.registerCredential(session);
  await set(allow(principal));
  const got = get(clientOf(it.cloud, session.accessKeyId));
  if (isIn) expect((await got).images).toHaveLength(1);
  else await expect(got).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a deny wins, also over the owner’s own users, and conditions narrow it', async () => {
  await it.push('app', 'v1', image());
  const deny = { Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' };
  await set([allow('*'), deny]);
  for (const client of [it.ecr, foreign])
    await expect(get(client)).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in a resource-based policy'),
    });
  const Condition = { StringNotEquals: { 'aws:PrincipalAccount': other } };
  await set([allow('*'), { ...deny, Condition }]);
  expect((await get(foreign)).images).toHaveLength(1);
  await expect(get(it.ecr)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a policy that locks out who sets it has to be forced', async () => {
  const locking = { Effect: 'Deny', Principal: '*', NotAction: 'ecr:BatchGetImage' };
  await expect(set(locking)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: locking });
  await it.ecr.send(new sdk.SetRepositoryPolicyCommand({ repositoryName, policyText, force: true }));
  await expect(set(allow('*'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test.each([
  ['a resource', { ...allow('*'), Resource: arn }],
  ['no principal', { Effect: 'Allow', Action: 'ecr:*' }],
  ['an action of another service', { ...allow('*'), Action: 's3:GetObject' }],
  ['a principal with a wildcard', allow({ AWS: `arn:aws:iam::${other}:role/*` })],
  ['an effect that is none', { ...allow('*'), Effect: 'Maybe' }],
  ['no statement', []],
])('%s makes a policy that is none', async (_, statements) => {
  await expect(set(statements)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
  });
});

test.each([
  ['a key of conditions', { ...allow('*'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
  ['an operator', { ...allow('*'), Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
  ['a member', { ...allow('*'), NotPrincipal: '*' }],
])('%s that could not be enforced is refused by name', async (_, statement) => {
  await expect(set(statement)).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
});

test('Lambda may pull what a policy lets its functions, and adds that to the policy', () => {
  const state = initialState();
  const place = { state, account: owner, region } as Parameters<typeof mayPull>[0];
  const functionOf = (account: string) => `arn:aws:lambda:eu-west-1:${account}:function:shop`;
  const asked = (account = owner) =>
    mayPull(place, 'app', { service: 'lambda.amazonaws.com', sourceArn: functionOf(account) });
  expect(asked()).toBe(false);
  state.repositories.set('app', { name: 'app', policy: undefined } as never);
  expect(asked()).toBe(false);
  letLambdaPull(place, 'app');
  expect([asked(), asked(other)]).toEqual([true, false]);
  const statement = {
    ...allow({ Service: 'lambda.amazonaws.com' }, { Action: pullActions }),
    Condition: { StringLike: { 'aws:sourceARN': `arn:aws:lambda:eu-west-1:${other}:function:*` } },
  };
  state.repositories.get('app')!.policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  expect([asked(), asked(other)]).toEqual([false, true]);
  letLambdaPull(place, 'app');
  expect([asked(), asked(other)]).toEqual([true, true]);
});
