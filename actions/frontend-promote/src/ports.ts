import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import type { Patience } from '@actions-aws/aws';
import { type Addresses, addressesBy } from '@actions-aws/checks';
import type { Context } from '@actions-aws/promotion';
import {
  type Chosen,
  type History,
  type PointerChoice,
  type Releases,
  type SiteClients,
  type SitePointer,
  type SurveyPorts,
  sitesOnAws,
  siteVisitor,
} from '@actions-aws/site';
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

/** What the ports are made of. */
export interface Means extends SiteClients {
  readonly exchange: Exchange;
  readonly testHeaders: Readonly<Record<string, string>>;
  readonly region: string;
  readonly choice: PointerChoice;
}

/** The ports over AWS and over the sites. */
export function portsOver(
  means: Means,
  { bucket, app, test = app }: Pick<Desired, 'bucket' | 'app'> & Partial<Pick<Desired, 'test'>>,
  clock: Clock,
  first: Patience,
): Ports {
  const { exchange, testHeaders, region, choice } = means;
  const sites = sitesOnAws(means, bucket, clock);
  const never = new AbortController().signal;
  const [ofTest, ofApp] = [test, app].map((distributionId): Chosen => ({ distributionId, choice })) as [Chosen, Chosen];
  const under = (patience: Patience, owner?: string): Ports => {
    const { releases, history, pointer, survey } = sites(patience, owner);
    const { signal = never, until } = patience;
    return {
      test: pointer(ofTest),
      app: pointer(ofApp),
      releases,
      history,
      survey: survey(siteVisitor(exchange, { clock, signal, until, headers: testHeaders })),
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
