import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Log, UserError } from '@actions-aws/action';
import type { SourceImage } from '../plan/state.ts';
import { megabytes, tooLarge, ZIPPED_LIMIT } from './contents.ts';
import { filesIn } from './folder.ts';
import { inspect } from './inspect.ts';
import { zipOf } from './zip.ts';

/** New code: its hash, by which it is compared with what is there, and how Lambda gets it. */
export interface Package {
  /** As Lambda writes it: base64 of the SHA-256 of the zip, or the digits of an image's digest. */
  readonly codeSha256: string;
  /** Bytes of the zip; of an image none are sent. */
  readonly size: number;
  /** Where it came from, for people. */
  readonly source: string;
  /** What UpdateFunctionCode takes. */
  readonly upload:
    | { readonly ZipFile: Uint8Array }
    | { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string }
    | { readonly ImageUri: string };
  /** What has to be in S3 before, where the code goes that way. */
  readonly artifact?: Artifact;
  /** Where the code is an image. */
  readonly image?: SourceImage;
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
  const bytes = found.isDirectory() ? await zipOf(await filesIn(path, origin)) : await readFile(path);
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
