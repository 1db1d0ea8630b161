import { bold, prose, type Summary } from '@actions-aws/action';
import { summarizeChecks } from '@actions-aws/checks';
import { inProse, signOf, summarizeSteps } from '@actions-aws/promotion';
import { summarizeSurvey } from '@actions-aws/site';
import type { PromotionEnd } from './ending.ts';
import { inWords, takenBackInWords } from './words.ts';

/** The job summary. */
export function summarize(end: PromotionEnd, summary: Summary): void {
  const { result, outcome, previous, failure, usersReach } = end;
  const { participant, checks, notes } = result;
  const { desired, before } = participant;
  const { release } = desired.staged;
  const way = previous && previous !== release ? `${previous} → ${release}` : release;
  summary.heading(`${signOf(outcome, 'promote')} ${end.name} ${way} ${outcome}`);
  if (failure) summary.paragraph(inProse(failure));
  summary.paragraph(bold(usersReach));
  const warning = takenBackInWords(before, desired);
  for (const note of [warning, ...notes].filter(Boolean)) summary.paragraph(prose(`⚠️ ${note}`));
  summarizeSteps([end], (step) => inWords(step, desired), summary);
  summarizeChecks(checks, summary);
  if (desired.require.length > 0 && desired.unproved.length === 0) {
    summary.paragraph(prose(`Proved by other jobs: ${desired.require.join(', ')}.`));
  }
  summarizeSurvey(before.verdicts, summary);
}
