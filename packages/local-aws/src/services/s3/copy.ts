import type * as sdk from '@aws-sdk/client-s3';
import type { Authorization, Call, Operation } from '../../kernel/service.ts';
import { bucketOf, newVersionId, store, writtenVersion } from './buckets.ts';
import { algorithms, checksumOf, digestOf, etagOf, shown } from './checksums.ts';
import { assertWritable, evaluate } from './conditions.ts';
import { invalidArgument, invalidRequest, preconditionFailed } from './errors.ts';
import { readable, reads } from './get.ts';
import { assertKey, propertiesOf, propertyMembers } from './properties.ts';
import { writes } from './put.ts';
import type { Bucket, Checksum, S3State, Version } from './state.ts';
import { headerTags } from './tags.ts';

/** What x-amz-copy-source names. */
export interface CopySource {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** Reads x-amz-copy-source: `bucket/key?versionId=id`, percent-encoded, with or without a slash before. */
export function parseCopySource(header: string): CopySource {
  const [path = '', version] = header.split('?versionId=');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(path);
  if (!match)
    // Recorded, the header's name as its value too.
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', 'x-amz-copy-source');
  const Key = decodeURIComponent(match[2]!.replaceAll('+', ' '));
  return { Bucket: match[1]!, Key, ...(version !== undefined && { VersionId: version }) };
}

/** For `authorizes`, which must not throw: an unreadable source is refused when the operation runs. */
export function readsSource(header: string | undefined): readonly Authorization[] {
  try {
    return [reads(parseCopySource(header ?? ''))];
  } catch {
    return [];
  }
}

/** The conditions that a copy puts on its source. */
export interface SourceConditions {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** The version to copy from; throws as S3 does when it is not there or its conditions do not hold. */
export function sourceOf(
  call: Call<S3State>,
  source: CopySource,
  conditions: SourceConditions,
): { bucket: Bucket; version: Version } {
  // A copy may cross regions: it is the target's region that is asked.
  const region = call.state.buckets.get(source.Bucket)?.region ?? call.region;
  const bucket = bucketOf(
    { ...call, region },
    { ...source, ExpectedBucketOwner: conditions.ExpectedSourceBucketOwner },
  );
  const version = readable(call, bucket, source);
  const verdict = evaluate(version, {
    ifMatch: conditions.CopySourceIfMatch,
    ifNoneMatch: conditions.CopySourceIfNoneMatch,
    ifModifiedSince: conditions.CopySourceIfModifiedSince,
    ifUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
  });
  // Unlike a read, a copy has no 304.
  if (verdict !== 'read') throw preconditionFailed(`x-amz-copy-source-${failing(conditions, verdict)}`);
  return { bucket, version };
}

function failing(conditions: SourceConditions, verdict: 'not-modified' | 'failed'): string {
  if (verdict === 'failed') return conditions.CopySourceIfMatch === undefined ? 'If-Unmodified-Since' : 'If-Match';
  return conditions.CopySourceIfNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: Operation<S3State, sdk.CopyObjectRequest, sdk.CopyObjectOutput> = {
  takes: [
    'Bucket',
    'CopySource',
    'Key',
    'ChecksumAlgorithm',
    'CopySourceIfMatch',
    'CopySourceIfModifiedSince',
    'CopySourceIfNoneMatch',
    'CopySourceIfUnmodifiedSince',
    'IfMatch',
    'IfNoneMatch',
    'MetadataDirective',
    'TaggingDirective',
    'Tagging',
    'ExpectedBucketOwner',
    'ExpectedSourceBucketOwner',
    ...propertyMembers,
  ],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  authorizes: (input) => [...readsSource(input.CopySource), ...writes(input)],
  run(call, input) {
    const { Key = '', MetadataDirective = 'COPY' } = input;
    const bucket = bucketOf(call, input);
    assertKey(Key);
    const named = parseCopySource(input.CopySource ?? '');
    const source = sourceOf(call, named, input);
    const replaces = MetadataDirective === 'REPLACE';
    const changes =
      replaces ||
      input.StorageClass !== undefined ||
      input.WebsiteRedirectLocation !== undefined ||
      input.ServerSideEncryption !== undefined;
    if (source.bucket === bucket && named.Key === Key && named.VersionId === undefined && !changes) throw ontoItself();
    assertWritable(call, bucket, Key, input);
    const given = propertiesOf(input, call.headers);
    const tags = headerTags(input.Tagging);
    // The redirect and the storage class are never copied: MetadataDirective in the same document.
    const { WebsiteRedirectLocation: _redirect, StorageClass: _class, ...copied } = source.version.properties;
    const { StorageClass, WebsiteRedirectLocation } = given;
    const own = { ...(StorageClass && { StorageClass }), ...(WebsiteRedirectLocation && { WebsiteRedirectLocation }) };
    const version: Version = {
      key: Key,
      versionId: newVersionId(call, bucket),
      modified: call.clock.now(),
      deleteMarker: false,
      body: source.version.body,
      etag: etagOf(digestOf(source.version.body)),
      properties: replaces ? given : { ...copied, ...own },
      checksum: copiedChecksum(source.version, input.ChecksumAlgorithm),
      parts: [],
      tags: input.TaggingDirective === 'REPLACE' ? tags : source.version.tags,
    };
    store(call, bucket, version);
    return {
      CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.modified), ...shown(version.checksum) },
      ServerSideEncryption: 'AES256',
      ...(source.bucket.versioning && { CopySourceVersionId: source.version.versionId }),
      ...writtenVersion(bucket, version.versionId),
    };
  },
};

/** A copy has a checksum of the whole object: of the wanted algorithm, else of the source's. */
function copiedChecksum({ checksum, body }: Version, wanted: string | undefined): Checksum {
  const algorithm = algorithms.find((each) => each === (wanted ?? checksum?.algorithm)) ?? 'CRC64NVME';
  return { algorithm, value: checksumOf(digestOf(body), algorithm), type: 'FULL_OBJECT' };
}

function ontoItself(): Error {
  return invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
