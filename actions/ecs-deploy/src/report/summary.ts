import { bold, code, prose, type Summary } from '@actions-aws/action';
import { summarizeChecks } from '@actions-aws/checks';
import { inProse, signOf, summarizeSteps } from '@actions-aws/promotion';
import type { DeployEnd } from './ending.ts';
import { inWords } from './words.ts';

/** The job summary. */
export function summarize(end: DeployEnd, summary: Summary): void {
  const { result, outcome, previous, revision, failure, usersReach, expiresAt } = end;
  const { participant, checks, watched, explained, notes } = result;
  const way = [previous, revision].filter(Boolean).join(' → ');
  summary.heading([signOf(outcome, 'promote'), end.name, way, outcome].filter(Boolean).join(' '));
  if (failure) summary.paragraph(inProse(failure));
  summary.paragraph(bold(usersReach));
  if (expiresAt) summary.paragraph(prose(`It is rolled back at ${expiresAt} unless a second call goes on from there.`));
  for (const note of notes) summary.paragraph(prose(`⚠️ ${note}`));
  summarizeSteps([end], (step) => inWords(step, participant.desired), summary);
  summarizeChecks(checks, summary);
  if (watched.length > 0) {
    const rows = watched.map(({ share, verdict }) => [
      `${share}%`,
      verdict.is === 'passed' ? '✓' : '✗',
      verdict.is === 'breached' ? verdict.because.join('; ') : '',
    ]);
    summary.table(['Users', 'Result', 'Why'], rows);
  }
  for (const { tasks, events } of explained) {
    for (const { why, lines } of tasks) {
      summary.paragraph(prose(`A task stopped: ${why}`));
      for (const line of lines) summary.paragraph(code(line));
    }
    for (const event of events) summary.paragraph(prose(`ECS: ${event}`));
  }
}
