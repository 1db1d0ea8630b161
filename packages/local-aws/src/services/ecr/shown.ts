import type * as sdk from '@aws-sdk/client-ecr';
import { tagsOf } from './images/find.ts';
import { type EcrPlace, repositoryArn, repositoryUri } from './place.ts';
import { shownMutability } from './repositories/mutability.ts';
import type { Image, Repository } from './state.ts';

/** A repository as answers have it. */
export function shownRepository(place: EcrPlace, repository: Repository): sdk.Repository {
  const { name, created, mutability, encryption, scanOnPush } = repository;
  return {
    repositoryArn: repositoryArn(place, name),
    registryId: place.account,
    repositoryName: name,
    repositoryUri: repositoryUri(place, name),
    createdAt: new Date(created),
    ...shownMutability(mutability),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: {
      encryptionType: encryption.type,
      ...(encryption.key !== undefined && { kmsKey: encryption.key }),
    },
  };
}

/** An image as DescribeImages has it. Nothing of scans: see DescribeImageScanFindings. */
export function shownImage({ account }: EcrPlace, repository: Repository, image: Image): sdk.ImageDetail {
  const tags = tagsOf(repository, image);
  const { artifactType, subject, lastPulled, lastArchived, lastActivated } = image;
  return {
    registryId: account,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(tags.length > 0 && { imageTags: [...tags] }),
    imageSizeInBytes: image.imageSize,
    imagePushedAt: new Date(image.pushed),
    imageManifestMediaType: image.mediaType,
    ...(artifactType !== undefined && { artifactMediaType: artifactType }),
    ...(lastPulled !== undefined && { lastRecordedPullTime: new Date(lastPulled) }),
    ...(subject !== undefined && { subjectManifestDigest: subject }),
    imageStatus: image.status,
    ...(lastArchived !== undefined && { lastArchivedAt: new Date(lastArchived) }),
    ...(lastActivated !== undefined && { lastActivatedAt: new Date(lastActivated) }),
  };
}
