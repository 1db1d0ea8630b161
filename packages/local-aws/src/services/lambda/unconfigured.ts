import type { GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse } from '@aws-sdk/client-lambda';
import { referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { existing } from './updates.ts';

/** Features that cannot be configured here: Terraform reads them of every function, and gets what AWS answers by default. */
export const unconfiguredOperations = {
  GetFunctionCodeSigningConfig: operation<GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse>(
    'GetFunctionCodeSigningConfig',
    {
      takes: ['FunctionName'],
      resource: unqualifiedArn,
      run(call, input) {
        const { name } = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        return { FunctionName: name, CodeSigningConfigArn: '' };
      },
    },
  ),
};
