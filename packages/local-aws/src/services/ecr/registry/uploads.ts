import { AwsError } from '../../../kernel/errors.ts';
import { httpStatus } from '../../../kernel/service.ts';
import type { LargeBody } from '../../../kernel/wire/large-body.ts';
import { mountsBlobs } from '../account/account-settings.ts';
import type { Blobs } from '../layers/blobs.ts';
import { append, completeUpload, received, startUpload, uploadOf } from '../layers/uploads.ts';
import { type EcrCall, type EcrPlace, repositoryArn, repositoryOf } from '../place.ts';
import type { Upload } from '../state.ts';
import { permissionToCreate, repositoryToPush } from '../templates/create-on-push.ts';
import { type Named, operation, type RegistryAnswer } from './operation.ts';
import { registryError } from './refusals.ts';

interface Started extends Named {
  readonly digest?: string;
  readonly mount?: string;
  readonly from?: string;
  readonly content?: Uint8Array | LargeBody;
}

interface OfUpload extends Named {
  readonly uuid?: string;
}

interface Chunk extends OfUpload {
  readonly range?: string;
  readonly content?: Uint8Array | LargeBody;
}

interface Completed extends Chunk {
  readonly digest?: string;
}

/** Operations on blobs that are on their way. */
export function uploadOperations(store: Blobs) {
  return {
    StartBlobUpload: startBlobUpload,
    GetBlobUpload: getBlobUpload,

    PatchBlobUpload: operation<Chunk>({
      takes: ['name', 'uuid', 'range', 'content'],
      actions: () => ['UploadLayerPart'],
      below: () => '@upload',
      run(call, { name = '', uuid = '', range, content = new Uint8Array() }) {
        const upload = uploadOf(call, repositoryOf(call, name), uuid);
        assertNext(upload, range, content.length);
        append(store, upload, content);
        // 201, where OCI has 202 (aws/containers-roadmap#2831, openai/tart#273).
        return { ...progress(call, name, upload), [httpStatus]: 201 };
      },
    }),

    CompleteBlobUpload: operation<Completed>({
      takes: ['name', 'uuid', 'digest', 'range', 'content'],
      actions: ({ content = new Uint8Array() }) =>
        content.length > 0 ? ['UploadLayerPart', 'CompleteLayerUpload'] : ['CompleteLayerUpload'],
      below: ({ digest = '' }) => `@${digest}`,
      run(call, { name = '', uuid = '', digest = '', range, content = new Uint8Array() }) {
        const repository = repositoryOf(call, name);
        const upload = uploadOf(call, repository, uuid);
        if (digest === '') throw registryError('DIGEST_INVALID', 400, 'The digest of the layer is missing.');
        assertNext(upload, range, content.length);
        append(store, upload, content);
        completeUpload(store, repository, upload, digest);
        return there(call, name, digest);
      },
    }),
  };
}

/**
 * Begins an upload. A mount that the registry does not do goes on as an upload, and so does a blob that came at once with its
 * digest: OCI leaves both to the registry, and whether ECR takes the second is not known.
 */
const startBlobUpload = operation<Started>({
  takes: ['name', 'digest', 'mount', 'from', 'content'],
  actions: () => ['InitiateLayerUpload'],
  // "Users need ecr:GetDownloadUrlForLayer IAM permission on a repository to mount layers from it" (blob-mounting.html).
  // Whether one without it is refused, as here, or goes on to upload is not said.
  further: (input, place) => [
    ...permissionToCreate(place, input.name ?? ''),
    ...(isMount(input, place)
      ? [{ action: 'ecr:GetDownloadUrlForLayer', resource: repositoryArn(place, input.from ?? '') }]
      : []),
  ],
  below: ({ mount }) => (mount === undefined ? '@upload' : `@${mount}`),
  run(call, input) {
    const { name = '', digest: _digest, mount = '', content: _content } = input;
    const repository = repositoryToPush(call, name);
    if (isMount(input, call)) {
      const source = call.state.repositories.get(input.from ?? '');
      const layer = source?.layers.get(mount);
      const { type, key } = repository.encryption;
      // "Repositories must use identical encryption type and keys."
      if (layer && !layer.archived && source?.encryption.type === type && source.encryption.key === key) {
        repository.layers.set(mount, { size: layer.size, archived: false });
        return there(call, name, mount);
      }
    }
    return progress(call, name, startUpload(call, repository));
  },
});

/** "Amazon ECR attempts mounting only when these parameters are present", and the registry's setting says so. */
function isMount({ mount, from }: Started, place: EcrPlace): boolean {
  return mountsBlobs(place) && mount !== undefined && from !== undefined;
}

const getBlobUpload = operation<OfUpload>({
  takes: ['name', 'uuid'],
  actions: () => ['UploadLayerPart'],
  below: () => '@upload',
  run(call, { name = '', uuid = '' }) {
    return progress(call, name, uploadOf(call, repositoryOf(call, name), uuid));
  },
});

/** The range of an upload stays at its first chunk however much has come since (aws/containers-roadmap#2831). */
function progress(call: EcrCall, name: string, upload: Upload): RegistryAnswer {
  const first = upload.chunks[0]?.size ?? 0;
  return {
    Location: `${call.endpoint}/v2/${name}/blobs/uploads/${upload.id}`,
    UploadId: upload.id,
    Range: `0-${Math.max(0, first - 1)}`,
  };
}

function there(call: EcrCall, name: string, digest: string): RegistryAnswer {
  return { [httpStatus]: 201, Location: `${call.endpoint}/v2/${name}/blobs/${digest}`, Digest: digest };
}

/** A chunk follows what has come: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks */
function assertNext(upload: Upload, range: string | undefined, length: number): void {
  if (range === undefined) return;
  const [, first, last] = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/.*)?$/.exec(range) ?? [];
  const before = received(upload);
  if (Number(first) === before && Number(last) === before + length - 1) return;
  throw new AwsError(
    'BLOB_UPLOAD_INVALID',
    416,
    `The range ${range} does not follow the ${before} bytes that are there.`,
  );
}
