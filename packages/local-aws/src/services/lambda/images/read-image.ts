import { AwsError } from '../../../kernel/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { LambdaCall } from '../place.ts';
import type { FoundImage, ImagePiece, LambdaPorts } from '../ports.ts';
import type { FunctionImage, Settings } from '../state.ts';
import { isOwn, referenceOf } from './reference.ts';

/** What an image gives a function. */
export type ImageSettings = Pick<Settings, 'CodeSha256' | 'CodeSize' | 'PackageType'> & {
  readonly ImageUri: string;
  readonly Image: FunctionImage;
};

/**
 * Resolves an `ImageUri`, once: "When you select an image using an image tag, Lambda translates the tag to the underlying image
 * digest", and "if you reassign the image tag to another image, Lambda does not update the image version"
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-images.html). Throws AWS's refusals. CodeSha256 is the digest in
 * hex, and CodeSize 0 (recorded).
 */
export function readImage(call: LambdaCall, ports: LambdaPorts, uri: string, functionArn: string): ImageSettings {
  const reference = referenceOf(call, uri);
  if (reference === undefined) {
    // ministryofjustice/modernisation-platform#2419
    throw invalidParameter(`Source image ${uri} is not valid. Provide a valid source image.`);
  }
  if (reference.region !== call.region) {
    // As quoted by a user of SAM and the API (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html has the rule).
    throw invalidParameter('Image repository must be in the same region.');
  }
  const { account, region, principal } = call;
  const puller = { account, region, functionArn, principal };
  // "If the Amazon ECR repository does not include these permissions, Lambda attempts to add them automatically"
  // (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html); that the caller may is among what was authorised.
  if (isOwn(call, reference) && !ports.mayPull(puller, reference)) ports.letPull(reference);
  const found = ports.findImage(puller, reference);
  if (found === 'denied') throw accessDenied();
  if (found === 'absent') {
    // As it is quoted by those who run Terraform before their first push.
    throw invalidParameter(`Source image ${uri} does not exist. Provide a valid source image.`);
  }
  const { digest, layers } = found;
  const config = supportedConfig(found);
  if (config === undefined) {
    // Seen of what buildx pushes without provenance=false (aws/aws-lambda-roadmap#82).
    throw invalidParameter(
      `The image manifest, config or layer media type for the source image ${uri} is not supported.`,
    );
  }
  return {
    CodeSha256: digest.replace('sha256:', ''),
    CodeSize: 0,
    PackageType: 'Image',
    ImageUri: uri,
    Image: { source: { ...reference, reference: digest }, config, layers },
  };
}

/** The words are those of aws-samples/bedrock-access-gateway#127. */
export function accessDenied(): AwsError {
  const message = 'Lambda does not have permission to access the ECR image. Check the ECR permissions.';
  return new AwsError('AccessDeniedException', 403, message, { Type: 'User' });
}

/** The configuration, if manifest, configuration and layers are of types that Lambda takes. */
function supportedConfig({ mediaType, config, layers }: FoundImage): ImagePiece | undefined {
  const supported =
    manifestTypes.includes(mediaType) &&
    configTypes.includes(config?.mediaType ?? '') &&
    layers.every((layer) => layerTypes.includes(layer.mediaType));
  return supported ? config : undefined;
}

// "Docker image manifest V2, schema 2" and "Open Container Initiative (OCI) Specifications (v1.0.0 and up)"
// (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html). An index is neither (aws/aws-lambda-roadmap#82). Of layers
// that are compressed by zstd, or that may not be handed on, nothing is said: here they are refused.
const manifestTypes: readonly string[] = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const configTypes: readonly string[] = [
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
];
const layerTypes: readonly string[] = [
  'application/vnd.docker.image.rootfs.diff.tar',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.oci.image.layer.v1.tar+gzip',
];
