import type {
  CreateFunctionUrlConfigRequest,
  CreateFunctionUrlConfigResponse,
  DeleteFunctionUrlConfigRequest,
  FunctionUrlConfig,
  GetFunctionUrlConfigRequest,
  GetFunctionUrlConfigResponse,
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
  UpdateFunctionUrlConfigRequest,
  UpdateFunctionUrlConfigResponse,
} from '@aws-sdk/client-lambda';
import { withoutUndefined } from './configuration.ts';
import { conflict, notFound } from './errors.ts';
import { functionArn, refer } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall } from './place.ts';
import type { FunctionRecord, UrlRecord } from './state.ts';

/** The function and alias that a request means; recorded: a missing alias is worded like a missing function. */
function owner(call: LambdaCall, input: { FunctionName: string | undefined; Qualifier?: string | undefined }) {
  const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
  const func = call.state.functions.get(name);
  if (func === undefined || (qualifier !== undefined && !func.aliases.has(qualifier))) {
    throw notFound('Function does not exist');
  }
  return { func, qualifier };
}

function existingUrl(call: LambdaCall, input: { FunctionName: string | undefined; Qualifier?: string | undefined }) {
  const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
  const func = call.state.functions.get(name);
  const url = func?.urls.get(qualifier ?? '');
  if (func === undefined || url === undefined) {
    throw notFound('The resource you requested does not exist.');
  }
  return { func, qualifier, url };
}

function described(
  call: LambdaCall,
  func: FunctionRecord,
  qualifier: string | undefined,
  url: UrlRecord,
): FunctionUrlConfig {
  return withoutUndefined({
    FunctionUrl: url.url,
    FunctionArn: functionArn(call, func.name, qualifier),
    AuthType: url.authType,
    Cors: url.cors,
    CreationTime: new Date(url.created).toISOString(),
    LastModifiedTime: new Date(url.modified).toISOString(),
    InvokeMode: url.invokeMode,
  });
}

/** Function URLs: their configuration. Requests to them are not served. */
export const urlOperations = {
  CreateFunctionUrlConfig: operation<CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse>(
    'CreateFunctionUrlConfig',
    {
      takes: ['FunctionName', 'AuthType', 'Qualifier', 'Cors', 'InvokeMode'],
      run(call, input) {
        const { func, qualifier } = owner(call, input);
        if (func.urls.has(qualifier ?? '')) {
          const arn = functionArn(call, func.name, qualifier);
          throw conflict(
            `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
          );
        }
        const now = call.clock.now();
        const url: UrlRecord = {
          url: `https://${call.newId().replaceAll('-', '')}.lambda-url.${call.region}.on.aws/`,
          created: now,
          modified: now,
          authType: input.AuthType ?? 'AWS_IAM',
          cors: input.Cors,
          invokeMode: input.InvokeMode ?? 'BUFFERED',
        };
        func.urls.set(qualifier ?? '', url);
        const { LastModifiedTime: _, ...answer } = described(call, func, qualifier, url);
        return answer;
      },
    },
  ),

  GetFunctionUrlConfig: operation<GetFunctionUrlConfigRequest, GetFunctionUrlConfigResponse>('GetFunctionUrlConfig', {
    takes: ['FunctionName', 'Qualifier'],
    run(call, input) {
      const { func, qualifier, url } = existingUrl(call, input);
      return described(call, func, qualifier, url);
    },
  }),

  UpdateFunctionUrlConfig: operation<UpdateFunctionUrlConfigRequest, UpdateFunctionUrlConfigResponse>(
    'UpdateFunctionUrlConfig',
    {
      takes: ['FunctionName', 'Qualifier', 'AuthType', 'Cors', 'InvokeMode'],
      run(call, input) {
        owner(call, input);
        const { func, qualifier, url } = existingUrl(call, input);
        url.authType = input.AuthType ?? url.authType;
        url.cors = input.Cors ?? url.cors;
        url.invokeMode = input.InvokeMode ?? url.invokeMode;
        url.modified = call.clock.now();
        return described(call, func, qualifier, url);
      },
    },
  ),

  DeleteFunctionUrlConfig: operation<DeleteFunctionUrlConfigRequest, Record<string, never>>('DeleteFunctionUrlConfig', {
    takes: ['FunctionName', 'Qualifier'],
    run(call, input) {
      const { func, qualifier } = existingUrl(call, input);
      func.urls.delete(qualifier ?? '');
      return {};
    },
  }),

  ListFunctionUrlConfigs: operation<ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse>(
    'ListFunctionUrlConfigs',
    {
      takes: ['FunctionName', 'Marker', 'MaxItems'],
      resource: unqualifiedArn,
      run(call, input) {
        const { func } = owner(call, input);
        const { items, nextMarker } = page(func.urls, ([qualifier]) => qualifier, input.Marker, input.MaxItems);
        return withoutUndefined({
          FunctionUrlConfigs: items.map(([qualifier, url]) => described(call, func, qualifier || undefined, url)),
          NextMarker: nextMarker,
        });
      },
    },
  ),
};
