import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
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
} from '@actions-aws/site';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Desired } from './plan/state.ts';

/** All that staging reaches outside of itself. */
export interface Ports {
  /** TEST's pointer. APP's is only read, by the survey. */
  readonly test: SitePointer;
  readonly releases: Releases;
  readonly history: History;
  readonly survey: SurveyPorts;
  /** Makes the requests to the sites. */
  readonly exchange: Exchange;
  /** What opens TEST, where it is protected. */
  readonly testHeaders: Readonly<Record<string, string>>;
  /** The region that AWS is asked in. */
  readonly region: string;
  /** Where the pointers stand, by the workflow's word. */
  readonly choice: PointerChoice;
  /** The same, for as long as this signal lets, and for a bucket that this account must own. */
  under(signal: AbortSignal, account?: string): Ports;
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
}

/** The ports over AWS and over the sites: users wait for nothing of this, so that an outage is waited out until the time is up. */
export function portsOver(
  { cloudfront, store, s3, exchange, testHeaders, region }: Means,
  { bucket: name, test, pointer: choice }: Pick<Desired, 'bucket' | 'test'> & { readonly pointer: PointerChoice },
  clock: Clock,
  given: Omit<Patience, 'waitsOut'> & { readonly signal: AbortSignal },
): Ports {
  const chosen: Chosen = { distributionId: test, choice };
  const seen = new Map<string, Manifest>();
  const under = (signal: AbortSignal, owner?: string): Ports => {
    const patience: Patience = { ...given, signal, waitsOut: 'outages' };
    const bucket = { name, ...(owner && { owner }) };
    const releases = keeping(awsReleases(s3, clock, patience, bucket), seen);
    const distribution = () => readDistribution(patient(cloudfront, patience, clock), test, signal);
    const pointer = { cloudfront, store, clock, patience, distribution, releases: seenFirst(releases, seen) };
    const visit = siteVisitor(exchange, { clock, signal, until: given.until, headers: testHeaders });
    return {
      test: sitePointer(pointer, chosen),
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      survey: awsSurvey(
        patient(cloudfront, patience, clock),
        { store: patient(store, patience, clock), s3: patient(s3, patience, clock), releases, visit },
        signal,
      ),
      exchange,
      testHeaders,
      region,
      choice,
      under: (next, account = owner) => under(next, account),
    };
  };
  return under(given.signal);
}

/** What staging acts in. Nothing is left for `post`: what is half staged is finished by the next run. */
export type StageContext = Omit<Context<Ports>, 'remember'>;
