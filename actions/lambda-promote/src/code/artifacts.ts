import { type Clock, UserError } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Artifact, s3Uri, transferMs } from './package.ts';

/** Keeps code in buckets. */
export interface Artifacts {
  /**
   * Sees to it that the code is there, once for all that ask; an object that is there already has to be this code. Resolves
   * to the version of the object, or to nothing in a bucket without versions.
   */
  keep(artifact: Artifact, functionsAccount: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * {@link Artifacts} over the SDK. Needs `s3:GetObject`, for HeadObject, and `s3:PutObject`. Without `s3:ListBucket` S3 does
 * not tell what is missing from what may not be read, so only the write shows which it is.
 */
export function awsArtifacts(client: S3Client, clock: Clock): Artifacts {
  const kept = new Map<string, Promise<string | undefined>>();
  return {
    async keep(artifact, functionsAccount, signal) {
      const owner = artifact.bucket.owner ?? functionsAccount;
      const name = `${owner} ${s3Uri(artifact)}`;
      const running = kept.get(name) ?? keepOne(client, artifact, owner, clock, signal);
      kept.set(name, running);
      return running;
    },
  };
}

/**
 * How often a write that met another one is tried, and how long after, in milliseconds. A count is right here: each meeting is
 * with another writer, no user waits for the object, and too much traffic on it is throttled, which is waited out.
 */
const TRIES = 5;
const PAUSE_MS = 1_000;

async function keepOne(
  client: S3Client,
  artifact: Artifact,
  owner: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  // The owner is named, or code would go to whoever took the name of a bucket that is gone:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
  const object = { Bucket: artifact.bucket.name, Key: artifact.key, ExpectedBucketOwner: owner };
  // Nothing once our code is seen there; else why it is not seen.
  let version: string | undefined;
  const look = async (): Promise<unknown> => {
    try {
      const found = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      });
      version = found.VersionId;
      if (found.ChecksumSHA256 === artifact.codeSha256) return undefined;
      throw otherCode(artifact, found.ChecksumSHA256);
    } catch (error) {
      return isMissing(error) || isForbidden(error) ? error : Promise.reject(refusal(error, artifact, owner, 'read'));
    }
  };
  const put = async (): Promise<'done' | 'taken' | 'contended'> => {
    try {
      const { VersionId } = await client.send(
        new PutObjectCommand({
          ...object,
          // Two runs do not write over each other: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
          IfNoneMatch: '*',
          Body: artifact.bytes,
          ContentType: 'application/zip',
          // S3 keeps the object only if it is this: a hash that is Lambda's, too.
          ChecksumSHA256: artifact.codeSha256,
        }),
        { requestTimeout: transferMs(artifact.size), abortSignal: signal },
      );
      version = VersionId;
      return 'done';
    } catch (error) {
      if (errorName(error) === 'PreconditionFailed') return 'taken';
      if (errorName(error) === 'ConditionalRequestConflict') return 'contended';
      throw refusal(error, artifact, owner, 'write');
    }
  };

  // What was there before its bucket had versions has one named `null`.
  const named = () => (version === 'null' ? undefined : version);
  if ((await look()) === undefined) return named();
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const wrote = await put();
    if (wrote === 'done') return named();
    if (wrote === 'taken') {
      const unseen = await look();
      if (unseen === undefined) return named();
      if (isForbidden(unseen)) throw refusal(unseen, artifact, owner, 'read');
    }
    await clock.sleep(PAUSE_MS, signal);
  }
  throw new UserError(`Could not put ${artifact.source} to ${s3Uri(artifact)}: others write there all the time.`, {
    hint: 'Run the job again; and look who else writes, or deletes, below lambda/ in this bucket.',
  });
}

function isMissing(error: unknown): boolean {
  return ['NotFound', 'NoSuchKey'].includes(errorName(error));
}

/** HeadObject answers without a document, so the SDK has the status alone to name the error by. */
function isForbidden(error: unknown): boolean {
  return isAccessDenied(error) || statusOf(error) === 403;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function otherCode(artifact: Artifact, found: string | undefined): UserError {
  const what = found === undefined ? 'it has no SHA-256 checksum' : `its SHA-256 is ${found}`;
  return new UserError(
    `${s3Uri(artifact)} is there, but it is not the code to promote: ${what}, and that of ${artifact.source} is ${artifact.codeSha256}.`,
    {
      hint: 'Look who wrote it, then delete it: the next run puts the code there. Let nobody else write below lambda/ in this bucket.',
    },
  );
}

function refusal(error: unknown, artifact: Artifact, owner: string, verb: 'read' | 'write'): Error {
  if (error instanceof UserError) return error;
  const { bucket } = artifact;
  if (errorName(error) === 'NoSuchBucket') {
    return new UserError(`Input \`artifact-bucket\` is "${bucket.name}", but there is no such bucket.`, {
      hint: 'Make it in the region of the functions, in your infrastructure code; or look at the spelling.',
    });
  }
  if (statusOf(error) === 301 || errorName(error) === 'PermanentRedirect') {
    return new UserError(`Input \`artifact-bucket\` is "${bucket.name}", a bucket in another region.`, {
      hint: 'Lambda reads code from its own region alone: name a bucket in the region of the functions.',
    });
  }
  const action = verb === 'read' ? 's3:GetObject' : 's3:PutObject';
  if (isForbidden(error)) {
    return new UserError(`Not allowed to ${verb} ${s3Uri(artifact)} in a bucket of account ${owner}.`, {
      hint: `Allow \`${action}\` in the role's policy; the README of this action has the whole policy. If the bucket belongs to another account, name it in \`artifact-bucket-owner\`.`,
      cause: error,
    });
  }
  return explain(error, { doing: `${verb} ${s3Uri(artifact)}`, action });
}
