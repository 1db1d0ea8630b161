import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError, wasGivenUp } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Zippable, zipSync } from 'fflate';

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

/**
 * Reads a zip file as it is, or packs a directory so that the same files give the same bytes on every machine: sorted by
 * name, without times, and with no permission but whether a file may be executed. A file system without that permission,
 * as on Windows, gives another hash for the same executables. It goes straight to Lambda, or by the bucket.
 */
export async function packageFrom(path: string, workspace: string, bucket?: ArtifactBucket): Promise<Package> {
  const source = relative(workspace, path) || '.';
  const bytes = (await stat(path)).isDirectory() ? await pack(path, source) : await readFile(path);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new UserError(`Input \`zip\`: ${source} is not a zip file.`, {
      hint: 'Give a zip file, or the directory to pack: its contents become the root of the zip.',
    });
  }
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

async function pack(directory: string, source: string): Promise<Uint8Array> {
  const root = await realpath(directory);
  const files = await filesIn(root, root);
  if (files.length === 0) {
    throw new UserError(`Input \`zip\`: the directory ${source} is empty.`, {
      hint: 'Build the function before this step, and give the directory that the build writes.',
    });
  }
  const entries: Zippable = {};
  // The zip format has no time before 1980, and stores local time without a zone: this is the same everywhere.
  const mtime = new Date(1980, 0, 1);
  for (const { name, path, executable } of files) {
    const attrs = (0o100000 | (executable ? 0o755 : 0o644)) << 16;
    entries[name] = [await readFile(path), { mtime, os: 3, attrs: attrs >>> 0, level: 9 }];
  }
  return zipSync(entries);
}

interface FileToPack {
  /** Path inside the zip, with forward slashes. */
  readonly name: string;
  readonly path: string;
  readonly executable: boolean;
}

async function filesIn(folder: string, root: string, above: readonly string[] = []): Promise<readonly FileToPack[]> {
  const within = [...above, await realpath(folder)];
  const found: FileToPack[] = [];
  for (const { name } of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, name);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined || within.includes(target)) {
      const where = target === undefined ? 'nowhere' : 'to a directory that it is in';
      throw new UserError(`Input \`zip\`: ${relative(root, path)} is a link ${where}, so it cannot be packed.`, {
        hint: 'Remove the link, or install without links: npm, or pnpm deploy.',
      });
    }
    if (!target.startsWith(root + sep)) {
      throw new UserError(`Input \`zip\`: ${relative(root, path)} is a link to ${target}, outside of the directory.`, {
        hint: 'Copy the file into the directory; what a link points to outside of it is not packed.',
      });
    }
    const found_ = await stat(target);
    if (found_.isDirectory()) found.push(...(await filesIn(path, root, within)));
    else if (found_.isFile()) {
      found.push({ name: relative(root, path).split(sep).join('/'), path, executable: (found_.mode & 0o100) !== 0 });
    }
  }
  // By code unit, not by the machine's locale.
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
