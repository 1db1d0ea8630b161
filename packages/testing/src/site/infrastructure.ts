import {
  type CloudFrontClient,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateOriginAccessControlCommand,
  type DistributionConfig,
} from '@aws-sdk/client-cloudfront';
import { CreateBucketCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';

/** A bucket and two distributions on it, as infrastructure code makes them. */
export interface Infrastructure {
  readonly bucket: string;
  readonly test: Distribution;
  readonly app: Distribution;
}

/** A distribution, as AWS names it. */
export interface Distribution {
  readonly id: string;
  /** Such as `d1example.cloudfront.net`. */
  readonly domainName: string;
}

/** Where it is made, and in what it differs from the usual. */
export interface Plan {
  readonly s3: S3Client;
  readonly cloudfront: CloudFrontClient;
  readonly region: string;
  /** Edits the configuration of a distribution before it is made. */
  change(config: DistributionConfig, site: 'test' | 'app'): DistributionConfig;
}

/** The name of the bucket. */
const BUCKET = 'shop-site';

/**
 * Makes them: a bucket that only the two may read, and not list, so that a missing file is a 403; a cache policy whose MinTTL is 0,
 * so that `no-cache` is kept nowhere.
 */
export async function makeInfrastructure({ s3, cloudfront, region, change }: Plan): Promise<Infrastructure> {
  const location = { LocationConstraint: region } as never;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: location }));
  const { OriginAccessControl } = await cloudfront.send(
    new CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: BUCKET,
        SigningProtocol: 'sigv4',
        SigningBehavior: 'always',
        OriginAccessControlOriginType: 's3',
      },
    }),
  );
  const { CachePolicy } = await cloudfront.send(
    new CreateCachePolicyCommand({
      CachePolicyConfig: { Name: 'site', MinTTL: 0, DefaultTTL: 86_400, MaxTTL: 31_536_000 },
    }),
  );
  const usual = (site: string): DistributionConfig => ({
    CallerReference: `shop-${site}`,
    Comment: `Shop, ${site}`,
    Enabled: true,
    DefaultRootObject: 'index.html',
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'site',
          DomainName: `${BUCKET}.s3.${region}.amazonaws.com`,
          OriginAccessControlId: OriginAccessControl?.Id,
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'site',
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: CachePolicy?.Id,
    },
  });
  const make = async (site: 'test' | 'app') => {
    const DistributionConfig = change(usual(site), site);
    const { Distribution } = await cloudfront.send(new CreateDistributionCommand({ DistributionConfig }));
    const { Id = '', DomainName = '', ARN = '' } = Distribution ?? {};
    return { id: Id, domainName: DomainName, arn: ARN };
  };
  const [test, app] = [await make('test'), await make('app')];
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${BUCKET}/*`,
    Condition: { StringEquals: { 'AWS:SourceArn': [test.arn, app.arn] } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  return { bucket: BUCKET, test, app };
}
