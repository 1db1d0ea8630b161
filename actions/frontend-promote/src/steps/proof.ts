import { type Check, type CheckResult, failedInWords, prove, siteTarget } from '@actions-aws/checks';
import type { Failure } from '@actions-aws/promotion';
import { countNamed, PAGES, provePages } from '../pages/prove-pages.ts';
import { replaced } from '../plan/refusal.ts';
import type { Observed } from '../plan/state.ts';
import type { Stage, Steps } from './stage.ts';

/** The steps that prove a release before users meet it. */
export const STEPS_OF_PROOF = {
  async 'look-at-objects'({ release }, observed, { context: { ports } }) {
    const manifest = present(observed);
    const missing = await ports.releases.missing(manifest);
    if (missing.length === 0) return { ...observed, isWhole: true };
    const [first = '', ...others] = missing;
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    const failure: Failure = {
      code: 'not-whole-release',
      message: `Objects of the release ${release} are not there, or have another size: ${first}${more}.`,
      hint: `Remove its manifest, r/${release}.json, and stage the build again: that puts back what is missing. What takes objects away below r/, such as a lifecycle rule by age, must not.`,
    };
    return { ...observed, failure };
  },

  async prove(_step, observed, stage) {
    const { desired, context, checked } = stage;
    const { ports, clock, signal } = context;
    const site = { url: observed.testUrl, headers: ports.testHeaders };
    const target = siteTarget(site, { exchange: ports.exchange, clock, signal });
    const smoked = await prove(desired.smoke, target, { addresses: ports.addresses, clock, signal });
    const pages = await provePages(present(observed), { ...site, exchange: ports.exchange, signal }, clock);
    const results = [...smoked, ...pages.results];
    checked.push(...results);
    if (pages.asked < pages.of) stage.notes.push(`Of ${pages.of} pages the first ${PAGES} were asked for.`);
    const failure = failureIn(results, 'TEST');
    if (failure) return { ...observed, failure };
    await compareWithLive(observed, stage);
    // What was asked for was the release only if TEST serves it still.
    const test = await ports.test.describe();
    const other = replaced({ test }, desired);
    return { ...observed, test, isProved: !other, failure: other };
  },

  async verify(_step, observed, { desired, context, checked }) {
    const { ports, clock, signal } = context;
    const results = await askApp(desired.verify, observed, { ports, clock, signal });
    checked.push(...results);
    const failure = failureIn(results, 'APP');
    return failure ? { ...observed, failure } : { ...observed, verified: true };
  },
} satisfies Partial<Steps>;

/** What opens TEST is not sent to APP. */
function askApp(
  checks: readonly Check[],
  { appUrl }: Observed,
  { ports, clock, signal }: Pick<Stage['context'], 'ports' | 'clock' | 'signal'>,
): Promise<readonly CheckResult[]> {
  const target = siteTarget({ url: appUrl, headers: {} }, { exchange: ports.exchange, clock, signal });
  return prove(checks, target, { addresses: ports.addresses, clock, signal });
}

/** A build that has lost half of what its pages name is whole all the same, by its own manifest: a person is told. */
async function compareWithLive(
  { live, manifest, testUrl, appUrl }: Observed,
  { context, notes }: Stage,
): Promise<void> {
  if (!live || !manifest) return;
  const { ports, signal, log } = context;
  const { exchange, testHeaders } = ports;
  const [before, now] = await Promise.all([
    countNamed(live, { url: appUrl, headers: {}, exchange, signal }),
    countNamed(manifest, { url: testUrl, headers: testHeaders, exchange, signal }),
  ]);
  if (before === undefined || now === undefined || now * 2 >= before) return;
  const note = `The first pages of this release name ${now} files, and those of what is live ${before}: look whether the build is whole.`;
  notes.push(note);
  log.warning(note, { title: 'Pages name less than half' });
}

function failureIn(results: readonly CheckResult[], where: 'TEST' | 'APP'): Failure | undefined {
  const wrong = failedInWords(results, where);
  return wrong ? { code: 'check-failed', message: wrong } : undefined;
}

function present({ manifest }: Observed) {
  if (!manifest) throw new Error('A plan proves a release without a manifest. This is a bug.');
  return manifest;
}
