import { imageNotFound } from '../errors.ts';
import type { EcrPlace } from '../place.ts';
import type { Image, Repository } from '../state.ts';

/** How an input names an image: by tag, by digest, or by both. */
export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

/** The image, in any status; undefined when there is none, or the tag is on another one. */
export function findImage({ images, tags }: Repository, { imageDigest, imageTag }: ImageId): Image | undefined {
  const byTag = imageTag === undefined ? undefined : tags.get(imageTag);
  if (imageTag !== undefined && byTag === undefined) return undefined;
  if (imageDigest !== undefined && byTag !== undefined && imageDigest !== byTag) return undefined;
  return images.get(imageDigest ?? byTag ?? '');
}

/** The image; throws ImageNotFoundException. */
export function imageOf({ account }: EcrPlace, repository: Repository, id: ImageId): Image {
  const image = findImage(repository, id);
  if (!image) throw imageNotFound(id, repository.name, account);
  return image;
}

/** The tags of an image, in their order. */
export function tagsOf({ tags }: Repository, { digest }: Image): readonly string[] {
  return [...tags].flatMap(([tag, on]) => (on === digest ? [tag] : [])).sort();
}

/**
 * All images in an order that helps no client: ECR says nothing of the order of its lists, and here it is that of their
 * digests, neither of their tags nor of their time.
 */
export function imagesOf({ images }: Repository): readonly Image[] {
  return [...images.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** The indexes that need an image, in any status. */
export function listsOf({ images }: Repository, { digest }: Image): readonly Image[] {
  return [...images.values()].filter(({ children }) => children.includes(digest));
}
