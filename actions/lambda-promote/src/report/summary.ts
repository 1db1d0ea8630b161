import { bold, code, prose, type Summary, took } from '@actions-aws/action';
import { cutoverInWords, skippedInWords } from '@actions-aws/lambda';
import { inPercent, isGreen, type Outcome } from '@actions-aws/promotion';
import type { Baked } from '../canary/bake.ts';
import type { Part } from '../part.ts';
import { candidateOf } from '../plan/ownership.ts';
import { readable } from '../plan/refusal.ts';
import type { Result } from '../promote.ts';
import { nameOf, outcomeOfPart, previousOf, usersReach } from './ending.ts';
import { problemOf, problemOfPart } from './problem.ts';
import { capital, configurationChanges, inWords } from './words.ts';

/** The job summary. */
export function summarize(result: Result, summary: Summary): void {
  const { parts, outcome, skipped, cutoverWindowMs } = result;
  if (parts.length > 1) {
    summary.heading(`${mark(outcome)} ${parts.length} functions ${outcome}`);
    const problem = problemOf(result);
    if (problem) summary.paragraph(prose(`${problem.message} ${problem.hint ?? ''}`.trim()));
    summary.table(
      ['Function', 'Outcome', 'Before', 'Candidate', 'Users'],
      parts.map((part) => {
        const ended = outcomeOfPart(part, result);
        const version = candidateOf(part.observed, part.desired)?.version ?? '';
        return [nameOf(part), ended, previousOf(part), version, usersReach(part, ended)];
      }),
    );
    if (cutoverWindowMs !== undefined) {
      summary.paragraph(cutoverInWords(cutoverWindowMs));
    }
  }
  if (skipped.length > 0) summary.paragraph(skippedInWords(skipped));
  for (const baked of result.bakes) summarizeBake(baked, summary);
  for (const part of parts) summarizePart(part, outcomeOfPart(part, result), summary, parts.length > 1);
}

/** How the candidates did beside what was live. */
function summarizeBake({ share, durationMs, verdict, counted, alarms, ignored }: Baked, summary: Summary): void {
  const isPassed = verdict.is === 'passed';
  const told = isPassed ? verdict.doubts.map((doubt) => `although ${doubt}`) : verdict.because;
  summary.heading(`${isPassed ? '✅' : '❌'} ${inPercent(share)} of the users for ${took(durationMs)}`, 3);
  if (told.length > 0) summary.paragraph(`${isPassed ? 'Passed, ' : 'Taken back: '}${told.join('; ')}.`);
  summary.table(
    ['Function', 'Version', 'Calls', 'Errors'],
    counted.map(({ name, version, invocations, errors }) => [name, version, `${invocations}`, `${errors}`]),
  );
  if (alarms.length > 0) {
    summary.table(
      ['Alarm', 'State'],
      alarms.map(({ name, state }) => [code(name), ignored.includes(name) ? `${state}, since before; ignored` : state]),
    );
  }
}

function summarizePart(part: Part, outcome: Outcome, summary: Summary, isOneOfMany: boolean): void {
  const { observed, desired, done, planned, checks } = part;
  const { unread } = part.before;
  const version = candidateOf(observed, desired)?.version;
  const previous = previousOf(part);
  const way = version ? ` ${previous && previous !== version ? `${previous} → ` : ''}${version}` : '';
  summary.heading(`${mark(outcome)} ${nameOf(part)}${way} ${outcome}`, isOneOfMany ? 3 : 2);
  const problem = isOneOfMany ? undefined : problemOfPart(part, outcome);
  if (problem) summary.paragraph(prose(`${problem.message} ${problem.hint ?? ''}`.trim()));
  summary.paragraph(bold(usersReach(part, outcome)));

  const steps =
    outcome === 'planned' || done.length === 0
      ? planned.map((step) => [capital(inWords(step, desired)), 'not done', ''])
      : done.map((one) => [capital(inWords(one.step, desired)), one.problem ? '✗' : '✓', took(one.durationMs)]);
  if (steps.length > 0) summary.table(['Step', 'Result', 'Took'], steps);

  const changes = configurationChanges(part.before);
  if (changes.length > 0) {
    summary.paragraph(bold('Configuration that goes to users along with the code'));
    summary.table(
      ['Setting', 'Live', 'New'],
      changes.map(({ setting, from, to }) => [setting, from, to]),
    );
  }
  if (checks.length > 0) {
    summary.table(
      ['Check', 'At', 'Result', 'Took'],
      checks.map(({ name, target, wrong, durationMs }) => [
        code(name),
        target,
        wrong.length === 0 ? '✓' : ['✗ ', prose(wrong.join('; '))],
        took(durationMs),
      ]),
    );
  }
  for (const { name, target, logTail } of checks.filter(({ logTail }) => logTail !== '')) {
    summary.details(`Log of ${name} at ${target}`, (inner) => inner.codeBlock(logTail));
  }
  if (unread.length > 0) summary.paragraph(`Not checked, for lack of permission: ${unread.map(readable).join(', ')}.`);
}

function mark(outcome: Outcome): string {
  if (outcome === 'planned') return '📝';
  return isGreen(outcome, 'promote') ? '✅' : '❌';
}
