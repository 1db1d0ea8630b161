import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import { type Authorization, type Call, httpStatus, type Operation } from '../../kernel/service.ts';
import { bucketOf, currentOf, onBucket, onObject, shownVersion, type Target } from './buckets.ts';
import { digestOf, requestMembers, verifyBody } from './checksums.ts';
import { invalidArgument, malformedXml } from './errors.ts';
import { deleteMarkerAsked, readable } from './get.ts';
import type { Bucket, S3State, Tag, Version } from './state.ts';

// Refusals are those that localstack's aws-validated tests recorded (tests/aws/services/s3); limits are of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html and CostAllocTagging.html
const objectLimit = 10;
const bucketLimit = 50;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags as a document carries them; throws what S3 throws. */
function tagsOf(tagging: sdk.Tagging | undefined, of: 'object' | 'bucket'): readonly Tag[] {
  const tags = (tagging?.TagSet ?? []).map(({ Key, Value }) => {
    if (!Key || Value === undefined) throw malformedXml();
    return { Key, Value };
  });
  return checked(tags, of);
}

function checked(tags: readonly Tag[], of: 'object' | 'bucket'): readonly Tag[] {
  const limit = of === 'object' ? objectLimit : bucketLimit;
  if (tags.length > limit) {
    const what = of === 'object' ? 'Object tags' : 'Bucket tag count';
    throw new AwsError('BadRequest', 400, `${what} cannot be greater than ${limit}`);
  }
  for (const { Key, Value } of tags) {
    if (Key.startsWith('aws:')) {
      const message =
        of === 'object'
          ? 'Your TagKey cannot be prefixed with aws:'
          : 'System tags cannot be added/updated by requester';
      throw invalidTag(message, { TagKey: Key });
    }
    if (!allowed.test(Key) || Key.length > 128)
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key });
    if (!allowed.test(Value) || Value.length > 256)
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value });
    if (tags.filter((other) => other.Key === Key).length > 1)
      throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key });
  }
  return tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}

function invalidTag(message: string, details: Record<string, string>): AwsError {
  return new AwsError('InvalidTag', 400, message, details);
}

/** Tags as the header x-amz-tagging carries them; throws what S3 throws. */
export function headerTags(header: string | undefined): readonly Tag[] {
  const tags = [...new URLSearchParams(header ?? '')].map(([Key, Value]) => ({ Key, Value }));
  const duplicate = new Set(tags.map(({ Key }) => Key)).size < tags.length;
  if (duplicate || tags.some(({ Key, Value }) => Key === '' || !allowed.test(Key + Value))) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header ?? '',
    );
  }
  return checked(tags, 'object');
}

/** Tags that a bucket is made with. */
export function bucketTags(tags: readonly sdk.Tag[] | undefined): readonly Tag[] | undefined {
  return tags?.length ? tagsOf({ TagSet: [...tags] }, 'bucket') : undefined;
}

/** The tags of a version have actions of their own. */
function onVersion(verb: 'Get' | 'Put' | 'Delete', input: Target): readonly Authorization[] {
  return [onObject(`${verb}Object${input.VersionId === undefined ? '' : 'Version'}Tagging`, input)];
}

const ofObject = ({ Bucket, Key }: Target) => `${Bucket}/${Key}`;
const ofBucket = ({ Bucket = '' }: Target) => Bucket;

function tagged(call: Call<S3State>, input: Target): { bucket: Bucket; version: Version } {
  const bucket = bucketOf(call, input);
  const current = currentOf(bucket, input.Key ?? '');
  // Recorded: unlike a read, which finds nothing.
  if (input.VersionId === undefined && current?.deleteMarker) throw deleteMarkerAsked(current, call.operation);
  return { bucket, version: readable(call, bucket, input) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: Operation<S3State, sdk.PutObjectTaggingRequest, sdk.PutObjectTaggingOutput> = {
  takes: ['Bucket', 'Key', 'Tagging', 'VersionId', 'ExpectedBucketOwner', ...requestMembers],
  resource: ofObject,
  authorizes: (input) => onVersion('Put', input),
  run(call, input) {
    verifyBody(digestOf(call.body), call.headers);
    const { bucket, version } = tagged(call, input);
    version.tags = tagsOf(input.Tagging, 'object');
    return shownVersion(bucket, version.versionId);
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: Operation<S3State, sdk.GetObjectTaggingRequest, sdk.GetObjectTaggingOutput> = {
  takes: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner'],
  resource: ofObject,
  authorizes: (input) => onVersion('Get', input),
  run(call, input) {
    const { bucket, version } = tagged(call, input);
    return { TagSet: [...version.tags], ...shownVersion(bucket, version.versionId) };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: Operation<S3State, sdk.DeleteObjectTaggingRequest, sdk.DeleteObjectTaggingOutput> = {
  takes: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner'],
  resource: ofObject,
  authorizes: (input) => onVersion('Delete', input),
  run(call, input) {
    const { bucket, version } = tagged(call, input);
    version.tags = [];
    return shownVersion(bucket, version.versionId);
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html: the set is replaced as a whole. */
export const putBucketTagging: Operation<S3State, sdk.PutBucketTaggingRequest, object> = {
  takes: ['Bucket', 'Tagging', 'ExpectedBucketOwner', ...requestMembers],
  resource: ofBucket,
  authorizes: (input) => [onBucket('PutBucketTagging', input)],
  run(call, input) {
    verifyBody(digestOf(call.body), call.headers);
    const bucket = bucketOf(call, input);
    const tags = tagsOf(input.Tagging, 'bucket');
    bucket.tags = tags.length > 0 ? tags : undefined;
    // Recorded: as to a deletion.
    return { [httpStatus]: 204 };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging: Operation<S3State, sdk.GetBucketTaggingRequest, sdk.GetBucketTaggingOutput> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('GetBucketTagging', input)],
  run(call, input) {
    const { tags, name } = bucketOf(call, input);
    if (!tags) throw new AwsError('NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName: name });
    return { TagSet: [...tags] };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging: Operation<S3State, sdk.DeleteBucketTaggingRequest, void> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('PutBucketTagging', input)],
  run(call, input) {
    bucketOf(call, input).tags = undefined;
  },
};
