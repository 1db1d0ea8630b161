import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../src/index.ts';

const issuer = 'token.actions.githubusercontent.com';
const role = 'arn:aws:iam::123456789012:role/deployer';
const start = Date.UTC(2026, 0, 1);
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

let cloud: LocalAws;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start, scale: 0 } });
  await cloud.control.call('sts.registerProvider', {
    url: `https://${issuer}`,
    clientIds: ['sts.amazonaws.com'],
    keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one' }],
  });
});
afterEach(() => cloud.stop());

interface Given {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
  readonly header?: Readonly<Record<string, unknown>>;
}

function token({ claims = {}, key = keys.privateKey, header = {} }: Given): string {
  const whole = {
    sub: 'repo:octo/search:environment:production',
    aud: 'sts.amazonaws.com',
    iss: `https://${issuer}`,
    exp: start / 1000 + 300,
    ...claims,
  };
  const signed = [{ alg: 'RS256', kid: 'one', ...header }, whole]
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

function assume(given: Given = {}) {
  const client = new STSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', maxAttempts: 1 });
  return client.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'run-1', WebIdentityToken: token(given) }),
  );
}

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

function trust(condition: Condition, effect = 'Allow') {
  return {
    Effect: effect,
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  };
}

function register(...statements: readonly unknown[]) {
  return cloud.control.call('sts.registerRole', { arn: role, trust: { Version: '2012-10-17', Statement: statements } });
}

const subject = (value: string | readonly string[]) => ({ [`${issuer}:sub`]: value });
const audience = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
const old = 'repo:octo/search:environment:production';
const immutable = 'repo:octo@1001/search@2002:environment:production';

test.each([
  ['the old form', { StringEquals: { ...subject(old), ...audience } }, {}],
  ['the form with ids', { StringEquals: subject(immutable) }, { sub: immutable }],
  ['either form', { StringEquals: subject([old, immutable]) }, { sub: immutable }],
  ['a pattern', { StringLike: subject('repo:octo/search:*') }, {}],
  ['a pattern with ids', { StringLike: subject('repo:octo@1001/search@*:environment:production') }, { sub: immutable }],
  [
    'a claim beside it',
    { StringEquals: { ...subject(old), [`${issuer}:ref`]: 'refs/heads/main' } },
    { ref: 'refs/heads/main' },
  ],
  [
    'a key in other letters',
    { StringEquals: subject(old), StringLike: { 'Token.Actions.GithubUserContent.com:AUD': 'sts.*' } },
    {},
  ],
  [
    'ForAllValues over a claim that is not there',
    { StringEquals: subject(old), 'ForAllValues:StringEquals': { [`${issuer}:actor`]: 'mona' } },
    {},
  ],
  ['IfExists', { StringEquals: subject(old), StringEqualsIfExists: { [`${issuer}:actor`]: 'mona' } }, {}],
] as const)('a subject is trusted by %s', async (_, condition, claims) => {
  await register(trust(condition));
  expect(await assume({ claims })).toMatchObject({ Provider: issuer, Audience: 'sts.amazonaws.com' });
});

test.each([
  ['the form with ids, by a policy with the old one', { StringEquals: subject(old) }, { sub: immutable }],
  ['the old form, by a policy with the one with ids', { StringEquals: subject(immutable) }, {}],
  ['another environment', { StringEquals: subject(old) }, { sub: 'repo:octo/search:environment:staging' }],
  ['other letters', { StringEquals: subject('repo:Octo/search:environment:production') }, {}],
  ['a pattern where equality is asked', { StringEquals: subject('repo:octo/search:*') }, {}],
  [
    'another branch',
    { StringEquals: { ...subject(old), [`${issuer}:ref`]: 'refs/heads/main' } },
    { ref: 'refs/heads/x' },
  ],
  ['a claim that is not there', { StringEquals: { ...subject(old), [`${issuer}:actor`]: 'mona' } }, {}],
  ['a claim that AWS does not know', { StringEquals: { ...subject(old), [`${issuer}:sha`]: 'abc' } }, { sha: 'abc' }],
] as const)('it is not trusted: %s', async (_, condition, claims) => {
  await register(trust(condition));
  await expect(assume({ claims })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a statement that denies wins', async () => {
  await register(
    trust({ StringEquals: subject(old) }),
    trust({ StringEquals: { [`${issuer}:actor`]: 'mona' } }, 'Deny'),
  );
  await assume({ claims: { actor: 'hubot' } });
  await expect(assume({ claims: { actor: 'mona' } })).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a role that is not there, or trusts no provider, is refused in the same words', async () => {
  await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  await cloud.control.call('sts.registerRole', { arn: role });
  await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
});

test.each([
  [
    'another issuer',
    { claims: { iss: 'https://token.example' } },
    'No OpenIDConnect provider found in your account for https://token.example',
  ],
  ['another audience', { claims: { aud: 'https://github.com/octo' } }, 'Incorrect token audience'],
  [
    'another key',
    { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey },
    "Couldn't retrieve verification key",
  ],
  ['a key by another name', { header: { kid: 'two' } }, "Couldn't retrieve verification key"],
  ['no signature', { header: { alg: 'none' } }, "Couldn't retrieve verification key"],
] as const)('a token is refused for %s', async (_, given, message) => {
  await register(trust({ StringEquals: subject(old) }));
  await expect(assume(given)).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
    message: expect.stringContaining(message),
  });
});

test.each([
  ['no condition on the subject', { StringEquals: audience }],
  ['any subject', { StringLike: subject('*') }],
  ['a subject that is only excluded', { StringNotEquals: subject(old) }],
] as const)('IAM keeps no policy that trusts GitHub with %s', async (_, condition) => {
  await expect(register(trust(condition))).rejects.toThrow(
    /without a condition on token.actions.githubusercontent.com:sub/,
  );
});

test.each([
  ['an operator that is not about text', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, /operator IpAddress/],
  ['a policy variable', { StringEquals: subject(['repo:$', '{aws:username}/x'].join('')) }, /policy variable/],
] as const)('what could not be enforced is refused: %s', async (_, condition, message) => {
  await expect(register(trust(condition))).rejects.toThrow(message);
});
