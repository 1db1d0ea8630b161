import { AwsError } from '../../kernel/errors.ts';
import type { Authorization, Call } from '../../kernel/service.ts';
import { accessDenied, invalidArgument, noSuchBucket } from './errors.ts';
import type { Bucket, S3State, Version } from './state.ts';

/** What most inputs name. */
export interface Target {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** An action on a bucket. */
export function onBucket(action: string, { Bucket = '' }: Target): Authorization {
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${Bucket}` };
}

/** An action on an object. */
export function onObject(action: string, { Bucket = '', Key = '' }: Target): Authorization {
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${Bucket}/${Key}` };
}

/** The bucket, if the caller owns it and asks in its region. Throws as S3 does otherwise. */
export function bucketOf(call: Call<S3State>, { Bucket = '', ExpectedBucketOwner }: Target): Bucket {
  if (ExpectedBucketOwner !== undefined && !/^\d{12}$/.test(ExpectedBucketOwner)) {
    // Recorded.
    const message = `The value of the expected bucket owner parameter must be an AWS Account ID... [${ExpectedBucketOwner}]`;
    throw new AwsError('InvalidBucketOwnerAWSAccountID', 400, message);
  }
  const bucket = call.state.buckets.get(Bucket);
  if (!bucket) throw noSuchBucket(Bucket);
  // Other accounts need a bucket policy; here those let services of AWS in, and no other account.
  if (bucket.owner !== call.account) throw accessDenied();
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.owner) throw accessDenied();
  if (bucket.region !== call.region) throw elsewhere(call, bucket);
  return bucket;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html */
function elsewhere(call: Call<S3State>, { name, region }: Bucket): AwsError {
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
  return new AwsError('PermanentRedirect', 301, message, {
    Endpoint: new URL(call.endpoint).host,
    Bucket: name,
    'x-amz-bucket-region': region,
  });
}

/** The newest version of a key, which may be a delete marker. */
export function currentOf(bucket: Bucket, key: string): Version | undefined {
  return bucket.objects.get(key)?.[0];
}

/** Adds a version on top, or takes the place of the `null` version where versioning is not enabled. */
export function store(call: Call<S3State>, bucket: Bucket, version: Version): void {
  const older = bucket.objects.get(version.key) ?? [];
  const kept = version.versionId === 'null' ? older.filter(({ versionId }) => versionId !== 'null') : older;
  bucket.objects.set(version.key, [version, ...kept]);
  bucket.written.set(version.key, call.lastArrived());
}

/** The id that a new version gets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html */
export function newVersionId(call: Call<S3State>, bucket: Bucket): string {
  if (bucket.versioning !== 'Enabled') return 'null';
  return Buffer.from(call.newId().replaceAll('-', ''), 'hex').toString('base64url').padEnd(32, '.');
}

/** The same in the answer to a write: recorded without an id while versioning is suspended. */
export function writtenVersion(bucket: Bucket, versionId: string): { VersionId?: string } {
  return bucket.versioning === 'Enabled' ? { VersionId: versionId } : {};
}

/** Refuses ids that the bucket cannot have given out: recorded, in a bucket without versioning all but `null`. */
export function assertVersionId(bucket: Bucket, versionId: string): void {
  if (versionId === 'null') return;
  if (bucket.versioning === undefined || !/^[\w.-]{32}$/.test(versionId))
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
}

/** The version's id as answers show it: not at all in a bucket that never had versioning. */
export function shownVersion(bucket: Bucket, versionId: string): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: versionId };
}
