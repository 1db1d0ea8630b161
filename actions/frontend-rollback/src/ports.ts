import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
import type { Context } from '@actions-aws/promotion';
import {
  accountOf,
  addressesOf,
  awsHistory,
  awsReleases,
  type History,
  originPath,
  type Releases,
  readDistribution,
  type SitePointer,
} from '@actions-aws/site';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Desired } from './plan/state.ts';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly app: SitePointer;
  readonly releases: Pick<Releases, 'read' | 'missing' | 'copy' | 'extend'>;
  readonly history: Pick<History, 'note' | 'newest'>;
  /** Makes the requests to the site. */
  readonly exchange: Exchange;
  /** The site's account and its first address; nothing of a distribution that could not be read. */
  site(): Promise<Site>;
  /** The same, with this patience. */
  under(patience: Patience): Ports;
  /** The same, for a bucket that this account must own. */
  ownedBy(account: string | undefined): Ports;
}

/** What a distribution says besides its pointer. */
export interface Site {
  readonly account: string | undefined;
  readonly url: string | undefined;
}

/** What a rollback acts in. Nothing is left for `post`: there is no way but back. */
export type RollbackContext = Omit<Context<Ports>, 'remember'>;

/** What the ports are made of. Each client makes a request once, and the ports decide what is tried again. */
export interface Means {
  readonly cloudfront: CloudFrontClient;
  readonly s3: S3Client;
  readonly exchange: Exchange;
}

/** The ports over AWS and over the site. */
export function portsOver(
  { cloudfront, s3, exchange }: Means,
  { bucket: name, app }: Pick<Desired, 'bucket' | 'app'>,
  clock: Clock,
  first: Patience,
): Ports {
  const over = (patience: Patience, owner?: string): Ports => {
    const bucket = { name, ...(owner && { owner }) };
    return {
      app: originPath(cloudfront, app, clock, { patience }),
      releases: awsReleases(s3, clock, patience, bucket),
      history: awsHistory(s3, clock, patience, bucket),
      exchange,
      async site() {
        const { signal = new AbortController().signal } = patience;
        const found = await readDistribution(patient(cloudfront, patience, clock), app, signal);
        const [url] = found.is === 'read' ? addressesOf(found.value) : [];
        return { account: accountOf(found), url };
      },
      under: (next) => over(next, owner),
      ownedBy: (account) => over(patience, account),
    };
  };
  return over(first);
}
