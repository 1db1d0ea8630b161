import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import type { Patience } from '@actions-aws/aws';
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

/** What the ports are made of. */
export interface Means extends SiteClients {
  readonly exchange: Exchange;
  readonly testHeaders: Readonly<Record<string, string>>;
  readonly region: string;
}

/** The ports over AWS and over the sites: users wait for nothing of this, so that an outage is waited out until the time is up. */
export function portsOver(
  means: Means,
  { bucket, test, pointer: choice }: Pick<Desired, 'bucket' | 'test'> & { readonly pointer: PointerChoice },
  clock: Clock,
  given: Omit<Patience, 'waitsOut'> & { readonly signal: AbortSignal },
): Ports {
  const { exchange, testHeaders, region } = means;
  const sites = sitesOnAws(means, bucket, clock);
  const chosen: Chosen = { distributionId: test, choice };
  const under = (signal: AbortSignal, owner?: string): Ports => {
    const { releases, history, pointer, survey } = sites({ ...given, signal, waitsOut: 'outages' }, owner);
    return {
      test: pointer(chosen),
      releases,
      history,
      survey: survey(siteVisitor(exchange, { clock, signal, until: given.until, headers: testHeaders })),
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
