import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import { httpStatus, type Operation } from '../../../kernel/service.ts';
import { bucketOf, onBucket, type Target } from '../buckets.ts';
import { digestOf, requestMembers, verifyBody } from '../checksums.ts';
import type { Bucket, S3State } from '../state.ts';
import { assertPolicy } from './policy.ts';

type PolicyOperation<Input, Output> = Operation<S3State, Input, Output>;

const ofBucket = ({ Bucket = '' }: Target) => Bucket;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html. What ConfirmRemoveSelfBucketAccess allows cannot
 * happen here: no policy is taken that could keep its owner out.
 */
const putBucketPolicy: PolicyOperation<sdk.PutBucketPolicyRequest, object> = {
  takes: ['Bucket', 'Policy', 'ExpectedBucketOwner', ...requestMembers],
  ignores: ['ConfirmRemoveSelfBucketAccess'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('PutBucketPolicy', input)],
  run(call, input) {
    verifyBody(digestOf(call.body), call.headers);
    const { Policy = '' } = input;
    const bucket = bucketOf(call, input);
    assertPolicy(Policy, bucket.name);
    bucket.policy = Policy;
    return { [httpStatus]: 204 };
  },
};

function policyOf({ policy, name }: Bucket): string {
  if (policy === undefined)
    throw new AwsError('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', { BucketName: name });
  return policy;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
const getBucketPolicy: PolicyOperation<sdk.GetBucketPolicyRequest, sdk.GetBucketPolicyOutput> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('GetBucketPolicy', input)],
  run: (call, input) => ({ Policy: policyOf(bucketOf(call, input)) }),
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html: what is taken here lets services in, and is not public. */
const getBucketPolicyStatus: PolicyOperation<sdk.GetBucketPolicyStatusRequest, sdk.GetBucketPolicyStatusOutput> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('GetBucketPolicyStatus', input)],
  run(call, input) {
    policyOf(bucketOf(call, input));
    return { PolicyStatus: { IsPublic: false } };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
const deleteBucketPolicy: PolicyOperation<sdk.DeleteBucketPolicyRequest, void> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ofBucket,
  authorizes: (input) => [onBucket('DeleteBucketPolicy', input)],
  run(call, input) {
    bucketOf(call, input).policy = undefined;
  },
};

/** What is done with the policies of buckets. */
export const bucketPolicyOperations = {
  PutBucketPolicy: putBucketPolicy,
  GetBucketPolicy: getBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  DeleteBucketPolicy: deleteBucketPolicy,
};
