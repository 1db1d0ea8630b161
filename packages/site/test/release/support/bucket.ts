import { createHash } from 'node:crypto';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { awsReleases, type ReleaseFile, type Releases } from '../../../src/index.ts';

/** The account of the local cloud. */
export const OWNER = '123456789012';
export const BUCKET = 'shop-site';

/** A bucket of the local cloud, and the releases in it. */
export interface BucketWorld {
  readonly cloud: LocalAws;
  readonly s3: S3Client;
  readonly releases: Releases;
  /** The operations of S3 with their answers' status, since the last look. */
  asked(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Makes such a bucket. */
export async function bucketWorld(): Promise<BucketWorld> {
  const cloud = await startLocalAws({ clock: { scale: 100 } });
  const settings = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIASTAGE', secretAccessKey: 'secret' },
    forcePathStyle: true,
    maxAttempts: 1,
  };
  const s3 = new S3Client(settings);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await cloud.control.clearJournal();
  const patience = { waitsOut: 'outages', until: cloud.clock.now() + 600_000 } as const;
  return {
    cloud,
    s3,
    releases: awsReleases(s3, cloud.clock, patience, { name: BUCKET, owner: OWNER }),
    async asked() {
      const journal = await cloud.control.journal();
      await cloud.control.clearJournal();
      return journal.map(({ operation, status }) => `${operation} ${status}`);
    },
    async stop() {
      s3.destroy();
      await cloud.stop();
    },
  };
}

/** A file with these bytes. */
export function fileOf(path: string, text: string, more: Partial<ReleaseFile> = {}): ReleaseFile {
  const bytes = Buffer.from(text);
  return {
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
    hashed: false,
    ...more,
  };
}
