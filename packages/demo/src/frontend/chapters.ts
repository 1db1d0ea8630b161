/** Which site. TEST serves the candidate, APP what is live. */
export type SiteName = 'test' | 'app';

/** A step of the example's workflows: one of our actions by its name, or the end-to-end tests. */
export type SiteStep = 'frontend-stage' | 'e2e' | 'frontend-promote' | 'frontend-rollback';

/** A chapter of the scene. */
export interface SiteChapter {
  readonly title: string;
  /** What has happened before, and what can be seen now. */
  readonly about: string;
  /** The folders of the shop's `commits/` that lie over its sources, in order; nothing where nothing is pushed. */
  readonly layers?: readonly string[];
  /** The steps in their order, each with its outcome. */
  readonly steps: Readonly<Partial<Record<SiteStep, string>>>;
  /** The release that every host of a site serves afterwards, by the number of the push that brought it. */
  readonly serves: Readonly<Record<SiteName, number>>;
  /** What it comes to, told when it ended as it should. */
  readonly moral: string;
}

/** The name by which `npm start -- SCENE` plays it alone. */
export const frontendScene = 'frontend';

/** The story, from two empty sites to a release taken back. */
export const siteChapters: readonly SiteChapter[] = [
  {
    title: 'A first release is staged, tested and promoted',
    about:
      'A shop of three pages. Infrastructure code has made a bucket and two CloudFront distributions, TEST and APP; neither serves anything. The build is uploaded once, as a release that never changes, and TEST is pointed to it. The end-to-end tests run there. Only then is APP pointed to the very same files.',
    layers: [],
    steps: { 'frontend-stage': 'staged', e2e: 'passed', 'frontend-promote': 'promoted' },
    serves: { test: 1, app: 1 },
    moral:
      'CloudFront brings a new configuration to one edge after the other. Each page was whole wherever it was asked for, before and after.',
  },
  {
    title: 'The next one, while tabs of the first are open',
    about:
      'The checkout takes vouchers now. It is a module that pages load when a visitor checks out, and its name is another one in each release, since it has the hash of what is in it. A visitor has opened the shop before the promotion, and checks out after it.',
    layers: ['2-vouchers'],
    steps: { 'frontend-stage': 'staged', e2e: 'passed', 'frontend-promote': 'promoted' },
    serves: { test: 2, app: 2 },
    moral:
      'The old tab found its checkout at every host: assets of earlier releases are copied into the new one. A deployment by `aws s3 sync --delete` would have removed it.',
  },
  {
    title: 'A page with a missing script is stopped',
    about:
      'Books are on offer. The front page names a script that its author has on their own machine, and that the build does not make. Nothing that was tested before looks at it: the end-to-end tests pass.',
    layers: ['2-vouchers', '3-offers'],
    steps: { 'frontend-stage': 'staged', e2e: 'passed', 'frontend-promote': 'rejected' },
    serves: { test: 3, app: 2 },
    moral:
      'The smoke test asked TEST for the page that the workflow lists, and for all that it names. APP was not written to: no host of it ever had the page.',
  },
  {
    title: 'Second thoughts',
    about:
      'The vouchers can be used twice, as it turns out. A person starts the workflow that rolls back. That TEST still serves a broken candidate is no obstacle.',
    steps: { 'frontend-rollback': 'rolled-back' },
    serves: { test: 3, app: 1 },
    moral:
      'One write, and nothing was built or uploaded. It is as slow as CloudFront’s edges are to take a configuration: minutes, which are shorter here.',
  },
];
