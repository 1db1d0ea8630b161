import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { operation } from '../operation.ts';
import { type EcrCall, repositoryOf } from '../place.ts';
import type { Repository } from '../state.ts';
import type { Blobs } from './blobs.ts';
import { linkTo } from './links.ts';
import { append, completeUpload, received, startUpload, uploadOf } from './uploads.ts';

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html: "Minimum layer part size", "Maximum layer part size"
const [smallestPart, largestPart] = [5 * 1024 * 1024, 10 * 1024 * 1024];

/** Operations on layers, as ECR's own proxy uses them; their bytes are in the store. */
export function layerOperations(store: Blobs) {
  return {
    BatchCheckLayerAvailability: checkLayers,
    GetDownloadUrlForLayer: downloadUrl,

    InitiateLayerUpload: operation<sdk.InitiateLayerUploadRequest, sdk.InitiateLayerUploadResponse>(
      'InitiateLayerUpload',
      {
        takes: ['registryId', 'repositoryName'],
        run(call, { repositoryName = '' }) {
          const { id } = startUpload(call, repositoryOf(call, repositoryName));
          return { uploadId: id, partSize: largestPart };
        },
      },
    ),

    UploadLayerPart: operation<sdk.UploadLayerPartRequest, sdk.UploadLayerPartResponse>('UploadLayerPart', {
      takes: ['registryId', 'repositoryName', 'uploadId', 'partFirstByte', 'partLastByte', 'layerPartBlob'],
      run(call, input) {
        const { repositoryName = '', uploadId = '', partFirstByte, partLastByte, layerPartBlob } = input;
        const upload = uploadOf(call, repositoryOf(call, repositoryName), uploadId);
        const bytes = layerPartBlob ?? new Uint8Array();
        const before = received(upload);
        const isWhole = partFirstByte === before && partLastByte === before + bytes.length - 1;
        if (!isWhole || bytes.length > largestPart || upload.chunks.some(({ size }) => size < smallestPart)) {
          const details = { registryId: call.account, repositoryName, uploadId, lastValidByteReceived: before - 1 };
          throw new AwsError('InvalidLayerPartException', 400, partIsWrong, details);
        }
        append(store, upload, bytes);
        return { registryId: call.account, repositoryName, uploadId, lastByteReceived: partLastByte };
      },
    }),

    CompleteLayerUpload: operation<sdk.CompleteLayerUploadRequest, sdk.CompleteLayerUploadResponse>(
      'CompleteLayerUpload',
      {
        takes: ['registryId', 'repositoryName', 'uploadId', 'layerDigests'],
        run(call, { repositoryName = '', uploadId = '', layerDigests = [] }) {
          const repository = repositoryOf(call, repositoryName);
          const upload = uploadOf(call, repository, uploadId);
          const [digest = ''] = layerDigests;
          if (received(upload) === 0)
            throw new AwsError(
              'EmptyUploadException',
              400,
              'The specified layer upload does not contain any layer parts.',
            );
          if (repository.layers.get(digest)?.archived === false)
            throw new AwsError(
              'LayerAlreadyExistsException',
              400,
              'The image layer already exists in the associated repository.',
            );
          completeUpload(store, repository, upload, digest);
          return { registryId: call.account, repositoryName, uploadId, layerDigest: digest };
        },
      },
    ),
  };
}

const partIsWrong =
  'The layer part size is not valid, or the first byte specified is not consecutive to the last byte of a previous layer part upload.';

const checkLayers = operation<sdk.BatchCheckLayerAvailabilityRequest, sdk.BatchCheckLayerAvailabilityResponse>(
  'BatchCheckLayerAvailability',
  {
    takes: ['registryId', 'repositoryName', 'layerDigests'],
    run(call, { repositoryName = '', layerDigests = [] }) {
      const { layers } = repositoryOf(call, repositoryName);
      const wellFormed = layerDigests.filter((digest) => /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(digest));
      return {
        layers: wellFormed.map((layerDigest) => {
          const layer = layers.get(layerDigest);
          if (!layer) return { layerDigest, layerAvailability: 'UNAVAILABLE' as const };
          const layerAvailability = layer.archived ? ('ARCHIVED' as const) : ('AVAILABLE' as const);
          return { layerDigest, layerAvailability, layerSize: layer.size };
        }),
        failures: layerDigests
          .filter((digest) => !wellFormed.includes(digest))
          .map((layerDigest) => ({
            layerDigest,
            failureCode: 'InvalidLayerDigest' as const,
            failureReason: 'Invalid layer digest',
          })),
      };
    },
  },
);

const downloadUrl = operation<sdk.GetDownloadUrlForLayerRequest, sdk.GetDownloadUrlForLayerResponse>(
  'GetDownloadUrlForLayer',
  {
    takes: ['registryId', 'repositoryName', 'layerDigest'],
    run(call, { repositoryName = '', layerDigest = '' }) {
      return { downloadUrl: downloadOf(call, repositoryOf(call, repositoryName), layerDigest), layerDigest };
    },
  },
);

/**
 * Where a layer can be fetched. "You can only get URLs for image layers that are referenced in an image" (AWS's model): one that
 * was only uploaded is inaccessible, one of archived images alone is not found.
 */
export function downloadOf(place: EcrCall, { name, images, layers }: Repository, digest: string): string {
  const layer = layers.get(digest);
  if (!layer || layer.archived) {
    const message = `Layer with digest '${digest}' does not exist in the repository with name '${name}' in the registry with id '${place.account}'`;
    throw new AwsError('LayersNotFoundException', 400, message);
  }
  const isReferenced = [...images.values()].some((image) => image.status === 'ACTIVE' && image.layers.includes(digest));
  if (!isReferenced)
    throw new AwsError(
      'LayerInaccessibleException',
      400,
      'The specified layer is not available because it is not associated with an image. Unassociated image layers may be cleaned up at any time.',
    );
  return linkTo(place, digest);
}
