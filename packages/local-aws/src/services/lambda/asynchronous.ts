import type {
  DeleteFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
  PutFunctionEventInvokeConfigRequest,
  UpdateFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { withoutUndefined } from './configuration.ts';
import { invalidParameter, notFound } from './errors.ts';
import { functionArn, refer, referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall } from './place.ts';
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

function unconfigured(arn: string): Error {
  return notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
}

/** How asynchronous invocations are retried; destinations are kept but nothing is sent to them. */
export const asynchronousOperations = {
  PutFunctionEventInvokeConfig: operation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>(
    'PutFunctionEventInvokeConfig',
    {
      takes: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
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

  UpdateFunctionEventInvokeConfig: operation<UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>(
    'UpdateFunctionEventInvokeConfig',
    {
      takes: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        if (func === undefined || versionOf(func, qualifier) === undefined) {
          throw notFound("The function doesn't exist.");
        }
        const record = func.asynchronous.get(qualifier);
        if (record === undefined) {
          throw unconfigured(arn);
        }
        record.modified = call.clock.now();
        record.maximumRetryAttempts = input.MaximumRetryAttempts ?? record.maximumRetryAttempts;
        record.maximumEventAgeInSeconds = input.MaximumEventAgeInSeconds ?? record.maximumEventAgeInSeconds;
        record.destinations = input.DestinationConfig ?? record.destinations;
        return described(arn, record);
      },
    },
  ),

  ListFunctionEventInvokeConfigs: operation<
    ListFunctionEventInvokeConfigsRequest,
    ListFunctionEventInvokeConfigsResponse
  >('ListFunctionEventInvokeConfigs', {
    takes: ['FunctionName', 'Marker', 'MaxItems'],
    resource: unqualifiedArn,
    run(call, input) {
      const name = referUnqualified(call, input.FunctionName ?? '');
      const func = call.state.functions.get(name);
      if (func === undefined) {
        throw notFound("The function doesn't exist.");
      }
      const { items, nextMarker } = page(func.asynchronous, ([qualifier]) => qualifier, input.Marker, input.MaxItems);
      return withoutUndefined({
        FunctionEventInvokeConfigs: items.map(([qualifier, record]) =>
          described(functionArn(call, name, qualifier), record),
        ),
        NextMarker: nextMarker,
      });
    },
  }),

  GetFunctionEventInvokeConfig: operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>(
    'GetFunctionEventInvokeConfig',
    {
      takes: ['FunctionName', 'Qualifier'],
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        const record = func?.asynchronous.get(qualifier);
        if (record === undefined) {
          throw unconfigured(arn);
        }
        return described(arn, record);
      },
    },
  ),

  DeleteFunctionEventInvokeConfig: operation<DeleteFunctionEventInvokeConfigRequest, Record<string, never>>(
    'DeleteFunctionEventInvokeConfig',
    {
      takes: ['FunctionName', 'Qualifier'],
      run(call, input) {
        const { func, qualifier, arn } = located(call, input);
        if (func?.asynchronous.delete(qualifier) !== true) {
          throw unconfigured(arn);
        }
        return {};
      },
    },
  ),
};
