import { AwsError } from '../../kernel/errors.ts';
import { deniedMessage } from '../../kernel/iam.ts';
import type { Authorization } from '../../kernel/service.ts';

// The messages are ECR's own where one is known: those of repositories and images as moto's tests have them
// (getmoto/moto, tests/test_ecr), which were taken from AWS; others with their source beside them. All errors are 400.

/** A parameter that ECR refuses, such as "Invalid parameter at 'maxResults' failed to satisfy constraint: '…'". */
export function invalid(at: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    400,
    `Invalid parameter at '${at}' failed to satisfy constraint: '${constraint}'`,
  );
}

/** Seen by those who push what ECR does not take as a manifest (aws/aws-sdk#193, regclient/regclient#709). */
export function invalidManifest(): AwsError {
  return invalid('ImageManifest', 'Invalid JSON syntax');
}

/** No repository of this name in the registry. */
export function repositoryNotFound(name: string, registryId: string): AwsError {
  const message = `The repository with name '${name}' does not exist in the registry with id '${registryId}'`;
  return new AwsError('RepositoryNotFoundException', 400, message);
}

/** CreateRepository of a name that is taken. */
export function repositoryExists(name: string, registryId: string): AwsError {
  const message = `The repository with name '${name}' already exists in the registry with id '${registryId}'`;
  return new AwsError('RepositoryAlreadyExistsException', 400, message);
}

/** DeleteRepository without force, where there are images. */
export function repositoryNotEmpty(name: string, registryId: string): AwsError {
  const message = `The repository with name '${name}' in registry with id '${registryId}' cannot be deleted because it still contains images`;
  return new AwsError('RepositoryNotEmptyException', 400, message);
}

/** No image under what was named; an absent digest or tag is called null. */
export function imageNotFound(
  { imageDigest, imageTag }: { imageDigest?: string | undefined; imageTag?: string | undefined },
  name: string,
  registryId: string,
): AwsError {
  const image = `{imageDigest:'${imageDigest ?? null}', imageTag:'${imageTag ?? null}'}`;
  const message = `The image with imageId ${image} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`;
  return new AwsError('ImageNotFoundException', 400, message);
}

/** PutImage of what is there as it is: aws/aws-sdk-js-v3#6642, buildkite-plugins/ecr-buildkite-plugin#111 */
export function imageExists(digest: string, tag: string | undefined, name: string, registryId: string): AwsError {
  const message = `Image with digest '${digest}' and tag '${tag ?? null}' already exists in the repository with name '${name}' in registry with id '${registryId}'`;
  return new AwsError('ImageAlreadyExistsException', 400, message);
}

/** A tag that must stay where it is: osscontainertools/kaniko#204 */
export function tagExists(tag: string, name: string): AwsError {
  const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`;
  return new AwsError('ImageTagAlreadyExistsException', 400, message);
}

/** What a manifest needs and the repository lacks: int128/docker-manifest-create-action#63; that layers are named in the same form is our guess. */
export function notThere(
  what: 'Images' | 'Layers',
  digests: readonly string[],
  name: string,
  registryId: string,
): AwsError {
  const code = what === 'Images' ? 'ReferencedImagesNotFoundException' : 'LayersNotFoundException';
  const message = `${what} with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registryId}' do not exist`;
  return new AwsError(code, 400, message);
}

/** A digest beside a manifest of another. In the words of AWS's model; what ECR says is not known. */
export function digestDiffers(): AwsError {
  const message = 'The specified image digest does not match the digest that Amazon ECR calculated for the image.';
  return new AwsError('ImageDigestDoesNotMatchException', 400, message);
}

/** Of an account that a repository's policy would have to let in; amazon-ecr-login#232. */
export function otherAccount(principal: string, authorization: Authorization): AwsError {
  const why = `because no resource-based policy allows the ${authorization.action} action`;
  return new AwsError('AccessDeniedException', 400, deniedMessage(principal, authorization, why));
}
