import * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../kernel/errors.ts';
import type { Service } from '../../kernel/service.ts';
import { repositoryPolicyOperations } from './access/repository-policies.ts';
import { accountSettingOperations } from './account/account-settings.ts';
import { authorizationOperations } from './account/authorization.ts';
import { control } from './control.ts';
import { imageOperations } from './images/images.ts';
import { referrerOperations } from './images/referrers.ts';
import { storageClassOperations } from './images/storage-class.ts';
import type { Blobs } from './layers/blobs.ts';
import { layerOperations } from './layers/layers.ts';
import { lifecyclePolicyOperations } from './lifecycle/policies.ts';
import { previewOperations } from './lifecycle/previews.ts';
import { ownerOf } from './operation.ts';
import { quotaOf } from './quotas.ts';
import { repositoryOperations } from './repositories/repositories.ts';
import { tagOperations } from './repositories/resource-tags.ts';
import { scanConfigurationOperations } from './scans/configuration.ts';
import { imageScanOperations } from './scans/image-scans.ts';
import { type EcrState, initialState } from './state.ts';
import { templateOperations } from './templates/creation-templates.ts';

/**
 * ECR: repositories and images, by AWS's API. The same state answers OCI's distribution API in `registry/`, and the bytes of
 * both are in `store`.
 */
export function ecr(store: Blobs): Service<EcrState> {
  return {
    name: 'ecr',
    protocol: 'json-1.1',
    sdk,
    initialState,
    ownerOf,
    quota: quotaOf,
    operations: {
      ...repositoryOperations,
      ...imageOperations(store),
      ...referrerOperations(store),
      ...layerOperations(store),
      ...storageClassOperations,
      ...imageScanOperations,
      ...scanConfigurationOperations,
      ...authorizationOperations,
      ...accountSettingOperations,
      ...tagOperations,
      ...repositoryPolicyOperations,
      ...lifecyclePolicyOperations,
      ...previewOperations,
      ...templateOperations,
    },
    refusals: {
      invalid: (flaws) => {
        const wrong = flaws.find(({ kind }) => kind !== 'missing');
        if (wrong) return new AwsError('SerializationException', 400, wrong.message);
        const message = `Invalid parameter at '${flaws[0]?.path}' failed to satisfy constraint: 'Member must not be null'`;
        return new AwsError('InvalidParameterException', 400, message);
      },
    },
    control,
    stop: () => store.remove(),
  };
}
