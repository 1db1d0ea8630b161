import type {
  GetFunctionCodeSigningConfigRequest,
  GetFunctionCodeSigningConfigResponse,
  GetRuntimeManagementConfigRequest,
  GetRuntimeManagementConfigResponse,
} from '@aws-sdk/client-lambda';
import { functionNotFound } from './errors.ts';
import { functionArn, refer, referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { existing, versionOf } from './updates.ts';

/** Features that cannot be configured here: Terraform reads them of every function, and gets what AWS answers by default. */
export const unconfiguredOperations = {
  GetFunctionCodeSigningConfig: operation<GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse>(
    'GetFunctionCodeSigningConfig',
    {
      resource: unqualifiedArn,
      run(call, input) {
        const { name } = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        return { FunctionName: name, CodeSigningConfigArn: '' };
      },
    },
  ),

  GetRuntimeManagementConfig: operation<GetRuntimeManagementConfigRequest, GetRuntimeManagementConfigResponse>(
    'GetRuntimeManagementConfig',
    {
      run(call, input) {
        const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
        const version = versionOf(existing(call, name, qualifier), qualifier);
        if (version === undefined) {
          throw functionNotFound(functionArn(call, name, qualifier));
        }
        return { UpdateRuntimeOn: 'Auto', FunctionArn: functionArn(call, name, qualifier) };
      },
    },
  ),
};
