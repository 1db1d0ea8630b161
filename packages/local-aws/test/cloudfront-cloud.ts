import '@aws-sdk/signature-v4a';
import * as sdk from '@aws-sdk/client-cloudfront';
import * as keys from '@aws-sdk/client-cloudfront-keyvaluestore';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../src/index.ts';

/** A cloud with a bucket, asked by the SDK. */
export interface CloudFrontCloud {
  readonly cloud: LocalAws;
  readonly cloudfront: sdk.CloudFrontClient;
  readonly s3: S3Client;
  /** Makes a distribution on the bucket; `change` edits its configuration first. */
  create(change?: Partial<sdk.DistributionConfig>): Promise<{ readonly id: string; readonly etag: string }>;
  /** Its configuration and ETag. */
  config(id: string): Promise<{ readonly config: sdk.DistributionConfig; readonly etag: string }>;
  /** Writes a configuration. */
  update(
    id: string,
    config: sdk.DistributionConfig,
    ifMatch: string | undefined,
  ): Promise<sdk.UpdateDistributionResult>;
  status(id: string): Promise<string | undefined>;
}

/** The bucket's name. */
export const bucket = 'site-files';

/** The managed policy CachingOptimized. */
export const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

/** A cloud on a clock that is stepped. */
export async function cloudFrontCloud(): Promise<CloudFrontCloud> {
  const cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  const settings = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIASITE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const cloudfront = new sdk.CloudFrontClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  let made = 0;
  return {
    cloud,
    cloudfront,
    s3,
    async create(change = {}) {
      const DistributionConfig = { ...minimal(`reference-${++made}`), ...change };
      const answer = await cloudfront.send(new sdk.CreateDistributionCommand({ DistributionConfig }));
      return { id: answer.Distribution?.Id ?? '', etag: answer.ETag ?? '' };
    },
    async config(id) {
      const { DistributionConfig, ETag = '' } = await cloudfront.send(new sdk.GetDistributionConfigCommand({ Id: id }));
      return { config: DistributionConfig!, etag: ETag };
    },
    update: (id, config, ifMatch) =>
      cloudfront.send(new sdk.UpdateDistributionCommand({ Id: id, DistributionConfig: config, IfMatch: ifMatch })),
    async status(id) {
      return (await cloudfront.send(new sdk.GetDistributionCommand({ Id: id }))).Distribution?.Status;
    },
  };
}

/** The least that a configuration says. */
export function minimal(CallerReference: string): sdk.DistributionConfig {
  return {
    CallerReference,
    Comment: 'a site',
    Enabled: true,
    DefaultRootObject: 'index.html',
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'files',
          DomainName: `${bucket}.s3.eu-west-1.amazonaws.com`,
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'files',
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: OPTIMIZED,
    },
  };
}

/** Code and status of the error that a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<readonly [code: string, status: number | undefined]> {
  const error = await call.then(
    () => undefined,
    (refused: unknown) => refused as sdk.CloudFrontServiceException,
  );
  return [error?.name ?? 'nothing was refused', error?.$metadata.httpStatusCode];
}

/** A client of a store's keys. The endpoint is used as it is given: of its own the client would put the account before it. */
export function keyClient({ endpoint }: { readonly endpoint: string }): keys.CloudFrontKeyValueStoreClient {
  const signed = { name: 'sigv4a', signingName: 'cloudfront-keyvaluestore', signingRegionSet: ['*'] };
  return new keys.CloudFrontKeyValueStoreClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIASITE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [signed as never] } }),
  });
}
