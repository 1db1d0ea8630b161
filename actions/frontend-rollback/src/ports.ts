import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
import type { Context } from '@actions-aws/promotion';
import {
  accountOf,
  addressesOf,
  awsHistory,
  awsReleases,
  type Chosen,
  type History,
  keeping,
  type Manifest,
  type PointerChoice,
  type Releases,
  readDistribution,
  type SitePointer,
  seenFirst,
  sitePointer,
} from '@actions-aws/site';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
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
  /** The data plane of key value stores. */
  readonly store: CloudFrontKeyValueStoreClient;
  readonly s3: S3Client;
  readonly exchange: Exchange;
}

/** The ports over AWS and over the site. */
export function portsOver(
  { cloudfront, store, s3, exchange }: Means,
  { bucket: name, app, pointer: choice }: Pick<Desired, 'bucket' | 'app'> & { readonly pointer: PointerChoice },
  clock: Clock,
  first: Patience,
): Ports {
  const chosen: Chosen = { distributionId: app, choice };
  const seen = new Map<string, Manifest>();
  let looked: ReturnType<typeof readDistribution> | undefined;
  const distribution = (patience: Patience) => {
    const { signal = new AbortController().signal } = patience;
    // The pointer and its site are looked for at the same time, by one request.
    looked ??= readDistribution(patient(cloudfront, patience, clock), app, signal);
    return looked;
  };
  const over = (patience: Patience, owner?: string): Ports => {
    const bucket = { name, ...(owner && { owner }) };
    const releases = keeping(awsReleases(s3, clock, patience, bucket), seen);
    const means = { cloudfront, store, clock, patience, releases: seenFirst(releases, seen) };
    return {
      app: sitePointer({ ...means, distribution: () => distribution(patience) }, chosen),
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      exchange,
      async site() {
        const found = await distribution(patience);
        const [url] = found.is === 'read' ? addressesOf(found.value) : [];
        return { account: accountOf(found), url };
      },
      under: (next) => over(next, owner),
      ownedBy: (account) => over(patience, account),
    };
  };
  return over(first);
}
