import { prose, type Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import {
  asError,
  type EndBack,
  type Failure,
  headOfReport,
  stepsOfReport,
  summarizeBack,
  summarizeSteps,
} from '@actions-aws/promotion';
import { lookAtPointer, type Pointer } from '@actions-aws/site';
import type { outputs } from '../inputs/inputs.ts';
import { ANY, type Step } from '../plan/state.ts';
import type { Result } from '../roll-back.ts';
import { inWords, warningOf } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** The end of a rollback, worked out once: log, outputs, report and summary are told from it. */
interface RollbackEnd extends EndBack<Step> {
  readonly result: Result;
  /** The release that the pointer names; empty where it names none. */
  readonly release: string;
}

/** Tells a workflow, and the people who look at it, how a rollback went. */
export function report(result: Result, run: Tells): void {
  const end = endOf(result);
  run.outputs.setAll(outputValues(result, end));
  run.log.info(`${end.sentence} ${end.usersReach}`);
  summarize(end, run.summary);
  if (end.failure) run.fail(asError(end.failure));
}

/** What a workflow gets. */
export function outputValues(result: Result, end: RollbackEnd = endOf(result)) {
  const { observed } = result.participant;
  return {
    outcome: result.outcome,
    'release-id': end.release,
    'previous-release': end.previous,
    'app-url': observed.url,
    report: withoutAccounts(reportOf(end)),
  };
}

function reportOf(end: RollbackEnd) {
  const { result, release, previous, warnings } = end;
  const { participant, clashes } = result;
  return {
    ...headOfReport(end),
    release: release || null,
    previousRelease: previous || null,
    because: participant.observed.because || null,
    ...stepsOfReport(end),
    warnings,
    clashes,
  };
}

function endOf(result: Result): RollbackEnd {
  const { participant, outcome, notes } = result;
  const { desired, before, observed, planned, done } = participant;
  const release = observed.pointer.release ?? '';
  // On a second attempt the pointer itself remembers.
  const undid = outcome === 'rolled-back' || outcome === 'rollback-failed' ? observed.pointer.mark?.undid : undefined;
  const previous = undid ?? before.pointer.release ?? '';
  const failure = failureOf(result);
  return {
    result,
    key: desired.app,
    name: `APP (${desired.app})`,
    outcome,
    release,
    previous,
    usersReach: usersReach(result, previous),
    failure,
    planned,
    done,
    sentence: failure?.message ?? sentence(result),
    warnings: [warningOf(before, desired), ...notes].filter(Boolean),
  };
}

/** Why it is red, and what to do; nothing when it is green. */
function failureOf({ participant: { observed, desired }, outcome }: Result): Failure | undefined {
  const { failure, pointer } = observed;
  if (!failure) return undefined;
  if (outcome === 'unknown') {
    const message = `${failure.message} What the pointer of ${desired.app} holds could not be read.`;
    const hint = `${lookAtPointer(desired.app, pointer.kind)} Run this job again: it goes on from there.`;
    return { ...failure, message, hint };
  }
  if (outcome !== 'rollback-failed') return failure;
  return {
    ...failure,
    message: `${failure.message} The pointer of ${desired.app} is back on the release ${pointer.release}: ${following(pointer.kind)}.`,
    hint: `${failure.hint ?? ''} Run this job again: another attempt of the same run goes on with waiting.`.trim(),
  };
}

/** How edges follow a pointer that has moved, as a clause. */
function following(kind: Pointer['kind']): string {
  return kind === 'origin-path'
    ? 'edges follow within minutes, and what they have cached is looked up anew where it says so'
    : 'edges follow within seconds';
}

function sentence({ participant: { desired, observed }, outcome }: Result): string {
  const { app, onlyIf } = desired;
  const { release } = observed.pointer;
  switch (outcome) {
    case 'rolled-back':
      return `${app} is back on the release ${release}${observed.because ? `: ${observed.because}` : ''}.`;
    case 'planned':
      return `A dry run; nothing was written. ${app} is on the release ${release}.`;
    default:
      return onlyIf !== ANY && release !== onlyIf
        ? `The release ${onlyIf} was taken back already: ${app} is on the release ${release}.`
        : `${app} is on the release ${release} already.`;
  }
}

/** What matters most, in whichever way it ended. */
function usersReach({ participant: { observed }, outcome }: Result, previous: string): string {
  const { release, deployed } = observed.pointer;
  if (outcome === 'unknown') return 'It is not known which release users get.';
  if (release === undefined) return 'The pointer names no release.';
  if (outcome === 'rollback-failed') return `Users come back to the release ${release}; that they did was not seen.`;
  if (outcome === 'rolled-back') return `Users are back on the release ${release}.`;
  // As where the run that went back was cancelled while edges followed, and this one as well.
  if ((outcome === 'noop' || outcome === 'failed') && !deployed)
    return `The pointer is on the release ${release}, and edges follow within minutes.`;
  return release === previous ? `Users stay on the release ${release}.` : `Users get the release ${release}.`;
}

function summarize(end: RollbackEnd, summary: Tells['summary']): void {
  const { release, warnings, result } = end;
  summarizeBack(end, release, summary);
  for (const warning of warnings) summary.paragraph(prose(`⚠️ ${warning}`));
  summarizeSteps([end], (step) => inWords(step, result.participant.desired), summary);
  for (const { path, kept, lost } of result.clashes) {
    summary.paragraph(
      prose(`⚠️ \`${path}\` has other bytes in two releases: open tabs of ${lost} get the file of ${kept}.`),
    );
  }
  summary.paragraph('A runner meets one edge of CloudFront, or a few: that all of them have it is for AWS to say.');
}
