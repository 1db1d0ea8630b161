import { type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { awsInvocations } from '../src/index.ts';

let the: LambdaWorld;
let once: LambdaClient;
beforeAll(async () => {
  the = await lambdaWorld({ scale: 0 });
  once = new LambdaClient({ ...the.settings, maxAttempts: 1 });
});
afterAll(async () => {
  once.destroy();
  await the.stop();
});

const invoke = (signal = new AbortController().signal) =>
  awsInvocations(once, the.cloud.clock).invoke(the.functionName, '$LATEST', '{}', { signal, timeoutMs: 3_000 });

async function failing(code: string, status: number) {
  const error = { code, status, message: 'So it is.' };
  await the.cloud.control.addFault({ operation: 'Invoke', when: 'before', kind: 'error', error, times: 1 });
  return invoke();
}

/** Status of each: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
test.each([
  ['CodeArtifactUserDeletedException', 409],
  ['CodeArtifactUserFailedException', 409],
  ['EC2AccessDeniedException', 502],
  ['EC2UnexpectedException', 502],
  ['EFSIOException', 410],
  ['EFSMountConnectivityException', 408],
  ['EFSMountFailureException', 403],
  ['EFSMountTimeoutException', 408],
  ['ENILimitReachedException', 502],
  ['InvalidParameterValueException', 400],
  ['InvalidRuntimeException', 502],
  ['InvalidSecurityGroupIDException', 502],
  ['InvalidSubnetIDException', 502],
  ['InvalidZipFileException', 502],
  ['KMSAccessDeniedException', 502],
  ['KMSDisabledException', 502],
  ['KMSInvalidStateException', 502],
  ['KMSNotFoundException', 502],
  ['ModeNotSupportedException', 400],
  ['NoPublishedVersionException', 400],
  ['RecursiveInvocationException', 400],
  ['RequestTooLargeException', 413],
  ['S3FilesMountConnectivityException', 408],
  ['S3FilesMountFailureException', 403],
  ['S3FilesMountTimeoutException', 408],
  ['SerializedRequestEntityTooLargeException', 413],
  ['ServiceQuotaExceededException', 402],
  ['SnapStartException', 400],
  ['SnapStartTimeoutException', 408],
  ['SubnetIPAddressLimitReachedException', 502],
])('%s lasts until what the function needs is put right, and says where to look', async (code, status) => {
  expect(await failing(code, status)).toEqual({
    refused: 'unable',
    reason: `${code}: So it is.`,
    remedy: expect.stringMatching(/^[A-Z].*\.$/),
  });
});

test.each([
  ['CodeArtifactUserPendingException', 409],
  ['EC2ThrottledException', 502],
  ['ENINotReadyException', 502],
  ['ResourceConflictException', 409],
  ['ResourceNotReadyException', 502],
  ['SnapStartNotReadyException', 409],
  ['SnapStartRegenerationFailureException', 409],
])('%s passes by itself', async (code, status) => {
  expect(await failing(code, status)).toMatchObject({ refused: 'not-ready', reason: `${code}: So it is.` });
});

test('where AWS itself fails, and what nothing here knows, it is an error', async () => {
  await expect(failing('ServiceException', 500)).rejects.toThrow('AWS kept failing');
  await expect(failing('NeverHeardOfException', 418)).rejects.toThrow('NeverHeardOfException');
});
