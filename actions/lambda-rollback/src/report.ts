import { prose, type Run, took, UserError } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { cutoverInWords, shortName, skippedInWords } from '@actions-aws/lambda';
import { isGreen, type Outcome } from '@actions-aws/promotion';
import type { outputs } from './inputs.ts';
import type { Part } from './part.ts';
import { ANY, outcomeOf } from './plan.ts';
import type { Result } from './roll-back.ts';
import { inWords, warningOf } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how a rollback went. */
export function report(result: Result, run: Tells): void {
  for (const [name, value] of Object.entries(outputValues(result))) {
    run.outputs.set(name as (typeof outputs)[number], value);
  }
  for (const part of result.parts) run.log.info(sentence(part, result));
  summarize(result, run.summary);
  const problem = problemOf(result);
  if (problem) run.fail(problem);
}

/** What a workflow gets. The outputs for one function stay empty where there are several. */
export function outputValues(result: Result) {
  const { parts, outcome, skipped, cutoverWindowMs } = result;
  const [only] = parts.length === 1 ? parts : [];
  const each = (value: (part: Part) => string) =>
    Object.fromEntries(parts.map((part) => [shortName(part.desired.functionName), value(part)]));
  return {
    outcome,
    version: only ? versionOf(only) : '',
    'previous-version': only ? previousOf(only) : '',
    'alias-arn': only ? arnOf(only) : '',
    versions: each(versionOf),
    'previous-versions': each(previousOf),
    'alias-arns': each(arnOf),
    'cutover-window-ms': cutoverWindowMs,
    report: withoutAccounts({
      outcome,
      message: problemOf(result)?.message ?? null,
      cutoverWindowMs: cutoverWindowMs ?? null,
      skipped: skipped.map(({ functionName, why }) => ({ functionName: shortName(functionName), why })),
      functions: parts.map((part) => reportOf(part, result)),
    }),
  };
}

function reportOf(part: Part, result: Result) {
  const { desired, observed, planned, done } = part;
  const { because, passedOver } = observed;
  return {
    function: shortName(desired.functionName),
    alias: desired.alias,
    outcome: outcomeOfPart(part, result),
    version: versionOf(part) || null,
    previousVersion: previousOf(part) || null,
    message: observed.failure?.message ?? null,
    warning: warningOf(part) || null,
    usersReach: usersReach(part, result),
    because: because || null,
    passedOver: passedOver.map(({ why }) => why),
    planned,
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
  };
}

/** Why the run is red, and what to do; nothing when it is green. */
export function problemOf(result: Result): UserError | undefined {
  const { parts, outcome } = result;
  const own = parts.flatMap(({ observed: { failure } }) => (failure && !failure.of ? [failure] : []));
  if (own.length === 0) return undefined;
  const messages = own.map(({ message }) => message);
  const hints = own.flatMap(({ hint }) => hint ?? []);
  if (parts.length > 1) {
    const back = parts.filter((part) => outcomeOfPart(part, result) === 'rolled-back');
    const stuck = parts.filter(({ observed }) => observed.failure);
    if (back.length > 0) messages.push(`${named(back)} went back, ${named(stuck)} did not.`);
    else if (outcome !== 'unknown') messages.push('No alias was moved.');
    if (back.length > 0 && outcome !== 'superseded') {
      hints.push('Re-run this job: another attempt of the same run goes on with those that did not.');
    }
  }
  const hint = [...new Set(hints)].join(' ');
  return new UserError(messages.join(' '), { ...(hint && { hint }) });
}

function summarize(result: Result, summary: Tells['summary']): void {
  const { parts, outcome, skipped, cutoverWindowMs } = result;
  const [only] = parts.length === 1 ? parts : [];
  const problem = problemOf(result);
  const explained = problem && `${problem.message} ${problem.hint ?? ''}`.trim();
  if (only) {
    const [was, now] = [previousOf(only), versionOf(only)];
    summary.heading(`${markOf(outcome)} ${named([only])} ${was === now ? now : `${was} → ${now}`} ${outcome}`);
    summary.paragraph(prose(explained ?? sentence(only, result)));
    summary.paragraph(usersReach(only, result));
  } else {
    summary.heading(`${markOf(outcome)} ${parts.length} functions ${outcome}`);
    if (explained) summary.paragraph(prose(explained));
    const rows = parts.map((part) => [
      named([part]),
      outcomeOfPart(part, result),
      previousOf(part),
      usersReach(part, result),
      part.observed.because,
    ]);
    if (rows.length > 0) summary.table(['Function', 'Outcome', 'Before', 'Users', 'Why there'], rows);
  }
  for (const part of parts) {
    const warning = warningOf(part);
    if (warning) summary.paragraph(prose(`⚠️ ${warning}`));
  }
  if (cutoverWindowMs !== undefined) summary.paragraph(cutoverInWords(cutoverWindowMs));
  const steps = parts.flatMap(({ desired, done, planned }) =>
    done.length > 0
      ? done.map((one) => [inWords(one.step, desired), one.problem ? '✗' : '✓', took(one.durationMs)])
      : planned.map((step) => [inWords(step, desired), 'not done', '']),
  );
  if (steps.length > 0) summary.table(['Step', 'Result', 'Took'], steps);
  const lost = parts.flatMap((part) => part.observed.passedOver.map(({ why }) => `${named([part])}: ${why}.`));
  if (lost.length > 0) summary.paragraph(lost.join(' '));
  if (skipped.length > 0) summary.paragraph(prose(skippedInWords(skipped)));
}

/** A part that was only planned has no end of its own. */
function outcomeOfPart({ observed, desired }: Part, { outcome }: Result): Outcome {
  return outcome === 'planned' ? 'planned' : outcomeOf(observed, desired);
}

/** The end of one function in a sentence. */
function sentence(part: Part, result: Result): string {
  const { desired, observed } = part;
  const { because } = observed;
  const { functionName, alias, onlyIf } = desired;
  if (observed.failure) return observed.failure.message;
  const version = versionOf(part);
  const name = `${alias} of ${functionName}`;
  switch (outcomeOfPart(part, result)) {
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

/** What matters most, whatever happened. */
function usersReach(part: Part, result: Result): string {
  const version = versionOf(part);
  if (outcomeOfPart(part, result) === 'unknown') return 'Nobody can tell which version users reach.';
  if (version === '') return 'No user reaches anything: there is no such alias.';
  return version === previousOf(part) ? `Users stay on version ${version}.` : `Users reach version ${version}.`;
}

function versionOf({ observed }: Part): string {
  return observed.alias?.version ?? '';
}

/** What users had before: on a second attempt, the alias itself remembers. */
function previousOf({ before, observed, desired }: Part): string {
  const undid = observed.alias?.mark?.undid;
  return undid && outcomeOf(observed, desired) === 'rolled-back' ? undid : (before.alias?.version ?? '');
}

function arnOf({ observed }: Part): string {
  return observed.alias?.arn ?? '';
}

function named(parts: readonly Part[]): string {
  return parts.map(({ desired }) => `${desired.functionName}:${desired.alias}`).join(', ');
}

function markOf(outcome: Outcome): string {
  if (outcome === 'planned') return '📝';
  if (!isGreen(outcome, 'rollback')) return '❌';
  return outcome === 'rolled-back' ? '⏪' : '✅';
}
