import { AwsError } from '../../kernel/errors.ts';
import type { Operation } from '../../kernel/service.ts';
import { ownerId } from './bucket-operations.ts';
import { bucketOf, onBucket, onObject, type Target } from './buckets.ts';
import { readable } from './get.ts';
import type { Bucket, S3State } from './state.ts';

// What cannot be configured here can still be read: infrastructure tools do so of every bucket, and get what AWS answers of a
// new one (recorded by localstack's aws-validated tests, or the error that the operation's page in the API reference names).

type Read = Operation<S3State, Target, object>;

function ofBucket(action: string, answer: (bucket: Bucket) => object): Read {
  return {
    takes: ['Bucket', 'ExpectedBucketOwner'],
    resource: ({ Bucket = '' }) => Bucket,
    authorizes: (input) => [onBucket(action, input)],
    run: (call, input) => answer(bucketOf(call, input)),
  };
}

function absent(action: string, code: string, message: string): Read {
  return ofBucket(action, ({ name }) => {
    throw new AwsError(code, 404, message, { BucketName: name });
  });
}

function ownedBy({ owner }: Bucket): object {
  const ID = ownerId(owner);
  return { Owner: { ID }, Grants: [{ Grantee: { ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }] };
}

/** Reads of features that a bucket never has here. */
export const unconfiguredOperations = {
  GetBucketAcl: ofBucket('GetBucketAcl', ownedBy),
  GetObjectAcl: {
    takes: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner'],
    resource: ({ Bucket, Key }) => `${Bucket}/${Key}`,
    authorizes: (input) => [onObject(input.VersionId === undefined ? 'GetObjectAcl' : 'GetObjectVersionAcl', input)],
    run(call, input) {
      const bucket = bucketOf(call, input);
      readable(call, bucket, input);
      return ownedBy(bucket);
    },
  } as Read,
  GetBucketAccelerateConfiguration: ofBucket('GetAccelerateConfiguration', () => ({})),
  GetBucketCors: absent('GetBucketCORS', 'NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  GetBucketEncryption: ofBucket('GetEncryptionConfiguration', () => ({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  })),
  GetBucketLifecycleConfiguration: absent(
    'GetLifecycleConfiguration',
    'NoSuchLifecycleConfiguration',
    'The lifecycle configuration does not exist',
  ),
  GetBucketLogging: ofBucket('GetBucketLogging', () => ({})),
  GetBucketNotificationConfiguration: ofBucket('GetBucketNotification', () => ({})),
  GetBucketOwnershipControls: ofBucket('GetBucketOwnershipControls', () => ({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  })),
  GetBucketReplication: absent(
    'GetReplicationConfiguration',
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ),
  GetBucketRequestPayment: ofBucket('GetBucketRequestPayment', () => ({ Payer: 'BucketOwner' })),
  GetBucketWebsite: absent(
    'GetBucketWebsite',
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ),
  GetObjectLockConfiguration: absent(
    'GetBucketObjectLockConfiguration',
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ),
  GetPublicAccessBlock: ofBucket('GetBucketPublicAccessBlock', () => ({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  })),
};
