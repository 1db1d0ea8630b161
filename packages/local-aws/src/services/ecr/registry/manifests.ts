import { AwsError } from '../../../kernel/errors.ts';
import { httpStatus } from '../../../kernel/service.ts';
import { bytesOf, type LargeBody } from '../../../kernel/wire/large-body.ts';
import { remove } from '../images/delete.ts';
import type { ImageId } from '../images/find.ts';
import { pull } from '../images/pull.ts';
import { isTag, push } from '../images/push.ts';
import { type Blobs, digestOf } from '../layers/blobs.ts';
import { type EcrCall, repositoryOf } from '../place.ts';
import type { Image } from '../state.ts';
import { permissionToCreate, repositoryToPush } from '../templates/create-on-push.ts';
import { type Named, operation, type RegistryAnswer } from './operation.ts';
import { registryError } from './refusals.ts';

interface OfManifest extends Named {
  readonly reference?: string;
}

interface Pulled extends OfManifest {
  readonly accept?: string;
}

interface Sent extends OfManifest {
  readonly contentType?: string;
  readonly content?: Uint8Array | LargeBody;
}

const below = ({ reference = '' }: OfManifest) => (reference.includes(':') ? `@${reference}` : `:${reference}`);

/** Operations on manifests. */
export function manifestOperations(store: Blobs) {
  const read = (withBody: boolean) =>
    operation<Pulled>({
      takes: ['name', 'reference', 'accept'],
      actions: () => ['BatchGetImage'],
      below,
      run(call, { name = '', reference = '', accept = '' }) {
        const { digest, mediaType } = pulled(call, name, reference, accept);
        const body = store.get(digest);
        return {
          Digest: digest,
          ContentType: mediaType,
          ...(withBody ? { Body: body } : { ContentLength: String(body.length) }),
        };
      },
    });
  return {
    GetManifest: read(true),
    HeadManifest: read(false),

    PutManifest: operation<Sent>({
      takes: ['name', 'reference', 'contentType', 'content'],
      actions: () => ['PutImage'],
      further: ({ name = '' }, place) => permissionToCreate(place, name),
      below,
      run(call, { name = '', reference = '', contentType, content: body = new Uint8Array() }) {
        const content = bytesOf(body);
        const { imageTag: tag, imageDigest: digest } = identifierOf(reference);
        const mediaType = contentType?.split(';')[0]?.trim();
        const sent = { bytes: content, mediaType, tag, digest };
        const repository = repositoryToPush(call, name);
        const found = pushed(() => push(call, store, repository, sent)) ?? repository.images.get(digestOf(content))!;
        return created(call, name, found);
      },
    }),

    DeleteManifest: operation<OfManifest>({
      takes: ['name', 'reference'],
      actions: () => ['BatchDeleteImage'],
      below,
      run(call, { name = '', reference = '' }) {
        const outcome = remove(repositoryOf(call, name), identifierOf(reference));
        if ('gone' in outcome) return {};
        const { failureCode, failureReason = '' } = outcome.failure;
        if (failureCode === 'ImageNotFound') throw unknownManifest();
        // "unsupported: Requested image referenced by manifest list": https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_deleting_oci_artifacts.html
        throw registryError('UNSUPPORTED', 405, failureReason);
      },
    }),
  };
}

/** What is there already, as it is sent, is no error: ECR takes it for done. Measured by who pushes cosign's signatures twice. */
function pushed(run: () => Image): Image | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ImageAlreadyExistsException') return undefined;
    throw error;
  }
}

/** `OCI-Subject` says that the subject was seen; ECR has it (sigstore/sigstore-js#1183). */
function created(call: EcrCall, name: string, { digest, subject }: Image): RegistryAnswer {
  return {
    [httpStatus]: 201,
    Location: `${call.endpoint}/v2/${name}/manifests/${digest}`,
    Digest: digest,
    ...(subject !== undefined && { Subject: subject }),
  };
}

function pulled(call: EcrCall, name: string, reference: string, accept: string): Image {
  const id = identifierOf(reference);
  const image = pull(call, repositoryOf(call, name), id, (mediaType) => names(accept, mediaType));
  if (!image) throw unknownManifest();
  return image;
}

/** A digest or a tag; what is neither is 400, as HEAD's is (bazel-contrib/rules_oci#720). */
function identifierOf(reference: string): ImageId {
  if (reference.includes(':')) return { imageDigest: reference };
  if (!isTag(reference)) throw registryError('TAG_INVALID', 400, `Invalid tag '${reference}'`);
  return { imageTag: reference };
}

/**
 * Whether Accept names a media type. Wildcards name none: other registries answer "not found" to who sends only `*`/`*`
 * (distribution/distribution#3938, NVIDIA/enroot#273), and a client that works there works everywhere.
 */
function names(accept: string, mediaType: string): boolean {
  return accept.split(',').some((each) => each.split(';')[0]?.trim().toLowerCase() === mediaType);
}

/** google/go-containerregistry#1862 */
function unknownManifest(): AwsError {
  return registryError('MANIFEST_UNKNOWN', 404, 'Requested image not found');
}
