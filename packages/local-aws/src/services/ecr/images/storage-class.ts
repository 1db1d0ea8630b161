import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { operation } from '../operation.ts';
import { repositoryOf } from '../place.ts';
import { archive } from './archive.ts';
import { imageOf, listsOf } from './find.ts';

/**
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html: what is archived cannot be pulled until it is
 * restored, which takes its time (restore-image.html beside it), or pushed again. What ECR says to a change to the class that an image has is not known:
 * here it is an error, as one from ACTIVATING is. An image that an index needs "cannot be … archived without the manifest list being
 * deleted or archived first" (LifecyclePolicies.html beside it); that this goes for the API, too, is our guess.
 */
export const storageClassOperations = {
  UpdateImageStorageClass: operation<sdk.UpdateImageStorageClassRequest, sdk.UpdateImageStorageClassResponse>(
    'UpdateImageStorageClass',
    {
      takes: ['registryId', 'repositoryName', 'imageId', 'targetStorageClass'],
      run(call, { repositoryName = '', imageId = {}, targetStorageClass }) {
        const repository = repositoryOf(call, repositoryName);
        const image = imageOf(call, repository, imageId);
        const from = targetStorageClass === 'ARCHIVE' ? 'ACTIVE' : 'ARCHIVED';
        if (image.status !== from)
          throw refused(`The image is ${image.status} and cannot be moved to ${targetStorageClass}.`);
        const now = call.clock.now();
        if (targetStorageClass === 'ARCHIVE') {
          const [list] = listsOf(repository, image).filter(({ status }) => status === 'ACTIVE');
          if (list) throw refused(`The image is referenced by the manifest list ${list.digest}.`);
          archive(repository, image, now);
        } else {
          image.status = 'ACTIVATING';
          image.activeAt = now + call.state.pace.activation;
        }
        return { registryId: call.account, repositoryName, imageId, imageStatus: image.status };
      },
    },
  ),
};

function refused(message: string): AwsError {
  return new AwsError('ImageStorageClassUpdateNotSupportedException', 400, message);
}
