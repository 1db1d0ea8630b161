import type * as sdk from '@aws-sdk/client-cloudfront';
import { rawXml } from '../../../kernel/service.ts';
import { isCompleted } from '../invalidations/progress.ts';
import { arnOf } from '../place.ts';
import type { Configuration, Distribution } from '../state.ts';
import { newestOf, statusOf } from './configurations.ts';

/** A configuration as answers have it: all that was received, known to the SDK or not. */
export function shownConfig({ xml }: Configuration): sdk.DistributionConfig {
  return { [rawXml]: xml } as unknown as sdk.DistributionConfig;
}

/** A distribution as GetDistribution has it. */
export function shownDistribution(distribution: Distribution, now: number): sdk.Distribution {
  const configuration = newestOf(distribution);
  return {
    Id: distribution.id,
    ARN: arnOf(distribution.account, 'distribution', distribution.id),
    Status: statusOf(distribution, now),
    LastModifiedTime: new Date(configuration.written),
    InProgressInvalidationBatches: distribution.invalidations.filter((each) => !isCompleted(each, now)).length,
    DomainName: distribution.domainName,
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
    DistributionConfig: shownConfig(configuration),
  };
}

/** A distribution as ListDistributions has it: of its configuration what the SDK knows of a summary. */
export function summaryOf(distribution: Distribution, now: number): sdk.DistributionSummary {
  const configuration = newestOf(distribution);
  const { id, account, domainName } = distribution;
  return {
    ...(configuration.settings as Required<sdk.DistributionConfig>),
    Id: id,
    ARN: arnOf(account, 'distribution', id),
    ETag: configuration.etag,
    Status: statusOf(distribution, now),
    LastModifiedTime: new Date(configuration.written),
    DomainName: domainName,
  };
}
