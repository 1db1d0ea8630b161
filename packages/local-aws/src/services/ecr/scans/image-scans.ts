import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { imageOf } from '../images/find.ts';
import { operation } from '../operation.ts';
import { repositoryOf } from '../place.ts';
import { scanOf, shownFindings } from './findings.ts';
import { isScannable } from './scan.ts';

const day = 24 * 3_600_000;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html */
const startImageScan = operation<sdk.StartImageScanRequest, sdk.StartImageScanResponse>('StartImageScan', {
  takes: ['registryId', 'repositoryName', 'imageId'],
  run(call, { repositoryName = '', imageId = {} }) {
    const repository = repositoryOf(call, repositoryName);
    const image = imageOf(call, repository, imageId);
    // Seen where scanning is enhanced (alexjurkiewicz/ecr-scan-image#44).
    if (call.state.scanning.type === 'ENHANCED')
      throw new AwsError('ValidationException', 400, 'This feature is disabled');
    // Both in the words of AWS's model.
    if (image.status !== 'ACTIVE')
      throw new AwsError('ImageArchivedException', 400, 'The specified image is archived and cannot be scanned.');
    if (!isScannable(image))
      throw new AwsError('UnsupportedImageTypeException', 400, 'The image is of a type that cannot be scanned.');
    const now = call.clock.now();
    // "once per 24 hours on an individual image. This limit includes if an image was scanned on initial push"; the words are moto's.
    if (image.scanned.BASIC !== undefined && now < image.scanned.BASIC + day)
      throw new AwsError(
        'LimitExceededException',
        400,
        'The scan quota per image has been exceeded. Wait and try again.',
      );
    image.scanned.BASIC = now;
    const imageScanStatus = { status: 'IN_PROGRESS' as const };
    return {
      registryId: call.account,
      repositoryName,
      imageId: { ...imageId, imageDigest: image.digest },
      imageScanStatus,
    };
  },
});

/** Findings come with their scan's end alone (alexjurkiewicz/ecr-scan-image#3). */
const describeImageScanFindings = operation<
  sdk.DescribeImageScanFindingsRequest,
  sdk.DescribeImageScanFindingsResponse
>('DescribeImageScanFindings', {
  takes: ['registryId', 'repositoryName', 'imageId', 'nextToken', 'maxResults'],
  run(call, { repositoryName = '', imageId = {}, nextToken, maxResults }) {
    const repository = repositoryOf(call, repositoryName);
    const image = imageOf(call, repository, imageId);
    const scan = scanOf(call, image);
    const { imageTag } = imageId;
    if (!scan)
      throw scanNotFound(
        `{imageDigest:'${image.digest}', imageTag:'${imageTag ?? null}'}`,
        repositoryName,
        call.account,
      );
    const { status, description, findings } = scan;
    const { shown, next } = shownFindings(call.state, scan, { nextToken, maxResults });
    return {
      registryId: call.account,
      repositoryName,
      imageId: { imageDigest: image.digest, ...(imageTag !== undefined && { imageTag }) },
      imageScanStatus: { status: status as sdk.ScanStatus, description },
      ...(findings && { imageScanFindings: shown }),
      ...(next !== undefined && { nextToken: next }),
    };
  },
});

/** In the words of moto, getmoto/moto, moto/ecr/exceptions.py. */
function scanNotFound(image: string, name: string, registryId: string): AwsError {
  const message = `Image scan does not exist for the image with '${image}' in the repository with name '${name}' in the registry with id '${registryId}'`;
  return new AwsError('ScanNotFoundException', 400, message);
}

/** Operations on scans of images. */
export const imageScanOperations = {
  StartImageScan: startImageScan,
  DescribeImageScanFindings: describeImageScanFindings,
};
