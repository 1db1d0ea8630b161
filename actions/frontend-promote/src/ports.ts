import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
import { type Addresses, addressesBy } from '@actions-aws/checks';
import type { Context } from '@actions-aws/promotion';
import {
  awsHistory,
  awsReleases,
  awsSurvey,
  type History,
  originPath,
  type Releases,
  type SitePointer,
  type SurveyPorts,
  siteVisitor,
} from '@actions-aws/site';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Desired } from './plan/state.ts';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly test: Pick<SitePointer, 'describe'>;
  readonly app: SitePointer;
  readonly releases: Releases;
  readonly history: History;
  readonly survey: SurveyPorts;
  /** Makes the requests to the sites. */
  readonly exchange: Exchange;
  /** Other addresses, which checks name. */
  readonly addresses: Addresses;
  /** What opens TEST, where it is protected. */
  readonly testHeaders: Readonly<Record<string, string>>;
  /** The region that AWS is asked in. */
  readonly region: string;
  /** The same, with this patience, and for a bucket that this account must own. */
  under(patience: Patience, account?: string): Ports;
}

/** What the ports are made of. Each client makes a request once, and the ports decide what is tried again. */
export interface Means {
  readonly cloudfront: CloudFrontClient;
  readonly s3: S3Client;
  readonly exchange: Exchange;
  readonly testHeaders: Readonly<Record<string, string>>;
  readonly region: string;
}

/** The ports over AWS and over the sites. */
export function portsOver(
  means: Means,
  { bucket: name, app, test = app }: Pick<Desired, 'bucket' | 'app'> & Partial<Pick<Desired, 'test'>>,
  clock: Clock,
  first: Patience,
): Ports {
  const { cloudfront, s3, exchange, testHeaders, region } = means;
  const never = new AbortController().signal;
  const under = (patience: Patience, owner?: string): Ports => {
    const bucket = { name, ...(owner && { owner }) };
    const releases = awsReleases(s3, clock, patience, bucket);
    const { signal = never, until } = patience;
    return {
      test: originPath(cloudfront, test, clock, { patience }),
      app: originPath(cloudfront, app, clock, { patience }),
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      survey: awsSurvey(
        patient(cloudfront, patience, clock),
        {
          s3: patient(s3, patience, clock),
          releases,
          visit: siteVisitor(exchange, { clock, signal, until, headers: testHeaders }),
        },
        signal,
      ),
      exchange,
      addresses: addressesBy(exchange),
      testHeaders,
      region,
      under: (next, account = owner) => under(next, account),
    };
  };
  return under(first);
}

/** What a promotion acts in. */
export type PromotionContext = Context<Ports>;
