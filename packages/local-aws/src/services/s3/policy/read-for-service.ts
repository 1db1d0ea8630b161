import { noSuchBucket } from '../errors.ts';
import type { S3State, Version } from '../state.ts';
import { type Asking, lets } from './policy.ts';

/** What a service of AWS gets of a bucket: an object, or the status and code of S3's error. */
export type ForService =
  | { readonly version: Version }
  | {
      readonly status: 403 | 404;
      readonly code: 'AccessDenied' | 'NoSuchKey' | 'NoSuchBucket';
      readonly message: string;
    };

/**
 * Reads an object as the bucket's policy lets a service. "If the object … does not exist, … if you have the s3:ListBucket
 * permission on the bucket, Amazon S3 returns … 404, if you don't, … 403":
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function readForService(state: S3State, asking: Asking, bucketName: string, key: string): ForService {
  const bucket = state.buckets.get(bucketName);
  if (!bucket) return { status: 404, code: 'NoSuchBucket', message: noSuchBucket(bucketName).message };
  const arn = `arn:aws:s3:::${bucketName}`;
  const version = bucket.objects.get(key)?.[0];
  const isThere = version !== undefined && !version.deleteMarker;
  const mayRead = lets(bucket.policy, asking, { action: 's3:GetObject', resource: `${arn}/${key}` });
  const mayList = lets(bucket.policy, asking, { action: 's3:ListBucket', resource: arn });
  if (!mayRead || (!isThere && !mayList)) return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
  if (!isThere) return { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
  return { version };
}
