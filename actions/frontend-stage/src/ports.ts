import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
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
  /** The same, for as long as this signal lets, and for a bucket that this account must own. */
  under(signal: AbortSignal, account?: string): Ports;
}

/** What the ports are made of. Each client makes a request once, and the ports decide what is tried again. */
export interface Means {
  readonly cloudfront: CloudFrontClient;
  readonly s3: S3Client;
  readonly exchange: Exchange;
  readonly testHeaders: Readonly<Record<string, string>>;
  readonly region: string;
}

/** The ports over AWS and over the sites: users wait for nothing of this, so that an outage is waited out until the time is up. */
export function portsOver(
  { cloudfront, s3, exchange, testHeaders, region }: Means,
  { bucket: name, test }: Pick<Desired, 'bucket' | 'test'>,
  clock: Clock,
  given: Omit<Patience, 'waitsOut'> & { readonly signal: AbortSignal },
): Ports {
  const under = (signal: AbortSignal, owner?: string): Ports => {
    const patience: Patience = { ...given, signal, waitsOut: 'outages' };
    const bucket = { name, ...(owner && { owner }) };
    const releases = awsReleases(s3, clock, patience, bucket);
    const visit = siteVisitor(exchange, { clock, signal, until: given.until, headers: testHeaders });
    return {
      test: originPath(cloudfront, test, clock, { patience }),
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      survey: awsSurvey(
        patient(cloudfront, patience, clock),
        { s3: patient(s3, patience, clock), releases, visit },
        signal,
      ),
      exchange,
      testHeaders,
      region,
      under: (next, account = owner) => under(next, account),
    };
  };
  return under(given.signal);
}

/** What staging acts in. Nothing is left for `post`: what is half staged is finished by the next run. */
export type StageContext = Omit<Context<Ports>, 'remember'>;
