import { account, arn, lambdaCloud, refusal } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
beforeAll(async () => {
  await cloud.create('shop', { Publish: true });
  await cloud.send('CreateAlias', { FunctionName: 'shop', Name: 'live', FunctionVersion: '1' });
});
afterAll(() => cloud.stop());

const allow = (input: object = {}) =>
  cloud.send('AddPermission', {
    FunctionName: 'shop',
    StatementId: 's3',
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    ...input,
  });
const policy = async (Qualifier?: string) => {
  const answer = await cloud.send('GetPolicy', { FunctionName: 'shop', Qualifier });
  return { ...JSON.parse(answer.Policy ?? ''), RevisionId: answer.RevisionId };
};

it('is one for each of function, version and alias, with a RevisionId of its own', async () => {
  expect(await refusal(policy())).toBe('ResourceNotFoundException 404: The resource you requested does not exist.');
  const { Statement } = await allow({ SourceArn: 'arn:aws:s3:::photos' });
  const statement = {
    Sid: 's3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn('shop'),
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' } },
  };
  expect(JSON.parse(Statement ?? '')).toEqual(statement);
  await allow({ Qualifier: 'live' });
  expect(await policy()).toMatchObject({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
  expect(await policy('live')).toMatchObject({ Statement: [{ Resource: arn('shop:live') }] });
  expect(await refusal(policy('1'))).toContain('ResourceNotFoundException 404');
});

it('guards its changes by RevisionId; before the first statement, its resource’s is taken', async () => {
  const { RevisionId } = await policy('live');
  const stale =
    'PreconditionFailedException 412: The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id';
  expect(await refusal(allow({ Qualifier: 'live', StatementId: 'two', RevisionId: 'stale' }))).toBe(stale);
  await allow({ Qualifier: 'live', StatementId: 'two', RevisionId });
  expect(await refusal(allow({ Qualifier: 'live', StatementId: 'three', RevisionId }))).toBe(stale);
  const version = await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop:1' });
  await allow({ Qualifier: '1', RevisionId: version.RevisionId });
});

it('changes the RevisionId of the alias that it is of', async () => {
  const alias = async () => (await cloud.send('GetAlias', { FunctionName: 'shop', Name: 'live' })).RevisionId;
  const before = await alias();
  await allow({ Qualifier: 'live', StatementId: 'bump' });
  expect(await alias()).not.toBe(before);
});

it.each([
  ['everyone', { Principal: '*', SourceAccount: account }, '*', { StringEquals: { 'AWS:SourceAccount': account } }],
  ['an account', { Principal: account }, { AWS: `arn:aws:iam::${account}:root` }, undefined],
  ['a role', { Principal: `arn:aws:iam::${account}:role/x` }, { AWS: `arn:aws:iam::${account}:role/x` }, undefined],
  [
    'a function URL',
    { Principal: '*', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
    '*',
    { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  ],
])('allows %s', async (name, input, Principal, Condition) => {
  const { Statement } = await allow({ StatementId: name.replaceAll(' ', '-'), ...input });
  expect(JSON.parse(Statement ?? '')).toMatchObject(Condition ? { Principal, Condition } : { Principal });
});

it('loses its statements one by one, and ends with the last', async () => {
  const remove = (StatementId: string, input: object = {}) =>
    cloud.send('RemovePermission', { FunctionName: 'shop', Qualifier: '1', StatementId, ...input });
  expect(await refusal(remove('gone'))).toBe(
    'ResourceNotFoundException 404: Statement gone is not found in resource policy.',
  );
  expect(await refusal(remove('s3', { RevisionId: 'stale' }))).toContain('PreconditionFailedException 412');
  await remove('s3');
  expect(await refusal(policy('1'))).toContain('The resource you requested does not exist.');
  expect(await refusal(remove('s3'))).toBe(
    'ResourceNotFoundException 404: No policy is associated with the given resource.',
  );
});

it('refuses $LATEST, names that are taken, wrong principals and what is not there', async () => {
  expect(await refusal(allow({ Qualifier: '$LATEST' }))).toBe(
    'InvalidParameterValueException 400: We currently do not support adding policies for $LATEST.',
  );
  expect(await refusal(allow())).toBe(
    'ResourceConflictException 409: The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
  );
  expect(await refusal(allow({ StatementId: 'x', Principal: 'nobody' }))).toBe(
    'InvalidParameterValueException 400: The provided principal was invalid. Please check the principal and try again.',
  );
  expect(await refusal(allow({ Qualifier: 'dead' }))).toBe(
    `ResourceNotFoundException 404: Cannot find alias arn: ${arn('shop')}:dead`,
  );
  expect(await refusal(allow({ Qualifier: '42' }))).toBe(
    `ResourceNotFoundException 404: Function not found: ${arn('shop')}:42`,
  );
  expect(await refusal(allow({ StatementId: 'example.com' }))).toBe(
    "ValidationException 400: 1 validation error detected: Value 'example.com' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)",
  );
  const many = Array.from({ length: 200 }, (_, index) => `more-${index}`);
  const add = async () => {
    for (const StatementId of many) await allow({ StatementId, SourceArn: 'arn:aws:s3:::photos' });
  };
  expect(await refusal(add())).toContain('PolicyLengthExceededException 400');
});
