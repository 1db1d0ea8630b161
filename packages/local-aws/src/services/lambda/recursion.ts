import type {
  GetFunctionRecursionConfigRequest,
  GetFunctionRecursionConfigResponse,
  PutFunctionRecursionConfigRequest,
  PutFunctionRecursionConfigResponse,
} from '@aws-sdk/client-lambda';
import { referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { existing } from './updates.ts';

/** What happens to a function that invokes itself in a circle: kept, and never detected here. */
export const recursionOperations = {
  PutFunctionRecursionConfig: operation<PutFunctionRecursionConfigRequest, PutFunctionRecursionConfigResponse>(
    'PutFunctionRecursionConfig',
    {
      takes: ['FunctionName', 'RecursiveLoop'],
      resource: unqualifiedArn,
      run(call, input) {
        const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        func.recursiveLoop = input.RecursiveLoop ?? 'Terminate';
        return { RecursiveLoop: func.recursiveLoop };
      },
    },
  ),

  GetFunctionRecursionConfig: operation<GetFunctionRecursionConfigRequest, GetFunctionRecursionConfigResponse>(
    'GetFunctionRecursionConfig',
    {
      takes: ['FunctionName'],
      resource: unqualifiedArn,
      run(call, input) {
        return { RecursiveLoop: existing(call, referUnqualified(call, input.FunctionName ?? '')).recursiveLoop };
      },
    },
  ),
};
