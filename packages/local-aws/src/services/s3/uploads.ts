import type * as sdk from '@aws-sdk/client-s3';
import type { Call, Operation } from '../../kernel/service.ts';
import { bucketOf, onObject, type Target } from './buckets.ts';
import { algorithms } from './checksums.ts';
import { invalidRequest, noSuchUpload } from './errors.ts';
import { assertKey, propertiesOf, propertyMembers } from './properties.ts';
import { writes } from './put.ts';
import type { Algorithm, Bucket, Checksum, S3State, Upload } from './state.ts';
import { headerTags } from './tags.ts';

/** What names an upload. */
export type OfUpload = Target & { readonly UploadId?: string | undefined };

/** What the journal calls it: the object to be. */
export const resource = ({ Bucket, Key }: Target) => `${Bucket}/${Key}`;

/** The upload that an input names, and its bucket. */
export function uploadOf(call: Call<S3State>, input: OfUpload): { bucket: Bucket; upload: Upload } {
  const bucket = bucketOf(call, input);
  const upload = bucket.uploads.get(input.UploadId ?? '');
  if (!upload || upload.key !== input.Key) throw noSuchUpload(input.UploadId ?? '');
  return { bucket, upload };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: Operation<
  S3State,
  sdk.CreateMultipartUploadRequest,
  sdk.CreateMultipartUploadOutput
> = {
  takes: ['Bucket', 'Key', 'Tagging', 'ExpectedBucketOwner', 'ChecksumAlgorithm', 'ChecksumType', ...propertyMembers],
  resource,
  authorizes: writes,
  run(call, input) {
    const { Key = '', ChecksumAlgorithm: wanted } = input;
    const bucket = bucketOf(call, input);
    assertKey(Key);
    const algorithm = algorithms.find((each) => each === wanted);
    if (wanted !== undefined && !algorithm)
      throw invalidRequest(
        'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
      );
    const id = Buffer.from(call.newId().replaceAll('-', ''), 'hex').toString('base64url');
    const type = checksumType(algorithm, input.ChecksumType);
    bucket.uploads.set(id, {
      id,
      key: Key,
      initiated: call.clock.now(),
      properties: propertiesOf(input, call.headers),
      algorithm,
      type,
      tags: headerTags(input.Tagging),
      parts: new Map(),
    });
    return {
      Bucket: bucket.name,
      Key,
      UploadId: id,
      ServerSideEncryption: 'AES256',
      ...(algorithm && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
    };
  },
};

/** Only CRCs can cover the whole object, and CRC64NVME nothing else: the table of the user guide's "Checking object integrity". */
function checksumType(algorithm: Algorithm | undefined, wanted: string | undefined): Checksum['type'] {
  const whole = algorithm === undefined || algorithm === 'CRC64NVME';
  if (wanted === undefined) return whole ? 'FULL_OBJECT' : 'COMPOSITE';
  if (wanted !== 'FULL_OBJECT' && wanted !== 'COMPOSITE')
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  if (algorithm === undefined)
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  const possible = wanted === 'COMPOSITE' ? !whole : algorithm.startsWith('CRC');
  if (!possible)
    throw invalidRequest(
      `The ${wanted} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return wanted;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: Operation<S3State, sdk.AbortMultipartUploadRequest, void> = {
  takes: ['Bucket', 'Key', 'UploadId', 'ExpectedBucketOwner'],
  resource,
  authorizes: (input) => [onObject('AbortMultipartUpload', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    bucket.uploads.delete(upload.id);
  },
};
