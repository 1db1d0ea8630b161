import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../src/index.ts';

let cloud: LocalAws;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
});
afterEach(() => cloud.stop());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

function client(keys: Partial<Keys> = {}): STSClient {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', ...keys };
  return new STSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

function keysOf(minted: Credentials | undefined): Keys {
  return {
    accessKeyId: minted?.AccessKeyId ?? '',
    secretAccessKey: minted?.SecretAccessKey ?? '',
    sessionToken: minted?.SessionToken ?? '',
  };
}

const role = 'arn:aws:iam::222222222222:role/team/deployer';

test('an access key of 12 digits is its account', async () => {
  const identity = await client({ accessKeyId: '111111111111' }).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '111111111111', Arn: 'arn:aws:iam::111111111111:user/111111111111' });
});

test('an assumed role is who calls next, in its own account, without the path in its name', async () => {
  const answer = await client().send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run-1' }));
  expect(answer.Credentials?.Expiration).toEqual(new Date(Date.UTC(2026, 0, 1, 1)));
  const identity = await client(keysOf(answer.Credentials)).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:sts::222222222222:assumed-role/deployer/run-1');
  expect(identity.UserId).toBe(answer.AssumedRoleUser?.AssumedRoleId);
});

test('a session expires on the local clock', async () => {
  const answer = await client().send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run-1', DurationSeconds: 900 }),
  );
  const session = client(keysOf(answer.Credentials));
  await cloud.clock.advance(899_000);
  await session.send(new GetCallerIdentityCommand({}));
  await cloud.clock.advance(1_000);
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a session without its token is nobody', async () => {
  const answer = await client().send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run-1' }));
  const { sessionToken: _, ...keys } = keysOf(answer.Credentials);
  await expect(client(keys).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  });
});

test('a session longer than the role allows is refused', async () => {
  const command = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'run-1', DurationSeconds: 7200 });
  await expect(client().send(command)).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  });
});

test('what is missing is named all at once', async () => {
  await expect(client().send(new AssumeRoleCommand({} as never))).rejects.toMatchObject({
    name: 'ValidationError',
    message:
      "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
  });
});

test('a session cannot ask for a session token', async () => {
  const answer = await client().send(new GetSessionTokenCommand({}));
  await expect(client(keysOf(answer.Credentials)).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a web identity needs no signature, and a token that has not expired', async () => {
  const claims = { sub: 'repo:org/app', aud: 'sts.amazonaws.com', iss: 'https://token.example', exp: 1767229200 };
  const token = ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: role,
    RoleSessionName: 'run-1',
    WebIdentityToken: token,
  });
  const anonymous = new STSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', maxAttempts: 1 });
  const answer = await anonymous.send(command);
  expect(answer).toMatchObject({ SubjectFromWebIdentityToken: 'repo:org/app', Provider: 'token.example' });
  await cloud.clock.advance(3_600_000);
  await expect(anonymous.send(command)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
});

test('an operation that AWS has and we lack is named', async () => {
  await expect(client().send(new GetFederationTokenCommand({ Name: 'x1' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'The local cloud does not implement sts:GetFederationToken.',
    $metadata: { httpStatusCode: 501 },
  });
});
