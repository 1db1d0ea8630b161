import type { LocalAws } from '@actions-aws/local-aws';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { Place } from '../setup/place.ts';

/** Clients that act for infrastructure code and for users; never for actions. */
export interface Clients {
  lambda(place: Place): LambdaClient;
  cloudwatch(place: Place): CloudWatchClient;
  ecr(place: Place): ECRClient;
  ecs(place: Place): ECSClient;
  elb(place: Place): ElasticLoadBalancingV2Client;
  s3(place: Place): S3Client;
  cloudfront(place: Place): CloudFrontClient;
  destroy(): void;
}

/** One client of each kind for each account and region, made when it is needed. */
export function clientsOf({ endpoint }: LocalAws): Clients {
  const made = new Map<string, { destroy(): void }>();
  function kept<Client extends { destroy(): void }>(
    kind: string,
    { account, region }: Place,
    make: () => Client,
  ): Client {
    const key = `${kind} ${account} ${region}`;
    const client = (made.get(key) as Client | undefined) ?? make();
    made.set(key, client);
    return client;
  }
  // An access key of twelve digits is its account.
  const settings = ({ account, region }: Place) => ({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return {
    lambda: (place) => kept('lambda', place, () => new LambdaClient(settings(place))),
    cloudwatch: (place) => kept('cloudwatch', place, () => new CloudWatchClient(settings(place))),
    ecr: (place) => kept('ecr', place, () => new ECRClient(settings(place))),
    ecs: (place) => kept('ecs', place, () => new ECSClient(settings(place))),
    elb: (place) => kept('elb', place, () => new ElasticLoadBalancingV2Client(settings(place))),
    s3: (place) => kept('s3', place, () => new S3Client({ ...settings(place), forcePathStyle: true })),
    cloudfront: (place) => kept('cloudfront', place, () => new CloudFrontClient(settings(place))),
    destroy() {
      for (const client of made.values()) client.destroy();
    },
  };
}
