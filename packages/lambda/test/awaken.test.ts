import type { Clock } from '@actions-aws/action';
import { type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import { LambdaClient, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { awaken, awsInvocations, awsVersions, UnusableVersionError } from '../src/index.ts';

const functionName = 'search-api';

let the: LambdaWorld;
let once: LambdaClient;
/** Time passes while somebody waits. */
let clock: Clock;

beforeEach(async () => {
  the = await lambdaWorld({ scale: 0 });
  once = new LambdaClient({ ...the.settings, maxAttempts: 1 });
  const { cloud } = the;
  clock = {
    now: cloud.clock.now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await cloud.clock.advance(ms);
    },
  };
  await the.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
  await control('deactivate');
});
afterEach(async () => {
  once.destroy();
  await the.stop();
});

const control = (method: string, more: object = {}) =>
  the.cloud.control.call(`lambda.${method}`, { functionName: `${functionName}:1`, ...more }, { region: 'eu-west-1' });

const wake = () => {
  const deadline = clock.now() + 300_000;
  const signal = new AbortController().signal;
  const ports = { versions: awsVersions(the.lambda), invocations: awsInvocations(once, clock) };
  return awaken(functionName, '1', { ...ports, clock, signal, deadline });
};

const calls = async () => (await the.cloud.control.journal()).filter(({ operation }) => operation === 'Invoke').length;

test('a version that sleeps is woken by one call', async () => {
  expect(await wake()).toMatchObject({ version: '1', state: 'Active' });
  expect(await calls()).toBe(1);
});

test('one whose resources cannot be recreated ends at once, with the reason that AWS gives', async () => {
  const failure = { functionName, step: 'restore', code: 'SubnetOutOfIPAddresses', reason: 'The subnet is full.' };
  await control('failNext', failure);
  const began = clock.now();
  const ending = wake();
  await expect(ending).rejects.toThrow(UnusableVersionError);
  await expect(ending).rejects.toThrow(
    'Version 1 of search-api cannot run: it was woken, and is in the state Inactive (SubnetOutOfIPAddresses: The subnet is full.) again.',
  );
  expect(clock.now() - began).toBeLessThan(10_000);
});

test.each(['Failed', 'Deactivating', 'Deactivated', 'ActiveNonInvocable', 'Deleting'])(
  'one that is %s is not waited for',
  async (state) => {
    await control('setState', { state, reason: { code: 'InternalError', text: 'It broke.' } });
    await expect(wake()).rejects.toThrow(`it is in the state ${state} (InternalError: It broke.).`);
    expect(await calls()).toBe(0);
  },
);

const ofWake = { operation: 'Invoke', when: 'before', kind: 'error' } as const;

test('an error of the wake call is not the verdict: the state is', async () => {
  const error = { code: 'ServiceException', status: 500, message: 'Internal failure.' };
  await the.cloud.control.addFault({ ...ofWake, error, times: 2 });
  expect(await wake()).toMatchObject({ state: 'Active' });
});

test('an outage of a minute over the wake call is not the verdict either', async () => {
  await the.cloud.control.addFault({ operation: 'Invoke', kind: 'unavailable', forMs: 60_000 });
  expect(await wake()).toMatchObject({ state: 'Active' });
});

test('one call too many is made again, however often', async () => {
  const error = { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' };
  await the.cloud.control.addFault({ ...ofWake, error, times: 30 });
  expect(await wake()).toMatchObject({ state: 'Active' });
});

test('one that may not be invoked cannot be woken, and the action to allow is named', async () => {
  const error = {
    code: 'AccessDeniedException',
    status: 403,
    message: 'not authorized to perform: lambda:InvokeFunction',
  };
  await the.cloud.control.addFault({ ...ofWake, error, times: 30 });
  await expect(wake()).rejects.toThrow(
    /is in the state Inactive .*could not be woken\. Not allowed to invoke search-api:1/,
  );
});
