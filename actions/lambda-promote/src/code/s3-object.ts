import { createHash } from 'node:crypto';
import { type Log, UserError, wasGivenUp } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Origin, tooLarge, ZIPPED_LIMIT } from './contents.ts';
import { inspect } from './inspect.ts';
import type { Package } from './package.ts';

/** Code that is in S3. */
export interface CodeInS3 {
  /** Such as `s3://bucket/key`. */
  readonly uri: string;
  /** The account that has to own the bucket. */
  readonly owner: string;
}

/** The objects that code is kept in. */
export interface Objects {
  /** Reads one as code, and looks into it. */
  read(code: CodeInS3, context: { readonly log: Log; readonly signal: AbortSignal }): Promise<Package>;
}

/** {@link Objects} over the SDK. */
export function awsObjects(client: S3Client): Objects {
  return { read: (code, context) => packageInS3(client, code, context) };
}

/**
 * Reads the object that a URI names, to know its hash, and looks into it. Needs `s3:GetObject`, as the upload does. In a
 * bucket with versions the very version that was read is the one to be uploaded.
 */
export async function packageInS3(
  client: S3Client,
  { uri, owner }: CodeInS3,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<Package> {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const origin: Origin = { input: 's3-uri', source: uri };
  // Else code could come from an account that took the name of a bucket that is gone:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
  const object = { Bucket, Key, ExpectedBucketOwner: owner };
  const { bytes, codeSha256, version } = await readObject(client, object, origin, signal).catch((error) => {
    throw refusal(error, { uri, owner }, signal);
  });
  inspect(bytes, origin, log);
  const upload = { S3Bucket: Bucket, S3Key: Key, ...(version && { S3ObjectVersion: version }) };
  return { codeSha256, size: bytes.length, source: uri, upload };
}

/** How often an object is read whose bytes stop coming: the SDK tries a request again, not what streams out of it. */
const READS = 3;

async function readObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly ExpectedBucketOwner: string },
  origin: Origin,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; codeSha256: string; version: string | undefined }> {
  for (let reads = 1; ; reads += 1) {
    const {
      Body,
      ContentLength = 0,
      VersionId,
    } = await client.send(new GetObjectCommand(object), {
      abortSignal: signal,
    });
    const stream = Body as AsyncIterable<Uint8Array> & { destroy(): void };
    if (ContentLength >= ZIPPED_LIMIT) {
      stream.destroy();
      throw tooLarge(origin, ContentLength, 'zipped');
    }
    const hash = createHash('sha256');
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of stream) {
        hash.update(chunk);
        chunks.push(chunk);
      }
    } catch (error) {
      if (reads < READS && !signal.aborted) continue;
      throw error;
    }
    const version = VersionId === 'null' ? undefined : VersionId;
    return { bytes: Buffer.concat(chunks), codeSha256: hash.digest('base64'), version };
  }
}

function refusal(error: unknown, { uri, owner }: CodeInS3, signal: AbortSignal): unknown {
  if (wasGivenUp(error, signal)) return signal.reason;
  if (error instanceof UserError) return error;
  if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(errorName(error))) {
    return new UserError(`Input \`s3-uri\`: there is nothing at ${uri} (${errorName(error)}).`, {
      hint: 'Upload the zip file before this step, and look whether bucket and key are spelled right.',
    });
  }
  if (isAccessDenied(error)) {
    return new UserError(
      `Input \`s3-uri\` is "${uri}", but it cannot be read: it is not there, or the bucket is not one of account ${owner}, or the role may not read it (without \`s3:ListBucket\` S3 does not tell which).`,
      {
        hint: "Look whether bucket and key are spelled right; if the bucket belongs to another account, name that in `s3-uri-owner`; then allow `s3:GetObject` in the role's policy, and `kms:Decrypt` on the key where the bucket encrypts with one of your own.",
        cause: error,
      },
    );
  }
  return explain(error, { doing: `read ${uri}`, action: 's3:GetObject' });
}
