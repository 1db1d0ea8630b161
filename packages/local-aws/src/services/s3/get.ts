import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import { type Authorization, type Call, httpStatus, type Operation } from '../../kernel/service.ts';
import type { Range } from '../../kernel/wire/byte-range.ts';
import { assertVersionId, bucketOf, currentOf, onBucket, onObject, shownVersion, type Target } from './buckets.ts';
import { shown } from './checksums.ts';
import { assertReadable } from './conditions.ts';
import { accessDenied, invalidRequest, noSuchKey, noSuchVersion } from './errors.ts';
import { shownProperties } from './properties.ts';
import { partRange, rangeOf } from './ranges.ts';
import type { Bucket, S3State, Version } from './state.ts';

/** Reading a given version is an action of its own. */
export function reads(input: Target): Authorization {
  return onObject(input.VersionId === undefined ? 'GetObject' : 'GetObjectVersion', input);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: Operation<S3State, sdk.GetObjectRequest, object> = {
  takes: [
    'Bucket',
    'Key',
    'IfMatch',
    'IfModifiedSince',
    'IfNoneMatch',
    'IfUnmodifiedSince',
    'Range',
    'ResponseCacheControl',
    'ResponseContentDisposition',
    'ResponseContentEncoding',
    'ResponseContentLanguage',
    'ResponseContentType',
    'ResponseExpires',
    'VersionId',
    'PartNumber',
    'ExpectedBucketOwner',
    'ChecksumMode',
  ],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  authorizes: (input) => [reads(input)],
  run(call, input) {
    const { version, range, answer } = look(call, input);
    const overrides = {
      CacheControl: input.ResponseCacheControl,
      ContentDisposition: input.ResponseContentDisposition,
      ContentEncoding: input.ResponseContentEncoding,
      ContentLanguage: input.ResponseContentLanguage,
      ContentType: input.ResponseContentType,
      Expires: input.ResponseExpires,
    };
    const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
    return { ...answer, ...given, Body: range ? version.body.subarray(range.start, range.end + 1) : version.body };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: Operation<S3State, sdk.HeadObjectRequest, object> = {
  takes: [
    'Bucket',
    'Key',
    'IfMatch',
    'IfModifiedSince',
    'IfNoneMatch',
    'IfUnmodifiedSince',
    'Range',
    'VersionId',
    'PartNumber',
    'ExpectedBucketOwner',
    'ChecksumMode',
  ],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  authorizes: (input) => [reads(input)],
  run: (call, input) => look(call, input).answer,
};

type Reading = sdk.GetObjectRequest & sdk.HeadObjectRequest;

function look(call: Call<S3State>, input: Reading): { version: Version; range: Range | undefined; answer: object } {
  const bucket = bucketOf(call, input);
  const version = readable(call, bucket, input);
  assertReadable(version, {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  });
  if (input.Range !== undefined && input.PartNumber !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const range =
    input.PartNumber === undefined ? rangeOf(input.Range, version.body.length) : partRange(input.PartNumber, version);
  const size = version.body.length;
  const answer = {
    ...shownProperties(version),
    ...shownVersion(bucket, version.versionId),
    ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' && shown(checksumOf(version, input.PartNumber, range))),
    AcceptRanges: 'bytes',
    ETag: version.etag,
    LastModified: new Date(version.modified),
    ServerSideEncryption: 'AES256',
    ...(version.tags.length > 0 && { TagCount: version.tags.length }),
    ContentLength: range ? range.end - range.start + 1 : size,
    ...(input.PartNumber !== undefined && version.parts.length > 0 && { PartsCount: version.parts.length }),
    ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${size}`, [httpStatus]: 206 }),
  };
  return { version, range, answer };
}

/** Some of the bytes have another checksum than the whole: that of the part, where it is known (recorded). */
function checksumOf({ body, checksum, parts }: Version, part: number | undefined, range: Range | undefined) {
  const ofPart = part === undefined ? undefined : parts[part - 1]?.checksum;
  if (ofPart) return { ...ofPart, type: 'COMPOSITE' } as const;
  return range === undefined || range.end - range.start + 1 === body.length ? checksum : undefined;
}

/** The version that an input names. Throws as S3 does when there is none, it is a delete marker, or it must stay unknown. */
export function readable(call: Call<S3State>, bucket: Bucket, input: Target): Version {
  const { Key = '', VersionId } = input;
  if (VersionId !== undefined) {
    assertVersionId(bucket, VersionId);
    const version = bucket.objects.get(Key)?.find(({ versionId }) => versionId === VersionId);
    if (!version) throw noSuchVersion(Key, VersionId);
    if (version.deleteMarker) throw deleteMarkerAsked(version, call.operation);
    return version;
  }
  const current = currentOf(bucket, Key);
  if (current && !current.deleteMarker) return current;
  // "If you don't have the s3:ListBucket permission, Amazon S3 returns an HTTP status code 403 error."
  if (!call.allows(onBucket('ListBucket', input))) throw accessDenied();
  const { code, status, message, details } = noSuchKey(Key);
  const marker = current ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': current.versionId } : {};
  throw new AwsError(code, status, message, { ...details, ...marker });
}

function methodOf(operation: string): string {
  return ['Head', 'Put', 'Delete'].find((each) => operation.startsWith(each))?.toUpperCase() ?? 'GET';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
export function deleteMarkerAsked({ modified, versionId }: Version, operation: string): AwsError {
  return new AwsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    Method: methodOf(operation),
    ResourceType: 'DeleteMarker',
    'x-amz-version-id': versionId,
    'x-amz-delete-marker': 'true',
    'last-modified': new Date(modified).toUTCString(),
    allow: 'DELETE',
  });
}
