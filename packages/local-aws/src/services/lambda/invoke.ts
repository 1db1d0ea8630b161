import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import { functionNotFound, notInState, requestTooLarge } from './errors.ts';
import { functionArn, refer } from './names.ts';
import { type LambdaCall, operation, requestedFunction } from './operation.ts';
import type { Queue } from './queue.ts';
import type { Executed, Execution, Executions } from './runtime/executions.ts';
import type { Outcome } from './runtime/instance.ts';
import type { ErrorBody } from './runtime/messages.ts';
import { tail } from './runtime/report.ts';
import type { Slots } from './slots.ts';
import type { FunctionRecord, VersionRecord } from './state.ts';
import { takeFailure, versionOf } from './updates.ts';
import { chosenVersion, drawFrom } from './weights.ts';

/** 6 MB to and from the function, 1 MB when it is invoked asynchronously (Lambda quotas). */
const requestLimit = 6_291_456;
const eventLimit = 1_048_576;
/** Recorded in the message of Function.ResponseSizeTooLarge. */
const responseLimit = 6_291_556;

/** A function ready to be run for one invocation. */
export interface Target {
  readonly func: FunctionRecord;
  readonly version: VersionRecord;
  readonly qualifier: string | undefined;
}

/** Invoke. */
export function invokeOperations(executions: Executions, slots: Slots, queue: Queue) {
  return {
    Invoke: operation<InvocationRequest, InvocationResponse>('Invoke', {
      // On exactly the ARN that is invoked: a policy for the function alone refuses qualified requests (developer guide,
      // lambda-api-permissions-ref).
      authorizes: (input, place) => [{ action: 'lambda:InvokeFunction', resource: requestedFunction(input, place) }],
      async run(call, input) {
        const target = resolve(call, input.FunctionName ?? '', input.Qualifier);
        assertInvocable(call, target);
        const type = input.InvocationType ?? 'RequestResponse';
        const event = readEvent(input.Payload as Uint8Array | undefined, type);
        if (type === 'DryRun') {
          return { StatusCode: 204 };
        }
        assertRunnable(target.version);
        const execution = executionOf(call, target, event, clientContext(input.ClientContext));
        if (type === 'Event') {
          queue.accept(call, target, execution);
          return { StatusCode: 202 };
        }
        const release = slots.take(call, target);
        try {
          const executed = await executions.run(call, execution);
          return answer(execution, executed, input.LogType === 'Tail');
        } finally {
          release();
        }
      },
    }),
  };
}

function resolve(call: LambdaCall, functionName: string, asked: string | undefined): Target {
  const { name, qualifier } = refer(call, functionName, asked);
  const func = call.state.functions.get(name);
  const alias = qualifier === undefined ? undefined : func?.aliases.get(qualifier);
  const number = alias === undefined ? qualifier : chosenVersion(alias, drawFrom(call.newId()));
  const version = func && versionOf(func, number);
  if (func === undefined || version === undefined) {
    throw functionNotFound(functionArn(call, name, qualifier));
  }
  return { func, version, qualifier };
}

/** Refuses what is not Active; an Inactive version begins to come back, and this invocation fails all the same. */
function assertInvocable(call: LambdaCall, { func, version }: Target): void {
  if (version.state === 'Active' && version.deployed !== undefined) {
    version.lastInvoked = call.clock.now();
    return;
  }
  if (version.state !== 'Inactive') {
    throw notInState(version.state);
  }
  const now = call.clock.now();
  version.state = 'Pending';
  version.stateReason = { code: 'Restoring', text: 'The function is being restored.' };
  version.transition = {
    at: now + call.state.pace.restore,
    kind: 'activate',
    failure: takeFailure(call.state, func.name, 'restore'),
    revisionId: call.newId(),
    deploymentId: call.newId(),
  };
  if ((version.settings.VpcConfig?.SubnetIds ?? []).length > 0) {
    throw new AwsError(
      'ResourceNotReadyException',
      502,
      'The function is inactive and its VPC connection is no longer available. Wait for the VPC connection to reestablish and try again.',
      { Type: 'User' },
    );
  }
  if (version.settings.SnapStart?.ApplyOn === 'PublishedVersions') {
    throw new AwsError(
      'SnapStartNotReadyException',
      409,
      'Lambda is initializing your function. You can invoke the function when the function state becomes Active.',
      { Type: 'User' },
    );
  }
  // Seen of functions that come back after long idleness (and of new ones with images); clients do not retry it.
  throw new AwsError(
    'CodeArtifactUserPendingException',
    409,
    'INFO: Lambda is initializing your function. It will be ready to invoke shortly.',
    { Type: 'User' },
  );
}

/** What AWS would run and this machine cannot. */
function assertRunnable({ settings }: VersionRecord): void {
  if (settings.PackageType === 'Image') {
    throw new AwsError(
      'NotImplemented',
      501,
      `Container images do not run on the local cloud: ${settings.ImageUri} was kept, not pulled. Only zip packages with a nodejs runtime run`,
    );
  }
  if (!settings.Runtime?.startsWith('nodejs')) {
    throw new AwsError(
      'NotImplemented',
      501,
      `Runtime ${settings.Runtime} does not run on the local cloud. Only zip packages with a nodejs runtime run`,
    );
  }
}

function readEvent(payload: Uint8Array | undefined, type: string): string {
  const limit = type === 'Event' ? eventLimit : requestLimit;
  if (payload !== undefined && payload.length > limit) {
    throw requestTooLarge(
      `${payload.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    );
  }
  const text = new TextDecoder().decode(payload);
  if (text === '') {
    return '{}';
  }
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    // AWS quotes its Java parser here; the beginning of the message is recorded.
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
      { Type: 'User' },
    );
  }
}

function clientContext(encoded: string | undefined): unknown {
  if (encoded === undefined || encoded === '') {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}

function executionOf(call: LambdaCall, target: Target, event: string, context: unknown): Execution {
  const { func, version, qualifier } = target;
  return {
    functionName: func.name,
    version: version.version,
    invokedFunctionArn: functionArn(call, func.name, qualifier),
    deployment: version.deployed as NonNullable<VersionRecord['deployed']>,
    requestId: call.requestId,
    event,
    clientContext: context,
  };
}

/** AWS answers 200 whatever the function did; FunctionError says that it failed. */
function answer(execution: Execution, { outcome, log }: Executed, withTail: boolean): InvocationResponse {
  const error = failure(execution, outcome);
  const payload = outcome.kind === 'response' && error === undefined ? outcome.payload : JSON.stringify(error);
  return {
    StatusCode: 200,
    ExecutedVersion: execution.version,
    // Recorded for all supported Node runtimes: never Handled.
    ...(error === undefined ? {} : { FunctionError: 'Unhandled' }),
    ...(withTail ? { LogResult: tail(log) } : {}),
    Payload: Buffer.from(payload) as unknown as NonNullable<InvocationResponse['Payload']>,
  };
}

/** The error that an invocation ended in; undefined when it succeeded. */
export function failure({ requestId, deployment }: Execution, outcome: Outcome): ErrorBody | undefined {
  switch (outcome.kind) {
    case 'response':
      return Buffer.byteLength(outcome.payload) > responseLimit
        ? {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimit} bytes).`,
          }
        : undefined;
    case 'error':
      return outcome.error;
    case 'timeout':
      return {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${deployment.settings.Timeout.toFixed(2)} seconds`,
      };
    case 'exit':
      return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${exitReason(outcome)}` };
  }
}

function exitReason({ code, killed }: Outcome & { kind: 'exit' }): string {
  if (killed) {
    return 'Runtime exited with error: signal: killed';
  }
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}
