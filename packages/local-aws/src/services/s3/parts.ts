import type * as sdk from '@aws-sdk/client-s3';
import type { AwsError } from '../../kernel/errors.ts';
import type { Call, Operation } from '../../kernel/service.ts';
import { onObject } from './buckets.ts';
import { bodyMembers, checksumOf, type Digest, digestOf, etagOf, shown, verifyBody } from './checksums.ts';
import { parseCopySource, readsSource, sourceOf } from './copy.ts';
import { invalidArgument, invalidRequest } from './errors.ts';
import { rangeOf } from './ranges.ts';
import type { Checksum, Part, S3State, Upload } from './state.ts';
import { resource, uploadOf } from './uploads.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const lastPartNumber = 10_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: Operation<
  S3State,
  Omit<sdk.UploadPartRequest, 'Body'> & { Body: Uint8Array },
  sdk.UploadPartOutput
> = {
  takes: ['Bucket', 'Key', 'PartNumber', 'UploadId', 'Body', 'ContentLength', 'ExpectedBucketOwner', ...bodyMembers],
  resource,
  authorizes: (input) => [onObject('PutObject', input)],
  run(call, input) {
    const { upload } = uploadOf(call, input);
    const digest = digestOf(input.Body);
    const checksum = partChecksum(upload, digest, verifyBody(digest, call.headers));
    const part = addPart(call, upload, input.PartNumber ?? 0, new Uint8Array(input.Body), checksum);
    const { ChecksumType: _, ...shownChecksum } = shown(part.checksum);
    return { ETag: part.etag, ServerSideEncryption: 'AES256', ...shownChecksum };
  },
};

function addPart(
  call: Call<S3State>,
  upload: Upload,
  number: number,
  body: Uint8Array,
  checksum: Checksum | undefined,
): Part {
  if (!Number.isInteger(number) || number < 1 || number > lastPartNumber) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  }
  const part = { body, etag: etagOf(digestOf(body)), modified: call.clock.now(), checksum };
  upload.parts.set(number, part);
  return part;
}

/**
 * A part must bring the upload's algorithm; seen in apache/arrow-rs#6793. An upload without one takes what the SDKs add
 * by themselves, CRC32 or CRC64NVME.
 */
function partChecksum(upload: Upload, digest: Digest, sent: Checksum | undefined): Checksum | undefined {
  if (sent && upload.algorithm && sent.algorithm !== upload.algorithm) throw mismatch(upload.algorithm, sent.algorithm);
  if (sent && !upload.algorithm && sent.algorithm !== 'CRC64NVME' && sent.algorithm !== 'CRC32')
    throw mismatch('null', sent.algorithm);
  if (upload.algorithm && !sent && upload.type === 'COMPOSITE') throw mismatch(upload.algorithm, 'null');
  if (sent || !upload.algorithm) return sent;
  return { algorithm: upload.algorithm, value: checksumOf(digest, upload.algorithm), type: 'FULL_OBJECT' };
}

function mismatch(expected: string, actual: string): AwsError {
  return invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: Operation<S3State, sdk.UploadPartCopyRequest, sdk.UploadPartCopyOutput> = {
  takes: [
    'Bucket',
    'CopySource',
    'Key',
    'PartNumber',
    'UploadId',
    'CopySourceIfMatch',
    'CopySourceIfModifiedSince',
    'CopySourceIfNoneMatch',
    'CopySourceIfUnmodifiedSince',
    'CopySourceRange',
    'ExpectedBucketOwner',
    'ExpectedSourceBucketOwner',
  ],
  resource,
  authorizes: (input) => [...readsSource(input.CopySource), onObject('PutObject', input)],
  run(call, input) {
    const { upload } = uploadOf(call, input);
    const { version, bucket } = sourceOf(call, parseCopySource(input.CopySource ?? ''), input);
    const range = copyRange(input.CopySourceRange, version.body.length);
    const body = version.body.slice(range?.start, range && range.end + 1);
    const checksum: Checksum | undefined = upload.algorithm && {
      algorithm: upload.algorithm,
      value: checksumOf(digestOf(body), upload.algorithm),
      type: 'FULL_OBJECT',
    };
    const part = addPart(call, upload, input.PartNumber ?? 0, body, checksum);
    const { ChecksumType: _, ...shownChecksum } = shown(part.checksum);
    return {
      ServerSideEncryption: 'AES256',
      CopyPartResult: { ETag: part.etag, LastModified: new Date(part.modified), ...shownChecksum },
      ...(bucket.versioning && { CopySourceVersionId: version.versionId }),
    };
  },
};

/** Both ends must be given, and within the source. */
function copyRange(header: string | undefined, size: number) {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  if (!match || Number(match[1]) > Number(match[2])) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (Number(match[2]) >= size) {
    // Recorded when the range begins behind the source; AWS's words for one that only ends there could not be found.
    if (Number(match[1]) >= size)
      throw invalidRequest('The specified copy range is invalid for the source object size');
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  }
  return rangeOf(header, size);
}
