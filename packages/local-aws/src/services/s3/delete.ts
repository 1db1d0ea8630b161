import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Call, Operation } from '../../kernel/service.ts';
import { assertVersionId, bucketOf, currentOf, newVersionId, onObject, store, type Target } from './buckets.ts';
import { digestOf, verifyBody } from './checksums.ts';
import { assertDeletable } from './conditions.ts';
import { accessDenied, invalidRequest, malformedXml, noSuchVersion } from './errors.ts';
import type { Bucket, S3State } from './state.ts';

/** What a delete did. */
interface Deleted {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

function deletes(input: Target) {
  return onObject(input.VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', input);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html: what is not there is deleted with success. */
export const deleteObject: Operation<S3State, sdk.DeleteObjectRequest, Deleted> = {
  takes: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner', 'IfMatch'],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  // "you must have the s3:DeleteObject and s3:GetObject permissions" for If-Match with an ETag: the user guide's conditional deletes.
  authorizes: (input) => [deletes(input), ...(isEtag(input.IfMatch) ? [onObject('GetObject', input)] : [])],
  run: (call, input) => remove(call, bucketOf(call, input), input.Key ?? '', input.VersionId, input.IfMatch),
};

function isEtag(ifMatch: string | undefined): boolean {
  return ifMatch !== undefined && ifMatch !== '*';
}

function remove(
  call: Call<S3State>,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  ifMatch: string | undefined,
): Deleted {
  assertDeletable(key, currentOf(bucket, key), ifMatch);
  if (versionId !== undefined) {
    assertVersionId(bucket, versionId);
    return removeVersion(bucket, key, versionId);
  }
  if (bucket.versioning === undefined) {
    bucket.objects.delete(key);
    bucket.written.set(key, call.lastArrived());
    return {};
  }
  // Enabled: a marker on top. Suspended: a marker in place of the null version.
  const marker = newVersionId(call, bucket);
  const nothing = { body: new Uint8Array(), etag: '', properties: {}, checksum: undefined, parts: [], tags: [] };
  store(call, bucket, { key, versionId: marker, modified: call.clock.now(), deleteMarker: true, ...nothing });
  return { DeleteMarker: true, VersionId: marker };
}

function removeVersion(bucket: Bucket, key: string, versionId: string): Deleted {
  const versions = bucket.objects.get(key) ?? [];
  const removed = versions.find((version) => version.versionId === versionId);
  const rest = versions.filter((version) => version !== removed);
  if (rest.length > 0) bucket.objects.set(key, rest);
  else bucket.objects.delete(key);
  return { VersionId: versionId, ...(removed?.deleteMarker && { DeleteMarker: true }) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: Operation<S3State, sdk.DeleteObjectsRequest, sdk.DeleteObjectsOutput> = {
  takes: [
    'Bucket',
    'Delete.Quiet',
    'Delete.Objects.Key',
    'Delete.Objects.VersionId',
    'Delete.Objects.ETag',
    'ExpectedBucketOwner',
    'ChecksumAlgorithm',
  ],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: ({ Bucket, Delete }) =>
    (Delete?.Objects ?? []).map(({ Key, VersionId }) => deletes({ Bucket, Key, VersionId })),
  // A key that may not be deleted is an error in the list, not of the request.
  enforces: true,
  run(call, input) {
    const bucket = bucketOf(call, input);
    const objects = input.Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > 1000) throw malformedXml();
    assertIntegrity(call);
    verifyBody(digestOf(call.body), call.headers);
    const results = objects.map(({ Key = '', VersionId, ETag }) => {
      try {
        if (!call.allows(deletes({ Bucket: bucket.name, Key, VersionId }))) throw accessDenied();
        // Recorded: what DeleteObject does with success, or refuses as no id at all.
        if (VersionId !== undefined && VersionId !== 'null' && !hasVersion(bucket, Key, VersionId))
          throw noSuchVersion(Key, VersionId);
        return { deleted: shownDeleted(Key, VersionId, remove(call, bucket, Key, VersionId, ETag)) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return {
          error: { Key, ...(VersionId !== undefined && { VersionId }), Code: error.code, Message: error.message },
        };
      }
    });
    const errors = results.flatMap(({ error }) => (error ? [error] : []));
    const deleted = input.Delete?.Quiet ? [] : results.flatMap((result) => (result.deleted ? [result.deleted] : []));
    return { ...(deleted.length > 0 && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) };
  },
};

function hasVersion(bucket: Bucket, key: string, versionId: string): boolean {
  return bucket.objects.get(key)?.some((version) => version.versionId === versionId) === true;
}

function shownDeleted(key: string, asked: string | undefined, { DeleteMarker, VersionId }: Deleted): sdk.DeletedObject {
  return {
    Key: key,
    ...(asked !== undefined && { VersionId: asked }),
    ...(DeleteMarker && { DeleteMarker, ...(VersionId !== undefined && { DeleteMarkerVersionId: VersionId }) }),
  };
}

/** "The Content-MD5 request header is required for all Multi-Object Delete requests", or a checksum instead. */
function assertIntegrity({ headers }: Call<S3State>): void {
  const given = Object.keys(headers).some((name) => name === 'content-md5' || /^x-amz-checksum-/.test(name));
  if (!given) throw invalidRequest('Missing required header for this request: Content-MD5');
}
