import type { Authorization, Place } from '../src/kernel/service.ts';
import { lambda } from '../src/services/lambda/lambda.ts';
import type { LambdaState } from '../src/services/lambda/state.ts';
import { account, arn, region, role } from './lambda-cloud.ts';

const service = lambda({
  readObject: () => new Uint8Array(),
  writeLog: () => {},
  mayPull: () => true,
  letPull: () => {},
  findImage: () => 'absent',
  readBlob: () => new Uint8Array(),
  recordInvocation: () => {},
});
const place = {
  account,
  region,
  state: service.initialState(),
  clock: { scale: 0, now: () => 0, sleep: async () => {}, after: () => () => {} },
  endpoint: '',
  newId: () => '',
} satisfies Place<LambdaState>;

const actions = (operation: string, input: object): string[] =>
  (service.operations[operation]?.authorizes(input as never, place) ?? []).map(
    ({ action, resource }: Authorization) => `${action} on ${resource}`,
  );

it.each<[string, object, string[]]>([
  ['GetFunction', { FunctionName: 'f' }, [`lambda:GetFunction on ${arn('f')}`]],
  [
    'GetFunction',
    { FunctionName: 'f', Qualifier: '2' },
    [`lambda:GetFunction on ${arn('f:2')}`, `lambda:GetFunction on ${arn('f')}`],
  ],
  [
    'GetFunctionConfiguration',
    { FunctionName: 'f:live' },
    [`lambda:GetFunctionConfiguration on ${arn('f:live')}`, `lambda:GetFunctionConfiguration on ${arn('f')}`],
  ],
  ['Invoke', { FunctionName: arn('f'), Qualifier: 'live' }, [`lambda:InvokeFunction on ${arn('f:live')}`]],
  ['PublishVersion', { FunctionName: 'f' }, [`lambda:PublishVersion on ${arn('f')}`]],
  ['UpdateAlias', { FunctionName: 'f', Name: 'live' }, [`lambda:UpdateAlias on ${arn('f')}`]],
  ['GetAlias', { FunctionName: 'f', Name: 'live' }, [`lambda:GetAlias on ${arn('f')}`]],
  [
    'DeleteFunction',
    { FunctionName: 'f', Qualifier: '2' },
    [`lambda:DeleteFunction on ${arn('f:2')}`, `lambda:DeleteFunction on ${arn('f')}`],
  ],
  [
    'GetPolicy',
    { FunctionName: 'f', Qualifier: 'live' },
    [`lambda:GetPolicy on ${arn('f:live')}`, `lambda:GetPolicy on ${arn('f')}`],
  ],
  [
    'GetProvisionedConcurrencyConfig',
    { FunctionName: 'f', Qualifier: 'live' },
    [`lambda:GetProvisionedConcurrencyConfig on ${arn('f:live')}`],
  ],
  [
    'ListProvisionedConcurrencyConfigs',
    { FunctionName: 'f' },
    [`lambda:ListProvisionedConcurrencyConfigs on ${arn('f')}`],
  ],
  ['ListFunctions', {}, ['lambda:ListFunctions on *']],
  ['ListEventSourceMappings', { FunctionName: 'f' }, ['lambda:ListEventSourceMappings on *']],
  ['GetAccountSettings', {}, ['lambda:GetAccountSettings on *']],
  [
    'CreateFunction',
    { FunctionName: 'f', Role: role, Code: { S3Bucket: 'b', S3Key: 'k' }, Tags: { a: 'b' } },
    [
      `lambda:CreateFunction on ${arn('f')}`,
      `iam:PassRole on ${role}`,
      's3:GetObject on arn:aws:s3:::b/k',
      `lambda:TagResource on ${arn('f')}`,
    ],
  ],
  [
    'UpdateFunctionCode',
    { FunctionName: 'f', ZipFile: new Uint8Array() },
    [`lambda:UpdateFunctionCode on ${arn('f')}`],
  ],
  [
    'UpdateFunctionCode',
    { FunctionName: 'f', S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: 'v' },
    [`lambda:UpdateFunctionCode on ${arn('f')}`, 's3:GetObjectVersion on arn:aws:s3:::b/k'],
  ],
  [
    'UpdateFunctionConfiguration',
    { FunctionName: 'f', Timeout: 9 },
    [`lambda:UpdateFunctionConfiguration on ${arn('f')}`],
  ],
  [
    'UpdateFunctionConfiguration',
    { FunctionName: 'f', Role: role },
    [`lambda:UpdateFunctionConfiguration on ${arn('f')}`, `iam:PassRole on ${role}`],
  ],
])('%s of %j takes its own action and what that depends on', (operation, input, expected) => {
  expect(actions(operation, input)).toEqual(expected);
});

it('names the alias that is acted on, for the journal', () => {
  const resource = service.operations.UpdateAlias?.resource({ FunctionName: arn('f'), Name: 'live' } as never, place);
  expect(resource).toBe(arn('f:live'));
});
