import type { GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import { unreserved } from './concurrency.ts';
import { operation } from './operation.ts';
import { codeSizeOf } from './storage.ts';

/** The account's quotas and use. */
export const accountOperations = {
  GetAccountSettings: operation<object, GetAccountSettingsResponse>('GetAccountSettings', {
    takes: [],
    resource: () => '*',
    run({ state }) {
      const functions = [...state.functions.values()];
      return {
        AccountLimit: {
          TotalCodeSize: state.limits.totalCodeSize,
          CodeSizeUnzipped: 262_144_000,
          CodeSizeZipped: 52_428_800,
          ConcurrentExecutions: state.limits.concurrentExecutions,
          UnreservedConcurrentExecutions: unreserved(state),
        },
        AccountUsage: {
          TotalCodeSize: codeSizeOf(state),
          FunctionCount: functions.length,
        },
      };
    },
  }),
};
