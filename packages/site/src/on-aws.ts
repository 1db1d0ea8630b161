import type { Clock } from '@actions-aws/action';
import { type Patience, patient } from '@actions-aws/aws';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { S3Client } from '@aws-sdk/client-s3';
import { awsHistory } from './history/aws-history.ts';
import type { History } from './history/history.ts';
import { type Chosen, keeping, type PointerMeans, seenFirst, sitePointer } from './pointer/choose.ts';
import { withGivenEndpoint } from './pointer/key-value-store/client.ts';
import type { SitePointer } from './pointer/pointer.ts';
import { awsReleases } from './release/aws-releases.ts';
import type { Manifest } from './release/manifest.ts';
import type { Releases } from './release/releases.ts';
import { awsSurvey, readDistribution, type SurveyClients } from './survey/aws.ts';
import type { SurveyPorts } from './survey/ports.ts';

/** The clients by which sites are reached. Each makes a request once, and the ports decide what is tried again. */
export interface SiteClients {
  readonly cloudfront: CloudFrontClient;
  /** The data plane of key value stores. */
  readonly store: CloudFrontKeyValueStoreClient;
  readonly s3: S3Client;
}

/** What is asked of AWS about sites and their releases, with one patience. */
export interface SitesOnAws {
  readonly releases: Releases;
  readonly history: History;
  /** The pointer of a site. `distribution` reads it for finding the kind of pointer, where the caller has read it anyway. */
  pointer(chosen: Chosen, distribution?: PointerMeans['distribution']): SitePointer;
  /** All that a survey asks; `visit` asks the sites' own addresses. */
  survey(visit: SurveyClients['visit']): SurveyPorts;
}

/**
 * The ports over AWS that rooms of sites share. What one run has found is kept however often its patience changes: manifests, which
 * never change, and in {@link Chosen} where a pointer stands. `owner` is the account that the bucket must belong to.
 */
export function sitesOnAws(
  { cloudfront, store: given, s3 }: SiteClients,
  name: string,
  clock: Clock,
): (patience: Patience, owner?: string) => SitesOnAws {
  const store = withGivenEndpoint(given);
  const seen = new Map<string, Manifest>();
  const never = new AbortController().signal;
  return (patience, owner) => {
    const bucket = { name, ...(owner && { owner }) };
    const { signal = never } = patience;
    const releases = keeping(awsReleases(s3, clock, patience, bucket), seen);
    const pause = async (ms: number) => {
      if (clock.now() + ms > patience.until) return false;
      await clock.sleep(ms, signal);
      return true;
    };
    const means = { cloudfront, store, clock, patience, releases: seenFirst(releases, seen) };
    return {
      releases,
      history: awsHistory(s3, clock, patience, bucket),
      pointer(chosen, distribution) {
        const read = () => readDistribution(patient(cloudfront, patience, clock), chosen.distributionId, signal);
        return sitePointer({ ...means, distribution: distribution ?? read }, chosen);
      },
      survey: (visit) =>
        awsSurvey(
          patient(cloudfront, patience, clock),
          { store: patient(store, patience, clock), s3: patient(s3, patience, clock), releases, visit, pause },
          signal,
        ),
    };
  };
}
