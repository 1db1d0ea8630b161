import { prose, type Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { cutoverInWords, shortName, skippedInWords } from '@actions-aws/lambda';
import {
  asError,
  byKey,
  type End,
  type Failure,
  inProse,
  type Outcome,
  onlyOf,
  reportOfEnd,
  reportOfRun,
  signOf,
  summarizeSteps,
} from '@actions-aws/promotion';
import type { outputs } from '../inputs/inputs.ts';
import type { Participant } from '../participant.ts';
import { ANY, outcomeOf, type Step } from '../plan/plan.ts';
import type { Result } from '../roll-back.ts';
import { inWords, warningOf } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** The end of one function of a rollback, worked out once. */
interface RollbackEnd extends End<Step> {
  readonly participant: Participant;
  /** What users reach now; empty where there is no alias. */
  readonly version: string;
  readonly aliasArn: string;
  /** The end in a sentence. */
  readonly sentence: string;
  /** What a person should look at twice, although it is no failure; empty where there is nothing. */
  readonly warning: string;
}

/** Tells a workflow, and the people who look at it, how a rollback went. */
export function report(result: Result, run: Tells): void {
  const ends = endsOf(result);
  run.outputs.setAll(outputValues(result, ends));
  for (const { sentence } of ends) run.log.info(sentence);
  const failure = failureOfRollback(result, ends);
  summarize(result, ends, failure, run.summary);
  if (failure) run.fail(asError(failure));
}

/** What a workflow gets. The outputs for one function stay empty where there are several. */
export function outputValues(result: Result, ends: readonly RollbackEnd[] = endsOf(result)) {
  const { outcome, skipped, cutoverWindowMs } = result;
  const only = onlyOf(ends);
  return {
    outcome,
    version: only?.version ?? '',
    'previous-version': only?.previous ?? '',
    'alias-arn': only?.aliasArn ?? '',
    versions: byKey(ends, ({ version }) => version),
    'previous-versions': byKey(ends, ({ previous }) => previous),
    'alias-arns': byKey(ends, ({ aliasArn }) => aliasArn),
    'cutover-window-ms': cutoverWindowMs,
    report: withoutAccounts({
      ...reportOfRun({
        outcome,
        failure: failureOfRollback(result, ends),
        cutoverWindowMs,
        skipped: skipped.map(({ functionName, why }) => ({ functionName: shortName(functionName), why })),
      }),
      functions: ends.map(reportOfFunction),
    }),
  };
}

function reportOfFunction(end: RollbackEnd) {
  const { desired, observed } = end.participant;
  return {
    function: end.key,
    alias: desired.alias,
    ...reportOfEnd(end),
    version: end.version || null,
    warning: end.warning || null,
    because: observed.because || null,
    passedOver: observed.passedOver.map(({ why }) => why),
  };
}

/** The ends of all functions, in the order in which their aliases move. */
function endsOf({ participants, outcome: ofAll }: Result): readonly RollbackEnd[] {
  return participants.map((participant) => {
    const { desired, observed, before, planned, done } = participant;
    // A participant that was only planned has no end of its own.
    const outcome = ofAll === 'planned' ? 'planned' : outcomeOf(observed, desired);
    const version = observed.alias?.version ?? '';
    // On a second attempt the alias itself remembers.
    const undid = outcome === 'rolled-back' ? observed.alias?.mark?.undid : undefined;
    const previous = undid ?? before.alias?.version ?? '';
    return {
      participant,
      key: shortName(desired.functionName),
      name: `${desired.functionName}:${desired.alias}`,
      outcome,
      version,
      previous,
      aliasArn: observed.alias?.arn ?? '',
      usersReach: usersReach(outcome, version, previous),
      failure: observed.failure,
      planned,
      done,
      sentence: sentence(participant, outcome, version),
      warning: [warningOf(participant), observed.imageWarning].filter(Boolean).join(' '),
    };
  });
}

/** Why the run is red, and what to do; nothing when it is green. What is wrong with one may be wrong with others, too. */
export function failureOfRollback(
  { outcome, ...result }: Result,
  ends: readonly RollbackEnd[] = endsOf({ outcome, ...result }),
): Failure | undefined {
  const own = ends.flatMap(({ failure }) => (failure && failure.of !== 'another' ? [failure] : []));
  const [first] = own;
  if (!first) return undefined;
  const messages = own.map(({ message }) => message);
  const hints = own.flatMap(({ hint }) => hint ?? []);
  if (ends.length > 1) {
    const back = ends.filter((end) => end.outcome === 'rolled-back');
    const stuck = ends.filter(({ failure }) => failure);
    if (back.length > 0) messages.push(`${named(back)} went back, ${named(stuck)} did not.`);
    else if (outcome !== 'unknown') messages.push('No alias was moved.');
    if (back.length > 0 && outcome !== 'superseded') {
      hints.push('Re-run this job: another attempt of the same run goes on with those that did not.');
    }
  }
  const hint = [...new Set(hints)].join(' ');
  return { code: first.code, message: messages.join(' '), ...(hint && { hint }) };
}

function summarize(
  { outcome, skipped, cutoverWindowMs }: Result,
  ends: readonly RollbackEnd[],
  failure: Failure | undefined,
  summary: Tells['summary'],
): void {
  const only = onlyOf(ends);
  const sign = signOf(outcome, 'rollback');
  if (only) {
    const { previous: was, version: now } = only;
    summary.heading(`${sign} ${only.name} ${was === now ? now : `${was} → ${now}`} ${outcome}`);
    summary.paragraph(failure ? inProse(failure) : prose(only.sentence));
    summary.paragraph(only.usersReach);
  } else {
    summary.heading(ends.length === 0 ? `${sign} Nothing to roll back` : `${sign} ${ends.length} functions ${outcome}`);
    if (failure) summary.paragraph(inProse(failure));
    const rows = ends.map((end) => [
      end.name,
      end.outcome,
      end.previous,
      end.usersReach,
      end.participant.observed.because,
    ]);
    if (rows.length > 0) summary.table(['Function', 'Outcome', 'Before', 'Users', 'Why there'], rows);
  }
  for (const { warning } of ends) if (warning) summary.paragraph(prose(`⚠️ ${warning}`));
  if (cutoverWindowMs !== undefined) summary.paragraph(cutoverInWords(cutoverWindowMs));
  summarizeSteps(ends, (step, index) => inWords(step, (ends[index] as RollbackEnd).participant.desired), summary);
  const lost = ends.flatMap(({ name, participant }) =>
    participant.observed.passedOver.map(({ why }) => `${name}: ${why}.`),
  );
  if (lost.length > 0) summary.paragraph(lost.join(' '));
  if (skipped.length > 0) summary.paragraph(prose(skippedInWords(skipped)));
}

function sentence({ desired, observed }: Participant, outcome: Outcome, version: string): string {
  const { functionName, alias, onlyIf } = desired;
  const { because, failure } = observed;
  if (failure) return failure.message;
  const name = `${alias} of ${functionName}`;
  switch (outcome) {
    case 'rolled-back':
      return `${functionName}:${alias} is back on version ${version}${because ? `: ${because}` : ''}.`;
    case 'planned':
      return `A dry run; nothing was written. ${name} is on version ${version}.`;
    default:
      return onlyIf !== ANY && version !== onlyIf
        ? `Version ${onlyIf} was taken back already: ${name} is on version ${version}.`
        : `${name} is on version ${version} already.`;
  }
}

/** What matters most, in whichever way it ended. */
function usersReach(outcome: Outcome, version: string, previous: string): string {
  if (outcome === 'unknown') return 'It is not known which version users reach.';
  if (version === '') return 'No user reaches anything: there is no such alias.';
  return version === previous ? `Users stay on version ${version}.` : `Users reach version ${version}.`;
}

function named(ends: readonly RollbackEnd[]): string {
  return ends.map(({ name }) => name).join(', ');
}
