import type * as sdk from '@aws-sdk/client-s3';
import type { Operation } from '../../kernel/service.ts';
import { bucketOf, onObject, shownVersion } from './buckets.ts';
import { memberOf } from './checksums.ts';
import { invalidArgument } from './errors.ts';
import { readable, reads } from './get.ts';
import type { S3State, StoredPart } from './state.ts';

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html: only what is asked for is answered. */
export const getObjectAttributes: Operation<S3State, sdk.GetObjectAttributesRequest, sdk.GetObjectAttributesOutput> = {
  takes: ['Bucket', 'Key', 'ObjectAttributes', 'VersionId', 'MaxParts', 'PartNumberMarker', 'ExpectedBucketOwner'],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  authorizes: (input) => [
    reads(input),
    onObject(input.VersionId === undefined ? 'GetObjectAttributes' : 'GetObjectVersionAttributes', input),
  ],
  run(call, input) {
    const { MaxParts, PartNumberMarker } = input;
    const bucket = bucketOf(call, input);
    const version = readable(call, bucket, input);
    const wanted: readonly string[] = input.ObjectAttributes ?? [];
    const odd = wanted.find((each) => !known.includes(each));
    if (odd !== undefined) {
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', odd);
    }
    const { checksum, parts, properties } = version;
    return {
      LastModified: new Date(version.modified),
      ...shownVersion(bucket, version.versionId),
      // Recorded: here alone without its quotes.
      ...(wanted.includes('ETag') && { ETag: version.etag.replaceAll('"', '') }),
      ...(wanted.includes('Checksum') &&
        checksum && {
          Checksum: { [memberOf(checksum.algorithm)]: bare(checksum.value), ChecksumType: checksum.type },
        }),
      ...(wanted.includes('ObjectParts') &&
        parts.length > 0 && { ObjectParts: shownParts(parts, { MaxParts, PartNumberMarker }) }),
      ...(wanted.includes('StorageClass') && { StorageClass: (properties.StorageClass ?? 'STANDARD') as 'STANDARD' }),
      ...(wanted.includes('ObjectSize') && { ObjectSize: version.body.length }),
    };
  },
};

const longestPage = 1000;

/** Recorded: where the parts have no checksums, only how many there are. */
function shownParts(
  parts: readonly StoredPart[],
  input: Pick<sdk.GetObjectAttributesRequest, 'MaxParts' | 'PartNumberMarker'>,
): sdk.GetObjectAttributesParts {
  if (parts.every(({ checksum }) => checksum === undefined)) return { TotalPartsCount: parts.length };
  const after = Number(input.PartNumberMarker ?? 0);
  const max = Math.min(input.MaxParts ?? longestPage, longestPage);
  const page = parts.slice(after, after + max);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(after),
    // Recorded of a marker beyond the last part: 0.
    NextPartNumberMarker: String(page.length === 0 ? 0 : after + page.length),
    MaxParts: max,
    IsTruncated: after + page.length < parts.length,
    Parts: page.map(({ size, checksum }, index) => ({
      PartNumber: after + index + 1,
      Size: size,
      ...(checksum && { [memberOf(checksum.algorithm)]: checksum.value }),
    })),
  };
}

/** Recorded: a composite checksum without the number of its parts. */
function bare(checksum: string): string {
  return checksum.replace(/-\d+$/, '');
}
