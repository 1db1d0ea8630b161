import { startLocalAws } from '@actions-aws/local-aws';
import { makeInfrastructure } from '@actions-aws/testing';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Build } from './build.ts';
import type { Uploading } from './ways/way.ts';

/** Where a build goes: a bucket, and two sites on it, which is empty before each upload. */
export interface Place {
  /** What a way is told of it. */
  readonly target: Pick<Uploading, 'cloud' | 'bucket' | 'sites'>;
  /** Puts everything back to how it was made. */
  restore(): Promise<void>;
  /** How many requests there were since it was put back, or this was asked. */
  requests(): Promise<number>;
  /** @throws unless all of a build is in the bucket. */
  assertUploaded(build: Build): Promise<void>;
  stop(): Promise<void>;
}

const REGION = 'eu-west-1';
const BUCKET = 'bench-site';

/** Starts such a place. How long CloudFront takes by itself is the work of none of the ways, and left out. */
export async function startPlace(latencyMs: number): Promise<Place> {
  const cloud = await startLocalAws();
  const { control } = cloud;
  const settings = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const cloudfront = new CloudFrontClient(settings);
  try {
    await control.call('cloudfront.pace', { configuration: 0, invalidation: 0 });
    const { test, app } = await makeInfrastructure({
      s3,
      cloudfront,
      region: REGION,
      bucket: BUCKET,
    });
    const site = async ({ id }: { readonly id: string }) => {
      const edges = (await control.call('cloudfront.edges', { distributionId: id })) as { readonly url: string };
      return { id, url: edges.url };
    };
    const sites = { test: await site(test), app: await site(app) };
    await control.setLatency(latencyMs);
    await control.snapshot('made');
    return {
      target: { cloud, bucket: BUCKET, sites },
      async restore() {
        await control.restore('made');
        await control.clearJournal();
      },
      async requests() {
        const { length } = await control.journal();
        await control.clearJournal();
        return length;
      },
      async assertUploaded({ files, bytes }) {
        const found = { files: 0, bytes: 0 };
        let after: string | undefined;
        do {
          const asked = new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken: after });
          const { Contents = [], NextContinuationToken } = await s3.send(asked);
          found.files += Contents.length;
          found.bytes += Contents.reduce((sum, { Size = 0 }) => sum + Size, 0);
          after = NextContinuationToken;
        } while (after !== undefined);
        if (found.files < files || found.bytes < bytes)
          throw new Error(`The bucket has ${found.files} files of ${files}, and ${found.bytes} bytes of ${bytes}.`);
      },
      async stop() {
        s3.destroy();
        cloudfront.destroy();
        await cloud.stop();
      },
    };
  } catch (error) {
    s3.destroy();
    cloudfront.destroy();
    await cloud.stop();
    throw error;
  }
}
