import type { ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Repository } from '../state.ts';
import { findImage, type ImageId, listsOf, tagsOf } from './find.ts';

/** What was taken away, or why nothing was. */
export type Removal = { readonly gone: readonly ImageIdentifier[] } | { readonly failure: ImageFailure };

/**
 * Takes a tag away, and with the last one the image; by digest the image with all its tags:
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html
 */
export function remove(repository: Repository, id: ImageId): Removal {
  const flaw = flawOf(repository, id);
  if (flaw) return { failure: { imageId: { ...id }, ...flaw } };
  const image = findImage(repository, id)!;
  const { digest } = image;
  const tags = tagsOf(repository, image);
  const isTagAlone = id.imageTag !== undefined && id.imageDigest === undefined && tags.length > 1;
  const tagsGone = isTagAlone ? [id.imageTag!] : tags;
  if (!isTagAlone) {
    const lists = listsOf(repository, image);
    if (lists.length > 0) {
      const failureReason = `Requested image referenced by manifest list: [${lists.map((list) => list.digest).join(', ')}]`;
      return { failure: { imageId: { ...id }, failureCode: 'ImageReferencedByManifestList', failureReason } };
    }
    repository.images.delete(digest);
  }
  for (const tag of tagsGone) repository.tags.delete(tag);
  const ids = tagsGone.map((imageTag) => ({ imageDigest: digest, imageTag }));
  return { gone: ids.length > 0 ? ids : [{ imageDigest: digest }] };
}

type Flaw = Required<Pick<ImageFailure, 'failureCode' | 'failureReason'>>;

/** What is wrong with an identifier itself, or that it names nothing; in the words that moto has from AWS. */
export function flawOf(repository: Repository, id: ImageId): Flaw | undefined {
  const { imageDigest, imageTag } = id;
  if (imageDigest === undefined && imageTag === undefined) {
    const failureReason = 'Invalid request parameters: both tag and digest cannot be null';
    return { failureCode: 'MissingDigestAndTag', failureReason };
  }
  if (imageDigest !== undefined && !/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(imageDigest)) {
    const failureReason =
      "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    return { failureCode: 'InvalidImageDigest', failureReason };
  }
  if (findImage(repository, id)) return undefined;
  const isTagElsewhere = imageDigest !== undefined && imageTag !== undefined && repository.tags.has(imageTag);
  if (isTagElsewhere && repository.images.has(imageDigest)) {
    // The code is in AWS's model; its words are ours.
    return { failureCode: 'ImageTagDoesNotMatchDigest', failureReason: 'Requested image tag is on another digest' };
  }
  return { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}
