import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Operation } from '../../kernel/service.ts';
import { newVersionId, onObject, store, writtenVersion } from './buckets.ts';
import { algorithms, checksumOf, composite, digestOf, memberOf, shown } from './checksums.ts';
import { assertWritable } from './conditions.ts';
import { invalidRequest, malformedXml } from './errors.ts';
import type { Checksum, Part, S3State, Upload } from './state.ts';
import { resource, uploadOf } from './uploads.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const smallestPart = 5 * 1024 ** 2;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload: Operation<
  S3State,
  sdk.CompleteMultipartUploadRequest,
  sdk.CompleteMultipartUploadOutput
> = {
  takes: [
    'Bucket',
    'Key',
    'UploadId',
    'MultipartUpload.Parts.PartNumber',
    'MultipartUpload.Parts.ETag',
    ...algorithms.map((each) => `MultipartUpload.Parts.${memberOf(each)}` as const),
    ...algorithms.map(memberOf),
    'ChecksumType',
    'MpuObjectSize',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
  ],
  resource,
  authorizes: (input) => [onObject('PutObject', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    assertMode(input.ChecksumType, upload);
    // Recorded of a request without a document.
    if (!input.MultipartUpload) throw invalidRequest('You must specify at least one part');
    const chosen = chooseParts(upload, input.MultipartUpload.Parts ?? []);
    const body = Buffer.concat(chosen.map(({ body: bytes }) => bytes));
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== body.length)
      throw invalidRequest(
        `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${body.length}`,
      );
    const checksum = wholeChecksum(upload, chosen, body);
    assertAnnounced(input, checksum);
    assertWritable(call, bucket, upload.key, input);
    const etag = partsEtag(chosen);
    const versionId = newVersionId(call, bucket);
    let end = 0;
    const parts = chosen.map(({ body: bytes, checksum: own }) => {
      end += bytes.length;
      return { end, size: bytes.length, checksum: upload.type === 'COMPOSITE' ? own : undefined };
    });
    store(call, bucket, {
      key: upload.key,
      versionId,
      modified: call.clock.now(),
      deleteMarker: false,
      body: Uint8Array.from(body),
      etag,
      properties: upload.properties,
      checksum,
      parts,
      tags: upload.tags,
    });
    bucket.uploads.delete(upload.id);
    return {
      Location: `${call.endpoint}/${bucket.name}/${encodeURIComponent(upload.key)}`,
      Bucket: bucket.name,
      Key: upload.key,
      ETag: etag,
      ServerSideEncryption: 'AES256',
      ...shown(checksum),
      ...writtenVersion(bucket, versionId),
    };
  },
};

/** The MD5 of the parts' MD5s, and their number. */
function partsEtag(parts: readonly Part[]): string {
  const all = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex')));
  return `"${createHash('md5').update(all).digest('hex')}-${parts.length}"`;
}

function chooseParts(upload: Upload, named: readonly sdk.CompletedPart[]): readonly Part[] {
  if (named.length === 0) throw malformedXml();
  const numbers = named.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!)) {
    const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
    throw new AwsError('InvalidPartOrder', 400, message, { UploadId: upload.id });
  }
  const parts = named.map((each) => choosePart(upload, each));
  for (const [index, { body, etag }] of parts.slice(0, -1).entries()) {
    if (body.length >= smallestPart) continue;
    throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
      ETag: etag.slice(1, -1),
      MinSizeAllowed: smallestPart,
      PartNumber: numbers[index],
      ProposedSize: body.length,
    });
  }
  return parts;
}

function choosePart(upload: Upload, named: sdk.CompletedPart): Part {
  const { PartNumber = 0, ETag = '' } = named;
  const part = upload.parts.get(PartNumber);
  const checksums = algorithms.filter((each) => named[memberOf(each)] !== undefined);
  if (!part || bare(part.etag) !== bare(ETag)) throw invalidPart(upload, PartNumber, ETag);
  const wrong = checksums.find((each) => part.checksum?.value !== named[memberOf(each)]);
  // Recorded: of the upload's algorithm another part is meant, of another algorithm it is a digest that is wrong.
  if (wrong !== undefined && wrong === part.checksum?.algorithm) throw invalidPart(upload, PartNumber, ETag);
  if (wrong !== undefined) {
    const message = `The ${wrong.toLowerCase()} you specified for part ${PartNumber} did not match what we received.`;
    throw new AwsError('BadDigest', 400, message);
  }
  if (upload.algorithm && upload.type === 'COMPOSITE' && checksums.length === 0) {
    throw invalidRequest(
      `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
    );
  }
  return part;
}

function bare(etag: string): string {
  return etag.replace(/^"|"$/g, '');
}

function invalidPart(upload: Upload, number: number, etag: string): AwsError {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new AwsError('InvalidPart', 400, message, { UploadId: upload.id, PartNumber: number, ETag: bare(etag) });
}

function wholeChecksum({ algorithm, type }: Upload, parts: readonly Part[], body: Uint8Array): Checksum {
  if (algorithm === undefined)
    return { algorithm: 'CRC64NVME', value: checksumOf(digestOf(body), 'CRC64NVME'), type: 'FULL_OBJECT' };
  if (type === 'FULL_OBJECT') return { algorithm, value: checksumOf(digestOf(body), algorithm), type };
  return {
    algorithm,
    value: composite(
      parts.flatMap(({ checksum }) => (checksum ? [checksum] : [])),
      algorithm,
    ),
    type,
  };
}

/** Recorded, before the parts are looked at. */
function assertMode(mode: string | undefined, { type }: Upload): void {
  if (mode === undefined || mode === type) return;
  throw invalidRequest(
    `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
  );
}

/** What the completing request says of the whole object must be so. */
function assertAnnounced(input: sdk.CompleteMultipartUploadRequest, { algorithm, value }: Checksum): void {
  const wrong = algorithms.find((each) => {
    const announced = input[memberOf(each)];
    if (announced === undefined) return false;
    // What S3 says of a checksum by an algorithm that the upload does not have could not be found: here it is a wrong one.
    return each !== algorithm || (announced !== value && announced !== value.replace(/-\d+$/, ''));
  });
  if (wrong === undefined) return;
  throw new AwsError(
    'BadDigest',
    400,
    `The ${wrong.toLowerCase()} you specified did not match the calculated checksum.`,
  );
}
