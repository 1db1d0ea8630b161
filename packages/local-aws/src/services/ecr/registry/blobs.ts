import type { AwsError } from '../../../kernel/errors.ts';
import { httpStatus } from '../../../kernel/service.ts';
import { downloadOf } from '../layers/layers.ts';
import { repositoryOf } from '../place.ts';
import { type Named, operation } from './operation.ts';
import { registryError } from './refusals.ts';

interface OfBlob extends Named {
  readonly digest?: string;
}

const below = ({ digest = '' }: OfBlob) => `@${digest}`;

const headBlob = operation<OfBlob>({
  takes: ['name', 'digest'],
  actions: () => ['BatchCheckLayerAvailability'],
  below,
  run(call, { name = '', digest = '' }) {
    const layer = repositoryOf(call, name).layers.get(digest);
    if (!layer || layer.archived) throw unknownBlob();
    return { Digest: digest, ContentLength: String(layer.size), ContentType: 'application/octet-stream' };
  },
});

/** ECR leads to S3 for every blob (open-policy-agent/opa#6728). */
const getBlob = operation<OfBlob>({
  takes: ['name', 'digest'],
  actions: () => ['GetDownloadUrlForLayer'],
  below,
  run(call, { name = '', digest = '' }) {
    const repository = repositoryOf(call, name);
    if (!repository.layers.has(digest)) throw unknownBlob();
    return { [httpStatus]: 307, Location: downloadOf(call, repository, digest) };
  },
});

/** OCI lets a registry refuse this with a 405. That ECR does is our guess: its API has no operation that takes a layer away. */
const deleteBlob = operation<OfBlob>({
  takes: ['name', 'digest'],
  actions: () => ['BatchDeleteImage'],
  below,
  run(call, { name = '' }) {
    repositoryOf(call, name);
    throw registryError('UNSUPPORTED', 405, 'The operation is unsupported.');
  },
});

/** Operations on blobs that are there. */
export const blobOperations = { HeadBlob: headBlob, GetBlob: getBlob, DeleteBlob: deleteBlob };

function unknownBlob(): AwsError {
  return registryError('BLOB_UNKNOWN', 404, 'blob unknown to registry');
}
