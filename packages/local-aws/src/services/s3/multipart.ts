import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Call, Operation } from '../../kernel/service.ts';
import { bucketOf, currentOf, newVersionId, onBucket, onObject, shownVersion, store, type Target } from './buckets.ts';
import { algorithms, checksumOf, composite, etagOf, memberOf, shown, verifyBody } from './checksums.ts';
import { assertWritable } from './conditions.ts';
import { parseCopySource, readsSource, sourceOf } from './copy.ts';
import { invalidArgument, invalidRequest, malformedXml, noSuchUpload } from './errors.ts';
import { assertKey, propertiesOf } from './properties.ts';
import { writes } from './put.ts';
import { byteRange } from './ranges.ts';
import type { Algorithm, Bucket, Checksum, Part, S3State, Upload } from './state.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const smallestPart = 5 * 1024 ** 2;
const lastPartNumber = 10_000;

type OfUpload = Target & { readonly UploadId?: string | undefined };

const resource = ({ Bucket, Key }: Target) => `${Bucket}/${Key}`;

function uploadOf(call: Call<S3State>, input: OfUpload): { bucket: Bucket; upload: Upload } {
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

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: Operation<
  S3State,
  Omit<sdk.UploadPartRequest, 'Body'> & { Body: Uint8Array },
  sdk.UploadPartOutput
> = {
  resource,
  authorizes: (input) => [onObject('PutObject', input)],
  run(call, input) {
    const { upload } = uploadOf(call, input);
    const checksum = partChecksum(upload, input.Body, verifyBody(input.Body, call.headers));
    const part = addPart(call, upload, input.PartNumber ?? 0, Uint8Array.from(input.Body), checksum);
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
  const part = { body, etag: etagOf(body), modified: call.clock.now(), checksum };
  upload.parts.set(number, part);
  return part;
}

/** A part must bring the upload's algorithm; seen in apache/arrow-rs#6793. */
function partChecksum(upload: Upload, body: Uint8Array, sent: Checksum | undefined): Checksum | undefined {
  if (sent && upload.algorithm && sent.algorithm !== upload.algorithm) throw mismatch(upload.algorithm, sent.algorithm);
  if (sent && !upload.algorithm && sent.algorithm !== 'CRC64NVME' && sent.algorithm !== 'CRC32')
    throw mismatch('null', sent.algorithm);
  if (upload.algorithm && !sent && upload.type === 'COMPOSITE') throw mismatch(upload.algorithm, 'null');
  if (sent || !upload.algorithm) return sent;
  return { algorithm: upload.algorithm, value: checksumOf(body, upload.algorithm), type: 'FULL_OBJECT' };
}

function mismatch(expected: string, actual: string): AwsError {
  return invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: Operation<S3State, sdk.UploadPartCopyRequest, sdk.UploadPartCopyOutput> = {
  resource,
  authorizes: (input) => [...readsSource(input.CopySource), onObject('PutObject', input)],
  run(call, input) {
    const { upload } = uploadOf(call, input);
    const { version, bucket } = sourceOf(call, parseCopySource(input.CopySource ?? ''), input);
    const range = copyRange(input.CopySourceRange, version.body.length);
    const body = version.body.slice(range?.start, range && range.end + 1);
    const checksum: Checksum | undefined = upload.algorithm && {
      algorithm: upload.algorithm,
      value: checksumOf(body, upload.algorithm),
      type: 'FULL_OBJECT',
    };
    const part = addPart(call, upload, input.PartNumber ?? 0, body, checksum);
    const { ChecksumType: _, ...shownChecksum } = shown(part.checksum);
    return {
      CopyPartResult: { ETag: part.etag, LastModified: new Date(part.modified), ...shownChecksum },
      ...(bucket.versioning && { CopySourceVersionId: version.versionId }),
    };
  },
};

/** Both ends must be given, and within the source. */
function copyRange(header: string | undefined, size: number) {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  if (!match || Number(match[2]) >= size || Number(match[1]) > Number(match[2])) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  }
  return byteRange(header, size);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload: Operation<
  S3State,
  sdk.CompleteMultipartUploadRequest,
  sdk.CompleteMultipartUploadOutput
> = {
  resource,
  authorizes: (input) => [onObject('PutObject', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    const chosen = chooseParts(upload, input.MultipartUpload?.Parts ?? []);
    const body = Buffer.concat(chosen.map(({ body: bytes }) => bytes));
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== body.length)
      throw invalidRequest("The provided 'x-amz-mp-object-size' header value does not match what was computed.");
    const checksum = wholeChecksum(upload, chosen, body);
    assertAnnounced(input, checksum);
    assertWritable(upload.key, currentOf(bucket, upload.key), input.IfMatch, input.IfNoneMatch);
    const etag = partsEtag(chosen);
    const versionId = newVersionId(call, bucket);
    let end = 0;
    const partEnds = chosen.map(({ body: bytes }) => (end += bytes.length));
    store(bucket, {
      key: upload.key,
      versionId,
      modified: call.clock.now(),
      deleteMarker: false,
      body: Uint8Array.from(body),
      etag,
      properties: upload.properties,
      checksum,
      partEnds,
    });
    bucket.uploads.delete(upload.id);
    return {
      Location: `${call.endpoint}/${bucket.name}/${encodeURIComponent(upload.key)}`,
      Bucket: bucket.name,
      Key: upload.key,
      ETag: etag,
      ServerSideEncryption: 'AES256',
      ...shown(checksum),
      ...shownVersion(bucket, versionId),
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
    const message =
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.';
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
  const wrongChecksum = checksums.some(
    (each) => part?.checksum?.algorithm !== each || part.checksum.value !== named[memberOf(each)],
  );
  if (!part || bare(part.etag) !== bare(ETag) || wrongChecksum) throw invalidPart(upload, PartNumber, ETag);
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
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new AwsError('InvalidPart', 400, message, { UploadId: upload.id, PartNumber: number, ETag: bare(etag) });
}

function wholeChecksum({ algorithm, type }: Upload, parts: readonly Part[], body: Uint8Array): Checksum {
  if (algorithm === undefined)
    return { algorithm: 'CRC64NVME', value: checksumOf(body, 'CRC64NVME'), type: 'FULL_OBJECT' };
  if (type === 'FULL_OBJECT') return { algorithm, value: checksumOf(body, algorithm), type };
  return {
    algorithm,
    value: composite(
      parts.flatMap(({ checksum }) => (checksum ? [checksum] : [])),
      algorithm,
    ),
    type,
  };
}

/** What the completing request says of the whole object must be so. */
function assertAnnounced(input: sdk.CompleteMultipartUploadRequest, { algorithm, value, type }: Checksum): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    const message = `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`;
    throw new AwsError('BadDigest', 400, message);
  }
  const announced = input[memberOf(algorithm)];
  if (announced === undefined || announced === value || announced === value.replace(/-\d+$/, '')) return;
  throw new AwsError(
    'BadDigest',
    400,
    `The ${algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: Operation<S3State, sdk.AbortMultipartUploadRequest, void> = {
  resource,
  authorizes: (input) => [onObject('AbortMultipartUpload', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    bucket.uploads.delete(upload.id);
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: Operation<S3State, sdk.ListPartsRequest, object> = {
  resource,
  authorizes: (input) => [onObject('ListMultipartUploadParts', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    const after = Number(input.PartNumberMarker ?? 0);
    const all = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
    const page = all.slice(0, Math.min(input.MaxParts ?? 1000, 1000));
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(after),
      ...(page.length > 0 && { NextPartNumberMarker: String(page.at(-1)![0]) }),
      MaxParts: Math.min(input.MaxParts ?? 1000, 1000),
      IsTruncated: all.length > page.length,
      StorageClass: upload.properties.StorageClass ?? 'STANDARD',
      ...(upload.algorithm && { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.type }),
      Parts: page.map(([number, { etag, body, modified, checksum }]) => {
        const { ChecksumType: _, ...shownChecksum } = shown(checksum);
        return {
          PartNumber: number,
          ETag: etag,
          Size: body.length,
          LastModified: new Date(modified),
          ...shownChecksum,
        };
      }),
    };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html; all on one page. */
export const listMultipartUploads: Operation<S3State, sdk.ListMultipartUploadsRequest, sdk.ListMultipartUploadsOutput> =
  {
    resource: ({ Bucket = '' }) => Bucket,
    authorizes: (input) => [onBucket('ListBucketMultipartUploads', input)],
    run(call, input) {
      const bucket = bucketOf(call, input);
      const { Prefix = '' } = input;
      const uploads = [...bucket.uploads.values()]
        .filter(({ key }) => key.startsWith(Prefix))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      return {
        Bucket: bucket.name,
        Prefix,
        KeyMarker: '',
        UploadIdMarker: '',
        MaxUploads: 1000,
        IsTruncated: false,
        Uploads: uploads.map(({ key, id, initiated }) => ({
          Key: key,
          UploadId: id,
          Initiated: new Date(initiated),
          StorageClass: 'STANDARD',
        })),
      };
    },
  };
