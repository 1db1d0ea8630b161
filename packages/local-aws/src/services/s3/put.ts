import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Authorization, Operation } from '../../kernel/service.ts';
import { bucketOf, newVersionId, onObject, store, type Target, writtenVersion } from './buckets.ts';
import { bodyMembers, digestOf, etagOf, kept, shown, verifyBody } from './checksums.ts';
import { assertWritable } from './conditions.ts';
import { assertKey, propertiesOf, propertyMembers } from './properties.ts';
import type { S3State } from './state.ts';
import { headerTags } from './tags.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: the largest object of a single PUT.
const largest = 5 * 1024 ** 3;

/** What writing an object needs beside s3:PutObject. */
export function writes(
  input: Target & { readonly Tagging?: string | undefined; readonly ACL?: string | undefined },
): readonly Authorization[] {
  return [
    onObject('PutObject', input),
    ...(input.Tagging === undefined ? [] : [onObject('PutObjectTagging', input)]),
    ...(input.ACL === undefined ? [] : [onObject('PutObjectAcl', input)]),
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: Operation<
  S3State,
  Omit<sdk.PutObjectRequest, 'Body'> & { Body: Uint8Array },
  sdk.PutObjectOutput
> = {
  takes: [
    'Bucket',
    'Key',
    'Body',
    'ContentLength',
    'IfMatch',
    'IfNoneMatch',
    'Tagging',
    'ExpectedBucketOwner',
    ...propertyMembers,
    ...bodyMembers,
  ],
  resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
  authorizes: writes,
  run(call, input) {
    const { Key = '', Body } = input;
    const bucket = bucketOf(call, input);
    assertKey(Key);
    if (Body.length > largest)
      throw new AwsError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size');
    const properties = propertiesOf(input, call.headers);
    const tags = headerTags(input.Tagging);
    const digest = digestOf(Body);
    const checksum = kept(verifyBody(digest, call.headers), digest);
    assertWritable(call, bucket, Key, input);
    // A copy: the body may be a window on a larger buffer, which a snapshot would copy whole.
    const body = new Uint8Array(Body);
    const versionId = newVersionId(call, bucket);
    const etag = etagOf(digest);
    store(call, bucket, {
      key: Key,
      versionId,
      modified: call.clock.now(),
      deleteMarker: false,
      body,
      etag,
      properties,
      checksum,
      parts: [],
      tags,
    });
    return { ETag: etag, ServerSideEncryption: 'AES256', ...shown(checksum), ...writtenVersion(bucket, versionId) };
  },
};
