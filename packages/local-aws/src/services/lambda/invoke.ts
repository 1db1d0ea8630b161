import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import { requestTooLarge } from './errors.ts';
import { failure } from './failures.ts';
import { assertTenant } from './kinds.ts';
import { functionArn } from './names.ts';
import { operation, requestedFunction } from './operation.ts';
import type { LambdaCall } from './place.ts';
import type { Queue } from './queue.ts';
import type { Executed, Execution } from './runtime/execution.ts';
import type { Executions } from './runtime/executions.ts';
import { tail } from './runtime/report.ts';
import type { Slots } from './slots.ts';
import type { VersionRecord } from './state.ts';
import { assertDecryptable, assertInvocable, assertRunnable, type Target, targetOf } from './targets.ts';

/** 6 MB to and from the function, 1 MB when it is invoked asynchronously (Lambda quotas). */
const requestLimit = 6_291_456;
const eventLimit = 1_048_576;

/** Invoke. */
export function invokeOperations(executions: Executions, slots: Slots, queue: Queue) {
  return {
    Invoke: operation<InvocationRequest, InvocationResponse>('Invoke', {
      takes: ['FunctionName', 'InvocationType', 'LogType', 'ClientContext', 'Payload', 'Qualifier', 'TenantId'],
      // On exactly the ARN that is invoked: a policy for the function alone refuses qualified requests (developer guide,
      // lambda-api-permissions-ref).
      authorizes: (input, place) => [{ action: 'lambda:InvokeFunction', resource: requestedFunction(input, place) }],
      async run(call, input) {
        const { FunctionName = '', Qualifier, TenantId, ClientContext, LogType } = input;
        const target = targetOf(call, FunctionName, Qualifier);
        assertTenant(target.version.settings, TenantId);
        assertInvocable(call, target);
        const type = input.InvocationType ?? 'RequestResponse';
        const event = readEvent(input.Payload as Uint8Array | undefined, type);
        if (type === 'DryRun') {
          return { StatusCode: 204 };
        }
        assertDecryptable(call, target.version);
        assertRunnable(target.version);
        const execution = executionOf(call, target, event, clientContext(ClientContext));
        if (type === 'Event') {
          queue.accept(call, target, execution);
          return { StatusCode: 202 };
        }
        const release = slots.take(call, target);
        try {
          const executed = await executions.run(call, execution);
          return answer(execution, executed, LogType === 'Tail');
        } finally {
          release();
        }
      },
    }),
  };
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
  const written = outcome.kind === 'error' ? outcome.body : undefined;
  const payload =
    outcome.kind === 'response' && error === undefined ? outcome.payload : (written ?? JSON.stringify(error));
  return {
    StatusCode: 200,
    ExecutedVersion: execution.version,
    // Recorded for all supported Node runtimes: never Handled.
    ...(error === undefined ? {} : { FunctionError: 'Unhandled' }),
    ...(withTail ? { LogResult: tail(log) } : {}),
    Payload: Buffer.from(payload) as unknown as NonNullable<InvocationResponse['Payload']>,
  };
}
