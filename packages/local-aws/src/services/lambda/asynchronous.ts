import type {
  DeleteFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { withoutUndefined } from './configuration.ts';
import { invalidParameter, notFound } from './errors.ts';
import { functionArn, refer } from './names.ts';
import { type LambdaCall, operation } from './operation.ts';
import type { AsynchronousRecord } from './state.ts';
import { versionOf } from './updates.ts';

function described(arn: string, record: AsynchronousRecord): FunctionEventInvokeConfig {
  return withoutUndefined({
    LastModified: new Date(record.modified),
    FunctionArn: arn,
    MaximumRetryAttempts: record.maximumRetryAttempts,
    MaximumEventAgeInSeconds: record.maximumEventAgeInSeconds,
    DestinationConfig: record.destinations ?? { OnSuccess: {}, OnFailure: {} },
  });
}

function located(call: LambdaCall, input: GetFunctionEventInvokeConfigRequest) {
  const { name, qualifier = '$LATEST' } = refer(call, input.FunctionName ?? '', input.Qualifier);
  return { func: call.state.functions.get(name), qualifier, arn: functionArn(call, name, qualifier) };
}

/** How asynchronous invocations are retried; destinations are kept but nothing is sent to them. */
export const asynchronousOperations = {
  PutFunctionEventInvokeConfig: operation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>(
    'PutFunctionEventInvokeConfig',
    {
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        if (func === undefined || versionOf(func, qualifier) === undefined) {
          throw notFound("The function doesn't exist.");
        }
        const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
        if (
          MaximumRetryAttempts === undefined &&
          MaximumEventAgeInSeconds === undefined &&
          DestinationConfig === undefined
        ) {
          throw invalidParameter('You must specify at least one of error handling or destination setting.');
        }
        const record: AsynchronousRecord = {
          modified: call.clock.now(),
          maximumRetryAttempts: MaximumRetryAttempts,
          maximumEventAgeInSeconds: MaximumEventAgeInSeconds,
          destinations: DestinationConfig,
        };
        func.asynchronous.set(qualifier, record);
        return described(arn, record);
      },
    },
  ),

  GetFunctionEventInvokeConfig: operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>(
    'GetFunctionEventInvokeConfig',
    {
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        const record = func?.asynchronous.get(qualifier);
        if (record === undefined) {
          throw notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
        }
        return described(arn, record);
      },
    },
  ),

  DeleteFunctionEventInvokeConfig: operation<DeleteFunctionEventInvokeConfigRequest, Record<string, never>>(
    'DeleteFunctionEventInvokeConfig',
    {
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        if (func?.asynchronous.delete(qualifier) !== true) {
          throw notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
        }
        return {};
      },
    },
  ),
};
