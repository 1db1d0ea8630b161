import type { Service } from '../../../kernel/service.ts';
import type { Blobs } from '../blobs.ts';
import { type EcrState, initialState } from '../state.ts';
import { blobOperations } from './blobs.ts';
import { manifestOperations } from './manifests.ts';
import { model } from './model.ts';
import { operation } from './operation.ts';
import { registryRefusals } from './refusals.ts';
import { listTags } from './tags.ts';

/**
 * ECR's registry: OCI's distribution API below `/v2/`, over the repositories of `ecr`, whose name and so whose state it has. Who
 * asks is said by an authorization token, not by a signature.
 */
export function registry(store: Blobs, endpoint: () => string): Service<EcrState> {
  return {
    name: 'ecr',
    protocol: 'rest-registry',
    sdk: model,
    initialState,
    operations: {
      GetVersion: getVersion,
      ...manifestOperations(store),
      ...blobOperations(store),
      ListTags: listTags,
    },
    refusals: registryRefusals(endpoint),
  };
}

/** Says whether there is a registry, and whether it knows the caller. */
const getVersion = operation({ takes: [], actions: () => [], run: () => ({}) });
