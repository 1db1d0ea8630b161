import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Log, UserError, wasGivenUp } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { megabytes, type Origin, refuseContents, tellContents, tooLarge, unusable, ZIPPED_LIMIT } from './contents.ts';
import { directoryOf } from './directory-of-zip.ts';
import { filesIn } from './folder.ts';
import { zipOf } from './zip.ts';

/** New code: its hash, by which it is compared with what is there, and how Lambda gets it. */
export interface Package {
  /** Base64 of the SHA-256 of the zip, as Lambda computes it. */
  readonly codeSha256: string;
  /** Bytes of the zip. */
  readonly size: number;
  /** Where it came from, for people. */
  readonly source: string;
  /** What UpdateFunctionCode takes. */
  readonly upload:
    | { readonly ZipFile: Uint8Array }
    | { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string };
  /** What has to be in S3 before, where the code goes that way. */
  readonly artifact?: Artifact;
}

/** A bucket that keeps new code under the name of its hash, from where every function that needs it has it. */
export interface ArtifactBucket {
  readonly name: string;
  /** The account that owns it, where it is not that of the functions. */
  readonly owner: string | undefined;
}

/** Code as it is to be kept in a bucket. */
export interface Artifact extends Pick<Package, 'codeSha256' | 'size' | 'source'> {
  readonly bucket: ArtifactBucket;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution */
const DIRECT_UPLOAD_LIMIT = 50 * 1024 * 1024;

/** Where code is kept: by its hash, so that the same code is the same object, and no object ever changes. */
export function artifactKey(codeSha256: string): string {
  return `lambda/${Buffer.from(codeSha256, 'base64').toString('hex')}.zip`;
}

/** An object as people write it. */
export function s3Uri({ bucket, key }: Pick<Artifact, 'bucket' | 'key'>): string {
  return `s3://${bucket.name}/${key}`;
}

/** How long a transfer of so many bytes may take: 50 MB over a slow line are no request that hangs. */
export function transferMs(bytes: number): number {
  return 20_000 + bytes / 500;
}

/** What reading code takes besides its place. */
export interface Reading {
  /** What paths are told from. */
  readonly workspace: string;
  readonly log: Log;
  /** By which the code goes to Lambda; else it goes straight there. */
  readonly bucket?: ArtifactBucket | undefined;
}

/**
 * Reads a zip file as it is, or packs a directory so that the same files give the same bytes on every machine. A file system
 * that does not know whether a file may be executed, as on Windows, gives another hash for the same executables.
 * @throws UserError for what Lambda would not take, and for a checkout in place of a build.
 */
export async function packageFrom(path: string, { workspace, log, bucket }: Reading): Promise<Package> {
  const source = relative(workspace, path) || '.';
  const origin = { input: 'zip', source } as const;
  const found = await stat(path);
  if (found.isFile() && found.size >= ZIPPED_LIMIT) throw tooLarge(origin, found.size, 'zipped');
  const bytes = found.isDirectory() ? zipOf(await filesIn(path, origin)) : await readFile(path);
  inspect(bytes, origin, log);
  const code = { codeSha256: sha256(bytes), size: bytes.length, source };
  if (bucket) {
    const artifact = { ...code, bucket, key: artifactKey(code.codeSha256), bytes };
    return { ...code, upload: { S3Bucket: bucket.name, S3Key: artifact.key }, artifact };
  }
  if (bytes.length > DIRECT_UPLOAD_LIMIT) {
    throw new UserError(
      `Input \`zip\`: ${source} is ${megabytes(bytes.length)} MB zipped, and Lambda takes at most 50 MB directly.`,
      {
        hint: 'Name a bucket in `artifact-bucket`, and it goes by S3; or leave out what the function does not need.',
      },
    );
  }
  return { ...code, upload: { ZipFile: bytes } };
}

/** Looks into a zip before it is sent: what Lambda would refuse ends the run here, and what is odd is told. */
function inspect(zip: Uint8Array, origin: Origin, log: Log): void {
  if (zip[0] !== 0x50 || zip[1] !== 0x4b) {
    throw unusable(
      origin,
      `${origin.source} is not a zip file`,
      'Give a zip file, or the directory to pack: its contents become the root of the zip.',
    );
  }
  const entries = directoryOf(zip);
  if (entries === 'unreadable') {
    throw unusable(
      origin,
      'the zip file is cut short or damaged: the list of its files cannot be read',
      'Look at the step that makes it, and whether it was transferred whole.',
    );
  }
  // Of the larger format Lambda says itself what it thinks.
  if (entries === 'unknown') return;
  refuseContents(entries, origin);
  tellContents(entries, origin, log);
}

/**
 * Reads the object that a URI names, to know its hash. Needs `s3:GetObject`, as the upload does. In a bucket with
 * versions the very version that was read is the one to be uploaded.
 */
export async function packageInS3(client: S3Client, uri: string, signal: AbortSignal): Promise<Package> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  try {
    const { codeSha256, size, version } = await readObject(client, { Bucket: bucket, Key: key }, signal);
    const upload = { S3Bucket: bucket, S3Key: key, ...(version && { S3ObjectVersion: version }) };
    return { codeSha256, size, source: uri, upload };
  } catch (error) {
    if (wasGivenUp(error, signal)) throw signal.reason;
    if (['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(errorName(error))) {
      throw new UserError(`Input \`s3-uri\`: there is nothing at ${uri} (${errorName(error)}).`, {
        hint: 'Upload the zip file before this step, and look whether bucket and key are spelled right.',
      });
    }
    if (isAccessDenied(error)) {
      throw new UserError(
        `Input \`s3-uri\` is "${uri}", but it cannot be read: it is not there, or the role may not read it (without \`s3:ListBucket\` S3 does not tell which).`,
        {
          hint: "Look whether bucket and key are spelled right; then allow `s3:GetObject` in the role's policy, and `kms:Decrypt` on the key where the bucket encrypts with one of your own.",
          cause: error,
        },
      );
    }
    throw explain(error, { doing: `read ${uri}`, action: 's3:GetObject' });
  }
}

/** How often an object is read whose bytes stop coming: the SDK tries a request again, not what streams out of it. */
const READS = 3;

async function readObject(
  client: S3Client,
  object: { Bucket: string; Key: string },
  signal: AbortSignal,
): Promise<{ codeSha256: string; size: number; version: string | undefined }> {
  for (let reads = 1; ; reads += 1) {
    const { Body, VersionId } = await client.send(new GetObjectCommand(object), { abortSignal: signal });
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        size += chunk.length;
      }
    } catch (error) {
      if (reads < READS && !signal.aborted) continue;
      throw error;
    }
    return { codeSha256: hash.digest('base64'), size, version: VersionId === 'null' ? undefined : VersionId };
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
