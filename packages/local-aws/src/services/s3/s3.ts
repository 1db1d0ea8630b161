import * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Refusals } from '../../kernel/refusals.ts';
import type { Place, Service } from '../../kernel/service.ts';
import { getObjectAttributes } from './attributes.ts';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './bucket-operations.ts';
import { completeMultipartUpload } from './complete.ts';
import { copyObject } from './copy.ts';
import { deleteObject, deleteObjects } from './delete.ts';
import { accessDenied, invalidRequest, malformedXml, noSuchBucket, noSuchKey } from './errors.ts';
import { getObject, headObject } from './get.ts';
import { listObjects, listObjectsV2, listObjectVersions } from './listing.ts';
import { uploadPart, uploadPartCopy } from './parts.ts';
import { bucketPolicyOperations } from './policy/operations.ts';
import { putObject } from './put.ts';
import type { S3State } from './state.ts';
import {
  deleteBucketTagging,
  deleteObjectTagging,
  getBucketTagging,
  getObjectTagging,
  putBucketTagging,
  putObjectTagging,
} from './tags.ts';
import { unconfiguredOperations } from './unconfigured.ts';
import { listMultipartUploads, listParts } from './upload-listing.ts';
import { abortMultipartUpload, createMultipartUpload } from './uploads.ts';

/** S3: buckets and objects, with checksums, conditions, versions and multipart uploads. */
export function s3(): Service<S3State> {
  return {
    name: 's3',
    protocol: 'rest-xml',
    sdk,
    scope: 'partition',
    initialState: () => ({ buckets: new Map(), conflicts: 0 }),
    operations: {
      AbortMultipartUpload: abortMultipartUpload,
      CompleteMultipartUpload: completeMultipartUpload,
      CopyObject: copyObject,
      CreateBucket: createBucket,
      CreateMultipartUpload: createMultipartUpload,
      DeleteBucket: deleteBucket,
      DeleteObject: deleteObject,
      DeleteObjects: deleteObjects,
      GetBucketLocation: getBucketLocation,
      GetBucketVersioning: getBucketVersioning,
      GetObject: getObject,
      HeadBucket: headBucket,
      HeadObject: headObject,
      ListBuckets: listBuckets,
      ListMultipartUploads: listMultipartUploads,
      ListObjectVersions: listObjectVersions,
      ListObjects: listObjects,
      ListObjectsV2: listObjectsV2,
      ListParts: listParts,
      PutBucketVersioning: putBucketVersioning,
      PutObject: putObject,
      ...unconfiguredOperations,
      ...bucketPolicyOperations,
      GetObjectAttributes: getObjectAttributes,
      PutObjectTagging: putObjectTagging,
      GetObjectTagging: getObjectTagging,
      DeleteObjectTagging: deleteObjectTagging,
      PutBucketTagging: putBucketTagging,
      GetBucketTagging: getBucketTagging,
      DeleteBucketTagging: deleteBucketTagging,
      UploadPart: uploadPart,
      UploadPartCopy: uploadPartCopy,
    } as Service<S3State>['operations'],
    refusals,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const refusals: Partial<Refusals> = {
  invalid: (flaws) => {
    const inDocument = flaws.some(({ kind, path }) => kind === 'syntax' || path.includes('.'));
    return inDocument ? malformedXml() : invalidRequest(flaws[0]?.message ?? 'The request is not valid.');
  },
  unknownOperation: () =>
    new AwsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'),
  credential: (flaw) =>
    ({
      missing: accessDenied(),
      expired: new AwsError('ExpiredToken', 400, 'The provided token has expired.'),
      late: new AwsError('AccessDenied', 403, 'Request has expired'),
      skewed: new AwsError(
        'RequestTimeTooSkewed',
        403,
        'The difference between the request time and the current time is too large.',
        { MaxAllowedSkewMilliseconds: 900_000 },
      ),
      unknown: new AwsError('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
    })[flaw],
  denied: (message) => new AwsError('AccessDenied', 403, message),
  throttled: () => new AwsError('SlowDown', 503, 'Please reduce your request rate.'),
  failed: () => new AwsError('InternalError', 500, 'We encountered an internal error. Please try again.'),
  unavailable: () => new AwsError('ServiceUnavailable', 503, 'Service is unable to handle request.'),
};

/** The bytes of an object, for services that read in their caller's name. Throws S3's error when they cannot be had. */
export function readObject(place: Place<S3State>, bucket: string, key: string, versionId?: string): Uint8Array {
  const found = place.state.buckets.get(bucket);
  if (!found) throw noSuchBucket(bucket);
  if (found.owner !== place.account) throw accessDenied();
  if (found.region !== place.region) {
    const message = `The bucket is in this region: ${found.region}. Please use this region to retry the request`;
    throw new AwsError('PermanentRedirect', 301, message);
  }
  const versions = found.objects.get(key) ?? [];
  const version = versionId === undefined ? versions[0] : versions.find((each) => each.versionId === versionId);
  if (!version || version.deleteMarker) throw noSuchKey(key);
  return version.body;
}
