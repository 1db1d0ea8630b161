import { AwsError } from '../../kernel/errors.ts';
import type { Quota } from '../../kernel/service.ts';

// "Rate of … requests", per second, account and Region: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
// AWS does not say how much of a burst it takes: here one second's worth. Of other operations it publishes no rate.
const RATES = {
  BatchCheckLayerAvailability: 1000,
  BatchGetImage: 2000,
  CompleteLayerUpload: 100,
  GetAuthorizationToken: 500,
  GetDownloadUrlForLayer: 3000,
  InitiateLayerUpload: 100,
  PutImage: 10,
  UploadLayerPart: 500,
};

type Counted = keyof typeof RATES;

/** What the registry makes of a request. A whole layer counts as a part besides, of which ECR takes five times as many. */
const BEHIND: Readonly<Record<string, Counted>> = {
  HeadBlob: 'BatchCheckLayerAvailability',
  GetBlob: 'GetDownloadUrlForLayer',
  GetManifest: 'BatchGetImage',
  HeadManifest: 'BatchGetImage',
  GetReferrers: 'BatchGetImage',
  StartBlobUpload: 'InitiateLayerUpload',
  GetBlobUpload: 'UploadLayerPart',
  PatchBlobUpload: 'UploadLayerPart',
  CompleteBlobUpload: 'CompleteLayerUpload',
  PutManifest: 'PutImage',
};

/** The quota of an operation of ECR's API; it is shared with requests of the registry. */
export function quotaOf(operation: string): Quota | undefined {
  return Object.hasOwn(RATES, operation)
    ? quota(operation as Counted, () => new AwsError('ThrottlingException', 400, 'Rate exceeded'))
    : undefined;
}

/** The quota of a request of the registry. */
export function registryQuotaOf(operation: string, refusal: () => AwsError): Quota | undefined {
  const behind = BEHIND[operation];
  return behind && quota(behind, refusal);
}

function quota(name: Counted, refusal: () => AwsError): Quota {
  return { name, ratePerSecond: RATES[name], burst: RATES[name], refusal };
}
