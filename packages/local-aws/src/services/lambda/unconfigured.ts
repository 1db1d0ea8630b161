import type { GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse } from '@aws-sdk/client-lambda';
import { invalidParameter } from './errors.ts';
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
        const { name, latest } = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        if (latest.settings.PackageType === 'Image') {
          // aws-controllers-k8s/community#1225
          throw invalidParameter('Code signing is not supported for functions created with container images.');
        }
        return { FunctionName: name, CodeSigningConfigArn: '' };
      },
    },
  ),
};
