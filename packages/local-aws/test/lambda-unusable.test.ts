import * as sdk from '@aws-sdk/client-lambda';
import { lambdaCloud, refusal, region } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());
beforeAll(() => cloud.create('shop'));

/** The errors of Invoke that last for as long as what the function needs is not put right, with the status of each (SDK). */
const lasting = [
  ['EC2AccessDeniedException', 502],
  ['EC2ThrottledException', 502],
  ['EC2UnexpectedException', 502],
  ['EFSIOException', 410],
  ['EFSMountConnectivityException', 408],
  ['EFSMountFailureException', 403],
  ['EFSMountTimeoutException', 408],
  ['ENILimitReachedException', 502],
  ['InvalidRuntimeException', 502],
  ['InvalidSecurityGroupIDException', 502],
  ['InvalidSubnetIDException', 502],
  ['InvalidZipFileException', 502],
  ['KMSAccessDeniedException', 502],
  ['KMSDisabledException', 502],
  ['KMSInvalidStateException', 502],
  ['KMSNotFoundException', 502],
  ['SubnetIPAddressLimitReachedException', 502],
] as const;

const errors: Readonly<Record<string, unknown>> = { ...sdk };

test.each(lasting)('%s reaches a caller as an error of its own, as often as a test says', async (code, status) => {
  const error = { code, status, message: 'Put it right.' };
  await cloud.cloud.control.addFault({ operation: 'Invoke', kind: 'error', error, times: 2 });
  for (const _ of [1, 2]) {
    const thrown: unknown = await cloud.invoke('shop').catch((caught: unknown) => caught);
    expect(thrown).toBeInstanceOf(errors[code]);
    expect(thrown).toMatchObject({ message: 'Put it right.', $metadata: { httpStatusCode: status } });
  }
  expect(await cloud.invoke('shop')).toMatchObject({ StatusCode: 200 });
});

describe('a function whose variables are under a key of the customer', () => {
  const KMSKeyArn = `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const state = (to: string) => cloud.control('setKey', { arn: KMSKeyArn, state: to });

  test.each([
    ['Disabled', 'KMSDisabledException 502'],
    ['PendingDeletion', 'KMSInvalidStateException 502'],
    ['Missing', 'KMSNotFoundException 502'],
    ['Denied', 'KMSAccessDeniedException 502'],
  ])('does not start while the key is %s', async (to, expected) => {
    const FunctionName = `sealed-${to}`;
    await cloud.create(FunctionName, { KMSKeyArn, Environment: { Variables: { COLOUR: 'red' } } });
    await state(to);
    expect(await refusal(cloud.invoke(FunctionName))).toContain(expected);
    await state('Enabled');
    expect(await cloud.invoke(FunctionName)).toMatchObject({ StatusCode: 200 });
  });

  it('is told of a state that no key has', async () => {
    await expect(state('Lost')).rejects.toThrow('Lost is not a state of a key');
  });
});
