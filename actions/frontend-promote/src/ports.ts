import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
import { type Addresses, addressesBy } from '@actions-aws/checks';
import type { Context } from '@actions-aws/promotion';
import {
  awsHistory,
  awsReleases,
  awsSurvey,
  type Chosen,
  type History,
  keeping,
  type Manifest,
  type PointerChoice,
  type Releases,
  readDistribution,
  type SitePointer,
  type SurveyPorts,
  seenFirst,
  sitePointer,
  siteVisitor,
  withGivenEndpoint,
} from '@actions-aws/site';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
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
  /** Where the pointers stand, by the workflow's word. */
  readonly choice: PointerChoice;
  /** The same, with this patience, and for a bucket that this account must own. */
  under(patience: Patience, account?: string): Ports;
}

/** What the ports are made of. Each client makes a request once, and the ports decide what is tried again. */
export interface Means {
  readonly cloudfront: CloudFrontClient;
  /** The data plane of key value stores. */
  readonly store: CloudFrontKeyValueStoreClient;
  readonly s3: S3Client;
  readonly exchange: Exchange;
  readonly testHeaders: Readonly<Record<string, string>>;
  readonly region: string;
  readonly choice: PointerChoice;
}

/** The ports over AWS and over the sites. */
export function portsOver(
  means: Means,
  { bucket: name, app, test = app }: Pick<Desired, 'bucket' | 'app'> & Partial<Pick<Desired, 'test'>>,
  clock: Clock,
  first: Patience,
): Ports {
  const { cloudfront, s3, exchange, testHeaders, region, choice } = means;
  const store = withGivenEndpoint(means.store);
  const never = new AbortController().signal;
  const seen = new Map<string, Manifest>();
  const [ofTest, ofApp] = [test, app].map((distributionId): Chosen => ({ distributionId, choice })) as [Chosen, Chosen];
  const under = (patience: Patience, owner?: string): Ports => {
    const bucket = { name, ...(owner && { owner }) };
    const releases = keeping(awsReleases(s3, clock, patience, bucket), seen);
    const { signal = never, until } = patience;
    const pointerOf = (chosen: Chosen) => {
      const distribution = () => readDistribution(patient(cloudfront, patience, clock), chosen.distributionId, signal);
      return sitePointer(
        { cloudfront, store, clock, patience, distribution, releases: seenFirst(releases, seen) },
        chosen,
      );
    };
    return {
      test: pointerOf(ofTest),
      app: pointerOf(ofApp),
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      survey: awsSurvey(
        patient(cloudfront, patience, clock),
        {
          store: patient(store, patience, clock),
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
      choice,
      under: (next, account = owner) => under(next, account),
    };
  };
  return under(first);
}

/** What a promotion acts in. */
export type PromotionContext = Context<Ports>;
