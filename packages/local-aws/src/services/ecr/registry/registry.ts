import type { Service } from '../../../kernel/service.ts';
import type { Blobs } from '../layers/blobs.ts';
import { registryQuotaOf } from '../quotas.ts';
import { type EcrState, initialState } from '../state.ts';
import { blobOperations } from './blobs.ts';
import { layerOperation } from './layer-links.ts';
import { manifestOperations } from './manifests.ts';
import { layerModel, model } from './model.ts';
import { operation } from './operation.ts';
import { listReferrers } from './referrers.ts';
import { layerRefusals, registryRefusals } from './refusals.ts';
import { listTags } from './tags.ts';
import { uploadOperations } from './uploads.ts';

/**
 * ECR's registry: OCI's distribution API below `/v2/`, over the repositories of `ecr`, whose name and so whose state it has. Who
 * asks is said by an authorization token, not by a signature.
 */
export function registry(endpoint: () => string, store: Blobs): Service<EcrState> {
  const refusals = registryRefusals(endpoint);
  return {
    name: 'ecr',
    protocol: 'rest-registry',
    sdk: model,
    initialState,
    operations: {
      GetVersion: getVersion,
      ...manifestOperations(store),
      ...blobOperations,
      ...uploadOperations(store),
      ListTags: listTags,
      GetReferrers: listReferrers(store),
    },
    quota: (operation) => registryQuotaOf(operation, refusals.throttled),
    refusals,
  };
}

/** What stands for S3, where ECR leads those who want a blob. */
export function layerLinks(store: Blobs): Service<EcrState> {
  return {
    name: 'ecr',
    protocol: 'rest-registry',
    sdk: layerModel,
    initialState,
    operations: { GetLayer: layerOperation(store) },
    refusals: layerRefusals,
  };
}

/** Says whether there is a registry, and whether it knows the caller. */
const getVersion = operation({ takes: [], actions: () => [], run: () => ({}) });
