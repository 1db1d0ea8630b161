import type {
  DeleteFunctionConcurrencyRequest,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda';
import { untypedInvalidParameter } from './errors.ts';
import { referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import type { FunctionRecord, LambdaState } from './state.ts';
import { existing } from './updates.ts';

/** Concurrency of the account that no function has reserved or provisioned. Provisioned counts within reserved. */
export function unreserved(state: LambdaState, except?: FunctionRecord): number {
  let left = state.limits.concurrentExecutions;
  for (const func of state.functions.values()) {
    if (func !== except) {
      left -= func.reservedConcurrency ?? provisionedTotal(func);
    }
  }
  return left;
}

/** All provisioned concurrency that a function asks for, but for one qualifier. */
export function provisionedTotal(func: FunctionRecord, exceptQualifier?: string): number {
  let total = 0;
  for (const [qualifier, { requested }] of func.provisioned) {
    total += qualifier === exceptQualifier ? 0 : requested;
  }
  return total;
}

/** Reserved concurrency. Recorded: these refusals carry no Type. */
export const concurrencyOperations = {
  PutFunctionConcurrency: operation<PutFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>(
    'PutFunctionConcurrency',
    {
      takes: ['FunctionName', 'ReservedConcurrentExecutions'],
      resource: unqualifiedArn,
      run(call, input) {
        const { ReservedConcurrentExecutions: reserved = 0 } = input;
        const func = existing(call, referUnqualified(call, input.FunctionName ?? ''), '$LATEST');
        const { minimumUnreserved } = call.state.limits;
        if (unreserved(call.state, func) - reserved < minimumUnreserved) {
          throw untypedInvalidParameter(
            `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumUnreserved}].`,
          );
        }
        const provisioned = provisionedTotal(func);
        if (reserved < provisioned) {
          throw untypedInvalidParameter(
            ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
          );
        }
        func.reservedConcurrency = reserved;
        return { ReservedConcurrentExecutions: reserved };
      },
    },
  ),

  GetFunctionConcurrency: operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>(
    'GetFunctionConcurrency',
    {
      takes: ['FunctionName'],
      resource: unqualifiedArn,
      run(call, input) {
        const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        return func.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: func.reservedConcurrency };
      },
    },
  ),

  DeleteFunctionConcurrency: operation<DeleteFunctionConcurrencyRequest, Record<string, never>>(
    'DeleteFunctionConcurrency',
    {
      takes: ['FunctionName'],
      resource: unqualifiedArn,
      run(call, input) {
        existing(call, referUnqualified(call, input.FunctionName ?? '')).reservedConcurrency = undefined;
        return {};
      },
    },
  ),
};
