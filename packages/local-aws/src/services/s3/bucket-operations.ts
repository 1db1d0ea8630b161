import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import type { Operation } from '../../kernel/service.ts';
import { bucketOf, onBucket } from './buckets.ts';
import { digestOf, requestMembers, verifyBody } from './checksums.ts';
import { invalidArgument, malformedXml, notImplemented } from './errors.ts';
import type { Bucket, S3State } from './state.ts';
import { bucketTags } from './tags.ts';

type BucketOperation<Input, Output> = Operation<S3State, Input, Output>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket: BucketOperation<sdk.CreateBucketRequest, sdk.CreateBucketOutput> = {
  takes: [
    'Bucket',
    'ACL',
    'CreateBucketConfiguration.LocationConstraint',
    'CreateBucketConfiguration.Tags',
    'ObjectLockEnabledForBucket',
    'ObjectOwnership',
  ],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('CreateBucket', input)],
  run(call, input) {
    const { Bucket: name = '', CreateBucketConfiguration } = input;
    assertName(name);
    const location = CreateBucketConfiguration?.LocationConstraint;
    assertLocation(call.region, location);
    assertOrdinary(input);
    const tags = bucketTags(CreateBucketConfiguration?.Tags);
    const existing = call.state.buckets.get(name);
    if (existing) return recreated(existing, call.account, call.region);
    call.state.buckets.set(name, {
      name,
      owner: call.account,
      region: regionOf(call.region, location),
      location,
      created: call.clock.now(),
      versioning: undefined,
      objects: new Map(),
      uploads: new Map(),
      tags,
      policy: undefined,
      written: new Map(),
    });
    return {
      Location: call.region === 'us-east-1' ? `/${name}` : `${call.endpoint}/${name}`,
      BucketArn: `arn:aws:s3:::${name}`,
    };
  },
};

/** In us-east-1 alone, making one's own bucket again succeeds: RecreateBucket in the same document. */
function recreated({ name, owner, region }: Bucket, account: string, here: string): sdk.CreateBucketOutput {
  if (owner !== account) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw new AwsError('BucketAlreadyExists', 409, message, { BucketName: name });
  }
  if (here === 'us-east-1' && region === 'us-east-1') return { Location: `/${name}` };
  const message = 'Your previous request to create the named bucket succeeded and you already own it.';
  throw new AwsError('BucketAlreadyOwnedByYou', 409, message, { BucketName: name });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function assertName(name: string): void {
  const wellFormed =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!wellFormed || reserved)
    throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name });
}

function regionOf(asked: string, location: string | undefined): string {
  return location === 'EU' ? 'eu-west-1' : (location ?? asked);
}

/** Recorded: us-east-1 makes buckets in every region, the others only in their own. */
function assertLocation(region: string, constraint: string | undefined): void {
  const isRegion = /^[a-z]{2}(-[a-z]+)+-\d$/.test(constraint ?? '') && constraint !== 'us-east-1';
  if (region === 'us-east-1' && constraint !== undefined && constraint !== 'EU' && !isRegion)
    throw new AwsError('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
      LocationConstraint: constraint,
    });
  const own = constraint !== undefined && constraint !== 'us-east-1' && regionOf(region, constraint) === region;
  if (region === 'us-east-1' || own) return;
  const which = constraint ?? 'unspecified';
  const message = `The ${which} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  throw new AwsError('IllegalLocationConstraintException', 400, message);
}

/** Refuses what would be silently lost. Messages of ACLs: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function assertOrdinary({
  ACL = 'private',
  ObjectOwnership,
  ObjectLockEnabledForBucket,
}: sdk.CreateBucketRequest): void {
  if (ObjectOwnership !== undefined && ObjectOwnership !== 'BucketOwnerEnforced')
    throw notImplemented(`ObjectOwnership ${ObjectOwnership}`);
  if (ObjectLockEnabledForBucket) throw notImplemented('object lock');
  if (ACL === 'private') return;
  const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
  throw new AwsError('InvalidBucketAclWithObjectOwnership', 400, message);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket: BucketOperation<sdk.HeadBucketRequest, sdk.HeadBucketOutput> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('ListBucket', input)],
  run(call, input) {
    const { region, name } = bucketOf(call, input);
    return { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}`, AccessPointAlias: false };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket: BucketOperation<sdk.DeleteBucketRequest, void> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('DeleteBucket', input)],
  run(call, input) {
    const bucket = bucketOf(call, input);
    if (bucket.objects.size > 0) {
      const message =
        bucket.versioning === undefined
          ? 'The bucket you tried to delete is not empty'
          : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.';
      throw new AwsError('BucketNotEmpty', 409, message, { BucketName: bucket.name });
    }
    call.state.buckets.delete(bucket.name);
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets: BucketOperation<sdk.ListBucketsRequest, sdk.ListBucketsOutput> = {
  takes: ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion'],
  resource: () => '*',
  authorizes: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  run(call, { Prefix = '', BucketRegion, MaxBuckets = 10_000, ContinuationToken }) {
    if (MaxBuckets < 1 || MaxBuckets > 10_000)
      throw invalidArgument(
        'Argument maxBuckets must be an integer between 1 and 10000',
        'max-buckets',
        String(MaxBuckets),
      );
    const after = ContinuationToken === undefined ? '' : Buffer.from(ContinuationToken, 'base64').toString('utf8');
    const all = [...call.state.buckets.values()]
      .filter(
        ({ owner, name, region }) =>
          owner === call.account && name.startsWith(Prefix) && name > after && (BucketRegion ?? region) === region,
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = all.slice(0, MaxBuckets);
    return {
      Buckets: page.map(({ name, created, region }) => ({
        Name: name,
        CreationDate: new Date(created),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      Owner: { ID: ownerId(call.account) },
      ...(Prefix !== '' && { Prefix }),
      ...(all.length > page.length && { ContinuationToken: Buffer.from(page.at(-1)!.name).toString('base64') }),
    };
  },
};

/** The canonical user id of an account. */
export function ownerId(account: string): string {
  return account.padStart(64, '0');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: us-east-1 is answered as nothing. */
export const getBucketLocation: BucketOperation<sdk.GetBucketLocationRequest, { LocationConstraint?: string }> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('GetBucketLocation', input)],
  run(call, input) {
    // The one operation that answers from any region.
    const region = call.state.buckets.get(input.Bucket ?? '')?.region ?? call.region;
    const bucket = bucketOf({ ...call, region }, input);
    // Recorded: as it was asked for.
    return bucket.location === undefined ? {} : { LocationConstraint: bucket.location };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning: BucketOperation<sdk.GetBucketVersioningRequest, sdk.GetBucketVersioningOutput> = {
  takes: ['Bucket', 'ExpectedBucketOwner'],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('GetBucketVersioning', input)],
  run(call, input) {
    const { versioning } = bucketOf(call, input);
    return versioning === undefined ? {} : { Status: versioning };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning: BucketOperation<sdk.PutBucketVersioningRequest, void> = {
  takes: ['Bucket', 'VersioningConfiguration.Status', 'ExpectedBucketOwner', ...requestMembers],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('PutBucketVersioning', input)],
  run(call, input) {
    verifyBody(digestOf(call.body), call.headers);
    const status = input.VersioningConfiguration?.Status;
    if (status === undefined) {
      const message = 'The Versioning element must be specified';
      throw new AwsError('IllegalVersioningConfigurationException', 400, message);
    }
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    bucketOf(call, input).versioning = status;
  },
};
