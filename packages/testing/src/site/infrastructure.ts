import {
  type CloudFrontClient,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateFunctionCommand,
  CreateKeyValueStoreCommand,
  CreateOriginAccessControlCommand,
  type DistributionConfig,
  PublishFunctionCommand,
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
  /** The ARN of its key value store, where its pointer is a key there. */
  readonly store?: string;
  /** Such as `d1example.cloudfront.net`. */
  readonly domainName: string;
}

/** Where it is made, and in what it differs from the usual. */
export interface Plan {
  readonly s3: S3Client;
  readonly cloudfront: CloudFrontClient;
  readonly region: string;
  /** The name of the bucket, and of what is named after it; `shop-site` unless given. */
  readonly bucket?: string;
  /** The code of a function that reads a site's store; without it no site has one. */
  readonly functionCode?: string | undefined;
  /** Edits the configuration of a distribution before it is made. */
  readonly change?: ((config: DistributionConfig, site: 'test' | 'app') => DistributionConfig) | undefined;
}

/**
 * Makes them: a bucket that only the two may read, and not list, so that a missing file is a 403; a cache policy whose MinTTL is 0,
 * so that `no-cache` is kept nowhere.
 */
export async function makeInfrastructure({
  s3,
  cloudfront,
  region,
  bucket = 'shop-site',
  change = (config) => config,
  functionCode,
}: Plan): Promise<Infrastructure> {
  const location = { LocationConstraint: region } as never;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: location }));
  const { OriginAccessControl } = await cloudfront.send(
    new CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: bucket,
        SigningProtocol: 'sigv4',
        SigningBehavior: 'always',
        OriginAccessControlOriginType: 's3',
      },
    }),
  );
  const { CachePolicy } = await cloudfront.send(
    new CreateCachePolicyCommand({
      CachePolicyConfig: { Name: bucket, MinTTL: 0, DefaultTTL: 86_400, MaxTTL: 31_536_000 },
    }),
  );
  const usual = (site: string): DistributionConfig => ({
    CallerReference: `${bucket}-${site}`,
    Comment: `Shop, ${site}`,
    Enabled: true,
    DefaultRootObject: 'index.html',
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'site',
          DomainName: `${bucket}.s3.${region}.amazonaws.com`,
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
    const made =
      functionCode === undefined ? undefined : await makeStore(cloudfront, `${bucket}-${site}`, functionCode);
    const config = made ? withFunction(usual(site), made.functionArn) : withNoRelease(usual(site), site);
    const DistributionConfig = change(config, site);
    const { Distribution } = await cloudfront.send(new CreateDistributionCommand({ DistributionConfig }));
    const { Id = '', DomainName = '', ARN = '' } = Distribution ?? {};
    return { id: Id, domainName: DomainName, arn: ARN, ...(made && { store: made.store }) };
  };
  const [test, app] = [await make('test'), await make('app')];
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { StringEquals: { 'AWS:SourceArn': [test.arn, app.arn] } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  return { bucket, test, app };
}

/** A store, and a function that reads it, published. */
async function makeStore(
  cloudfront: CloudFrontClient,
  Name: string,
  code: string,
): Promise<{ readonly store: string; readonly functionArn: string | undefined }> {
  const { KeyValueStore } = await cloudfront.send(new CreateKeyValueStoreCommand({ Name }));
  const store = KeyValueStore?.ARN ?? '';
  const { ETag, FunctionSummary } = await cloudfront.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig: {
        Comment: 'looks paths up in the release that the store names',
        Runtime: 'cloudfront-js-2.0',
        KeyValueStoreAssociations: { Quantity: 1, Items: [{ KeyValueStoreARN: store }] },
      },
      FunctionCode: Buffer.from(code),
    }),
  );
  await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  return { store, functionArn: FunctionSummary?.FunctionMetadata?.FunctionARN };
}

/**
 * Pages go through the function, and so does each hashed file that the behaviour `assets/*` does not take: that one asks where releases
 * share them, without a function.
 */
function withFunction(config: DistributionConfig, FunctionARN: string | undefined): DistributionConfig {
  const { DefaultCacheBehavior: usual, Origins: { Items: [site] = [] } = {} } = config;
  if (!usual || !site) return config;
  const Items = (['viewer-request', 'viewer-response'] as const).map((EventType) => ({ FunctionARN, EventType }));
  const shared = { ...site, Id: 'assets', OriginPath: '/assets' };
  return {
    ...config,
    DefaultRootObject: '',
    Origins: { Quantity: 2, Items: [site, shared] },
    DefaultCacheBehavior: { ...usual, FunctionAssociations: { Quantity: Items.length, Items } },
    CacheBehaviors: { Quantity: 1, Items: [{ ...usual, TargetOriginId: shared.Id, PathPattern: 'assets/*' }] },
  };
}

/**
 * Lets the path of a new distribution name no release, as examples/infrastructure does: with an empty one a visitor could ask for any
 * release by its key, before the first promotion. Under a store the path is empty, and the function serves nothing before the first release.
 */
function withNoRelease(config: DistributionConfig, site: 'test' | 'app'): DistributionConfig {
  const { Quantity, Items = [] } = config.Origins ?? {};
  const unreleased = Items.map((origin) => ({ ...origin, OriginPath: `/unreleased/${site}` }));
  return { ...config, Origins: { Quantity, Items: unreleased } };
}
