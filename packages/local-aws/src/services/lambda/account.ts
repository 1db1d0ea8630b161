import type { GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import { unreserved } from './concurrency.ts';
import { operation } from './operation.ts';

/** The account's quotas and use. */
export const accountOperations = {
  GetAccountSettings: operation<object, GetAccountSettingsResponse>('GetAccountSettings', {
    resource: () => '*',
    run({ state }) {
      const functions = [...state.functions.values()];
      // Recorded: each version counts with its own copy of the code.
      const versions = functions.flatMap((func) => [func.latest, ...func.versions.values()]);
      return {
        AccountLimit: {
          TotalCodeSize: 80_530_636_800,
          CodeSizeUnzipped: 262_144_000,
          CodeSizeZipped: 52_428_800,
          ConcurrentExecutions: state.limits.concurrentExecutions,
          UnreservedConcurrentExecutions: unreserved(state),
        },
        AccountUsage: {
          TotalCodeSize: versions.reduce((total, { settings }) => total + (settings.CodeSize ?? 0), 0),
          FunctionCount: functions.length,
        },
      };
    },
  }),
};
