import type * as sdk from '@aws-sdk/client-ecr';
import { imageNotFound, invalid } from '../errors.ts';
import type { Blobs } from '../layers/blobs.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import { repositoryOf } from '../place.ts';
import { shownImage } from '../shown.ts';
import type { Image, Repository } from '../state.ts';
import { flawOf, remove } from './delete.ts';
import { imageOf, imagesOf, tagsOf } from './find.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

/** Operations on images; manifests are in the store. */
export function imageOperations(store: Blobs) {
  return {
    PutImage: operation<sdk.PutImageRequest, sdk.PutImageResponse>('PutImage', {
      takes: ['registryId', 'repositoryName', 'imageManifest', 'imageManifestMediaType', 'imageTag', 'imageDigest'],
      run(call, { repositoryName = '', imageManifest = '', imageManifestMediaType, imageTag, imageDigest }) {
        const repository = repositoryOf(call, repositoryName);
        const bytes = Buffer.from(imageManifest);
        const pushed = { bytes, mediaType: imageManifestMediaType, tag: imageTag, digest: imageDigest };
        const { digest, mediaType } = push(call, store, repository, pushed);
        return {
          image: {
            registryId: call.account,
            repositoryName,
            imageId: { imageDigest: digest, ...(imageTag !== undefined && { imageTag }) },
            imageManifest,
            imageManifestMediaType: mediaType,
          },
        };
      },
    }),

    BatchGetImage: operation<sdk.BatchGetImageRequest, sdk.BatchGetImageResponse>('BatchGetImage', {
      takes: ['registryId', 'repositoryName', 'imageIds', 'acceptedMediaTypes'],
      run(call, { repositoryName = '', imageIds = [], acceptedMediaTypes }) {
        const repository = repositoryOf(call, repositoryName);
        const images: sdk.Image[] = [];
        const failures: sdk.ImageFailure[] = [];
        for (const imageId of imageIds) {
          const accepts = (type: string) => acceptedMediaTypes?.includes(type) ?? true;
          const flaw = flawOf(repository, imageId);
          const image = flaw ? undefined : pull(call, repository, imageId, accepts);
          if (image) {
            images.push({
              registryId: call.account,
              repositoryName,
              imageId: { ...imageId, imageDigest: image.digest },
              imageManifest: Buffer.from(store.get(image.digest)).toString('utf8'),
              imageManifestMediaType: image.mediaType,
            });
          } else failures.push({ imageId, ...(flaw ?? absent) });
        }
        return { images, failures };
      },
    }),

    DescribeImages: describeImages,
    ListImages: listImages,

    BatchDeleteImage: operation<sdk.BatchDeleteImageRequest, sdk.BatchDeleteImageResponse>('BatchDeleteImage', {
      takes: ['registryId', 'repositoryName', 'imageIds'],
      run(call, { repositoryName = '', imageIds = [] }) {
        const repository = repositoryOf(call, repositoryName);
        const outcomes = imageIds.map((imageId) => remove(repository, imageId));
        return {
          imageIds: outcomes.flatMap((outcome) => ('gone' in outcome ? outcome.gone : [])),
          failures: outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : [])),
        };
      },
    }),
  };
}

const absent = { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' } as const;

const describeImages = operation<sdk.DescribeImagesRequest, sdk.DescribeImagesResponse>('DescribeImages', {
  takes: [
    'registryId',
    'repositoryName',
    'imageIds',
    'nextToken',
    'maxResults',
    'filter.tagStatus',
    'filter.imageStatus',
  ],
  run(call, { repositoryName = '', imageIds, nextToken, maxResults, filter = {} }) {
    const repository = repositoryOf(call, repositoryName);
    const passes = filtered(repository, filter);
    if (!imageIds) {
      const { items, next } = page(imagesOf(repository).filter(passes), { nextToken, maxResults });
      return {
        imageDetails: items.map((image) => shownImage(call, repository, image)),
        ...(next !== undefined && { nextToken: next }),
      };
    }
    // "This option cannot be used when you specify images with imageIds."
    if (nextToken !== undefined) throw invalid('nextToken', 'Member must be null when imageIds are given');
    if (maxResults !== undefined) throw invalid('maxResults', 'Member must be null when imageIds are given');
    const images = imageIds.map((imageId) => {
      const image = imageOf(call, repository, imageId);
      // "If not specified, only images with ACTIVE status are returned": whether that goes for images that are named is not
      // said, and to take it so is the harder for who forgets the filter.
      if (!passes(image)) throw imageNotFound(imageId, repositoryName, call.account);
      return image;
    });
    return { imageDetails: [...new Set(images)].map((image) => shownImage(call, repository, image)) };
  },
});

const listImages = operation<sdk.ListImagesRequest, sdk.ListImagesResponse>('ListImages', {
  takes: ['registryId', 'repositoryName', 'nextToken', 'maxResults', 'filter.tagStatus', 'filter.imageStatus'],
  run(call, { repositoryName = '', nextToken, maxResults, filter = {} }) {
    const repository = repositoryOf(call, repositoryName);
    const ids = imagesOf(repository)
      .filter(filtered(repository, filter))
      .flatMap((image) => identifiers(repository, image));
    const { items, next } = page(ids, { nextToken, maxResults });
    return { imageIds: [...items], ...(next !== undefined && { nextToken: next }) };
  },
});

/** One for each tag, and one for an image without. */
function identifiers(repository: Repository, image: Image): readonly sdk.ImageIdentifier[] {
  const imageDigest = image.digest;
  const tags = tagsOf(repository, image);
  return tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag }));
}

/** "If not specified, only images with ACTIVE status are returned" (AWS's model, DescribeImagesFilter, ListImagesFilter). */
function filtered(repository: Repository, { tagStatus = 'ANY', imageStatus = 'ACTIVE' }: sdk.DescribeImagesFilter) {
  return (image: Image) => {
    const isTagged = tagsOf(repository, image).length > 0;
    const hasTags = tagStatus === 'ANY' || (tagStatus === 'TAGGED') === isTagged;
    return hasTags && (imageStatus === 'ANY' || image.status === imageStatus);
  };
}
