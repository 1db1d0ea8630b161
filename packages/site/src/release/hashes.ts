import { createHash } from 'node:crypto';
import { explained } from '@actions-aws/aws';
import type { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { Content } from './releases.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Lower-case hexadecimal digits as S3 writes a checksum. */
export function base64Of(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

/** The SHA-256 of an object, as hexadecimal digits: as S3 has it of one that was written with it, else of its bytes. */
export async function sha256OfObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly ExpectedBucketOwner?: string },
  { ChecksumSHA256, ChecksumType }: Pick<HeadObjectCommandOutput, 'ChecksumSHA256' | 'ChecksumType'>,
): Promise<string> {
  // Of a multipart upload it is a hash of hashes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
  if (ChecksumSHA256 && ChecksumType !== 'COMPOSITE' && !ChecksumSHA256.includes('-'))
    return Buffer.from(ChecksumSHA256, 'base64').toString('hex');
  const hash = createHash('sha256');
  const doing = { doing: `read s3://${object.Bucket}/${object.Key}`, action: 's3:GetObject' };
  const { Body } = await explained(client.send(new GetObjectCommand(object)), doing);
  for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * A PutObject whose signature covers a hash that is known already, so that the SDK does not hash the bytes again, nor sends
 * them unsigned where they are a stream. A stream is opened by each attempt.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (`x-amz-content-sha256`)
 */
export function withSigned(command: PutObjectCommand, sha256: string, content: Content): PutObjectCommand {
  command.middlewareStack.add(
    (next) => (request) => {
      const { headers } = request.request as { readonly headers: Record<string, string> };
      headers['x-amz-content-sha256'] = sha256;
      return next(request);
    },
    { step: 'build', name: 'signedHash' },
  );
  if (typeof content !== 'function') return command;
  command.middlewareStack.add(
    (next, context) => {
      // The SDK warns of each stream that it does not try again: here it is tried again, outside of the SDK.
      context.logger = SILENT;
      return (given) => next({ ...given, input: { ...given.input, Body: content() } });
    },
    { step: 'initialize', priority: 'low', name: 'openedAnew' },
  );
  return command;
}
