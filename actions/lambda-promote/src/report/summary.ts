import { bold, code, prose, type Summary, took } from '@actions-aws/action';
import { summarizeChecks } from '@actions-aws/checks';
import { cutoverInWords, skippedInWords } from '@actions-aws/lambda';
import { failureOfRun, inPercent, inProse, signOf, summarizeSteps } from '@actions-aws/promotion';
import type { Baked } from '../canary/bake.ts';
import { notChecked } from '../plan/refusal.ts';
import type { Result } from '../promote.ts';
import type { PromotionEnd } from './ending.ts';
import {
  carriedOver,
  configurationChanges,
  imageInWords,
  inWords,
  oldVersionsInUse,
  takenBackInWords,
  unprovedUsersInWords,
} from './words.ts';

/** The job summary. */
export function summarize(result: Result, ends: readonly PromotionEnd[], summary: Summary): void {
  const { outcome, skipped, cutoverWindowMs } = result;
  if (ends.length === 0) summary.heading(`${signOf(outcome, 'promote')} Nothing to promote`);
  if (ends.length > 1) {
    summary.heading(`${signOf(outcome, 'promote')} ${ends.length} functions ${outcome}`);
    const failure = failureOfRun(outcome, ends);
    if (failure) summary.paragraph(inProse(failure));
    summary.table(
      ['Function', 'Outcome', 'Before', 'Candidate', 'Users'],
      ends.map((end) => [end.name, end.outcome, end.previous, end.candidate?.version ?? '', end.usersReach]),
    );
    if (cutoverWindowMs !== undefined) {
      summary.paragraph(cutoverInWords(cutoverWindowMs));
    }
  }
  if (skipped.length > 0) summary.paragraph(skippedInWords(skipped));
  for (const baked of result.bakes) summarizeBake(baked, summary);
  for (const end of ends) summarizeEnd(end, summary, ends.length > 1);
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

function summarizeEnd(end: PromotionEnd, summary: Summary, isOneOfMany: boolean): void {
  const { participant, outcome, previous, candidate, failure } = end;
  const { desired, before, checks } = participant;
  const unread = notChecked(before);
  const version = candidate?.version;
  const way = version ? ` ${previous && previous !== version ? `${previous} → ` : ''}${version}` : '';
  summary.heading(`${signOf(outcome, 'promote')} ${end.name}${way} ${outcome}`, isOneOfMany ? 3 : 2);
  if (failure && !isOneOfMany) summary.paragraph(inProse(failure));
  summary.paragraph(bold(end.usersReach));
  const warnings = [takenBackInWords(before, version, desired), unprovedUsersInWords(before, desired)];
  for (const warning of warnings.filter(Boolean)) summary.paragraph(prose(`⚠️ ${warning}`));
  summarizeSteps([end], (step) => inWords(step, desired), summary);

  const changes = configurationChanges(before, desired);
  if (changes.length > 0) {
    summary.paragraph(bold('Configuration that goes to users along with the code'));
    summary.table(
      ['Setting', 'Live', 'New'],
      changes.map(({ setting, from, to }) => [setting, from, to]),
    );
  }
  summarizeChecks(checks, summary);
  for (const { name, target, logTail } of checks.filter(({ logTail }) => logTail !== '')) {
    summary.details(`Log of ${name} at ${target}`, (inner) => inner.codeBlock(logTail));
  }
  const image = imageInWords(desired);
  if (image) summary.paragraph(prose(`Image: ${image}.`));
  const carried = carriedOver(before, participant.planned);
  if (carried.length > 0) summary.paragraph(prose(`Stays with the new code: ${carried.join(', ')}.`));
  const inUse = oldVersionsInUse(before);
  if (inUse.length > 0) summary.paragraph(prose(`Old versions that stay: ${inUse.join('; ')}.`));
  if (unread.length > 0) summary.paragraph(`Not checked, for lack of permission: ${unread.join(', ')}.`);
}
