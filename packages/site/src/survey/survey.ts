import type { PointerChoice, PointerKind } from '../pointer/pointer.ts';
import type { Manifest } from '../release/manifest.ts';
import type { Element } from './document/xml.ts';

/** What became of looking at something. That it could not be looked at is never taken for what it would have said. */
export type Reading<Value> =
  | { readonly is: 'read'; readonly value: Value }
  /** AWS says that there is no such thing. */
  | { readonly is: 'absent' }
  | { readonly is: 'unread'; readonly why: string; readonly remedy: string; readonly code?: string };

/** Which of the two sites. */
export type Role = 'test' | 'app';

/** What is looked at. */
export interface Question {
  readonly bucket: string;
  readonly test: SiteQuestion;
  readonly app: SiteQuestion;
  /** How the sites are told which release they serve. */
  readonly pointer: PointerChoice;
  /** The region that the run asks AWS in. */
  readonly region: string;
}

/** Where the sites of a run are asked, unless at their own names. */
export interface Addressed {
  readonly testUrl?: string | undefined;
  readonly appUrl?: string | undefined;
}

/** The question about the sites of a run, whose distributions are given by their ids. */
export function questionOf(
  { bucket, test, app }: { readonly bucket: string; readonly test: string; readonly app: string },
  { testUrl, appUrl }: Addressed,
  { choice, region }: { readonly choice: PointerChoice; readonly region: string },
): Question {
  return { bucket, test: { id: test, url: testUrl }, app: { id: app, url: appUrl }, pointer: choice, region };
}

/** One site of a {@link Question}. */
export interface SiteQuestion {
  /** The distribution's id, as `E1A2B3C4D5E6F7`. */
  readonly id: string;
  /** Where to ask for it, instead of at its own names. */
  readonly url?: string | undefined;
}

/** A distribution as GetDistribution answers, with every setting that it has. */
export interface Distribution {
  readonly arn: string;
  readonly status: string;
  /** As `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;
  /** `<DistributionConfig>`. */
  readonly config: Element;
}

/** The kinds of policies that a cache behaviour names by their ids. */
export type PolicyKind = 'cache' | 'origin-request' | 'response-headers';

/** What a domain answered when it was asked for the release that it serves. */
export interface Answer {
  readonly status: number;
  /** Whether CloudFront answered, by its own headers. */
  readonly isCloudFront: boolean;
  /** The release that the body names; `undefined` where it names none. */
  readonly release: string | undefined;
  /** The distribution that the body names, as that of the function of a store does; `undefined` where it names none. */
  readonly distribution: string | undefined;
}

/** A domain of a site that was asked. */
export interface Domain {
  readonly url: string;
  readonly answer: Reading<Answer>;
}

/** A service worker's script, or its list, of a release. */
export interface Worker {
  readonly path: string;
  readonly text: Reading<string>;
}

/** A release that a site's pointer names, as far as the survey looks into it. */
export interface SurveyedRelease {
  readonly id: string;
  readonly manifest: Reading<Manifest>;
  readonly workers: readonly Worker[];
}

/** The code of a function that is live. */
export interface FunctionCode {
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string;
  /** Whether it is the function of this suite, of a version that knows where releases stand. */
  readonly isOurs: boolean;
}

/** What was looked at of a site for a store that its pointer stands in. */
export interface SiteStore {
  /** The function that sees viewers' requests of the default behaviour first; empty where there is none. */
  readonly functionArn: string;
  /** The stores that it has; `absent` where it is not LIVE. */
  readonly stores: Reading<readonly string[]>;
  /** The text of the key `release`, of the first of them; `absent` where it has no such key. */
  readonly value: Reading<string> | undefined;
  /** The function's code; `undefined` where it has no store. */
  readonly code: Reading<FunctionCode> | undefined;
}

/** All that was read of one site. */
export interface Site {
  readonly role: Role;
  readonly id: string;
  readonly distribution: Reading<Distribution>;
  /** `<OriginAccessControlConfig>` of the site's origin; `undefined` where the origin names none. */
  readonly accessControl: Reading<Element> | undefined;
  readonly domains: readonly Domain[];
  /** `undefined` where no store was looked for. */
  readonly store: SiteStore | undefined;
  /** `undefined` where the pointer names none. */
  readonly release: SurveyedRelease | undefined;
}

/** What was found of a bucket. */
export interface Bucket {
  readonly region: string;
  /** Whether it belongs to the account of the distributions. */
  readonly isOwn: boolean;
}

/** All that was read: what verdicts are passed on, without another look. */
export interface Survey {
  readonly question: Question;
  /** As it was found, where the question leaves it open. */
  readonly pointer: PointerKind;
  readonly test: Site;
  readonly app: Site;
  readonly bucket: Reading<Bucket>;
  /** As JSON; `undefined` where there was no bucket to ask. */
  readonly bucketPolicy: Reading<string> | undefined;
  /** `<CachePolicyConfig>` and the like, by {@link policyKey}. */
  readonly policies: ReadonlyMap<string, Reading<Element>>;
  /** The code of CloudFront's functions, by their ARNs: of those that differ between the sites. */
  readonly functions: ReadonlyMap<string, Reading<FunctionCode>>;
}

/** Stands for a policy in {@link Survey.policies}. */
export function policyKey(kind: PolicyKind, id: string): string {
  return `${kind}/${id}`;
}
