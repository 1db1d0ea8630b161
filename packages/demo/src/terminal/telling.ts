import type { Finding } from '../story/findings.ts';
import { headline } from '../story/headline.ts';
import { duration } from '../story/quantities.ts';
import type { Chapter, Played, Story } from '../story/story.ts';
import { stepYaml, type WorkflowStep } from '../workflow/step-yaml.ts';
import { workflowSteps } from '../workflow/steps.ts';
import type { Narrator } from './narrator.ts';
import { usersSentence } from './sentences.ts';

/** Tells how a chapter begins: why, and what stands in the workflow, where readers have not seen it before. */
export function tellChapter({ title, about, steps }: Chapter, earlier: readonly Chapter[], narrator: Narrator): void {
  narrator.chapter(earlier.length + 1, title);
  narrator.paragraph(about);
  const before = earlier.flatMap((chapter) => chapter.steps.flatMap(workflowSteps));
  const texts = new Set(steps.flatMap(workflowSteps).flatMap((step) => newIn(step, before)));
  if (texts.size > 0) narrator.verbatim([...texts].join(''));
  else narrator.gap();
}

/** A step as it stands in the workflow; of one that only adds to an earlier one what it adds, and nothing of one that is the same. */
function newIn(step: WorkflowStep, before: readonly WorkflowStep[]): string[] {
  const { action, inputs } = step;
  const has = (own: WorkflowStep['inputs'], other: WorkflowStep['inputs']) =>
    Object.entries(other).every(([name, text]) => own[name] === text);
  const same = before.filter((one) => one.action === action && has(inputs, one.inputs));
  if (same.some((one) => has(one.inputs, inputs))) return [];
  const [known] = same;
  if (!known) return [stepYaml(step)];
  const added = Object.entries(inputs).filter(([name]) => known.inputs[name] === undefined);
  return [
    stepYaml({ action, inputs: Object.fromEntries(added) }).replace('  with:\n', '  with:\n    # … as before, and\n'),
  ];
}

/** Tells how a chapter ended. */
export function tellEnding({ chapter, runs }: Played, findings: readonly Finding[], narrator: Narrator): void {
  const wrong = findings.filter(({ held }) => !held);
  narrator.gap();
  for (const [index, run] of runs.entries()) {
    const by = chapter.steps[index]?.by;
    const outcome = `${by ? `${by}: ` : ''}${run.outputs.outcome || 'failed'} after ${duration(run.ended - run.began)}`;
    narrator.verdict(run.exitCode === 0, run.exitCode === 0 ? outcome : `${outcome}: the workflow's step is red`);
  }
  if (runs.length === 0)
    narrator.verdict(wrong.length === 0, 'nothing is concerned: the step that promotes is skipped');
  for (const { expected, found } of wrong) narrator.verdict(false, `Not as told: ${expected}; it was ${found}.`);
  if (wrong.length === 0) narrator.paragraph(chapter.moral);
}

/** Tells what it all came to, and what to do next. */
export function tellConclusion(
  story: Story,
  {
    findings,
    report,
    narrator,
  }: { readonly findings: readonly Finding[]; readonly report: string; readonly narrator: Narrator },
): void {
  const wrong = findings.filter(({ held }) => !held);
  narrator.title(wrong.length === 0 ? headline(story).title.join(' ') : 'It did not go as told.');
  narrator.paragraph(usersSentence(story));
  for (const { expected, found } of wrong) narrator.verdict(false, `Expected: ${expected}. Found: ${found}.`);
  narrator.gap();
  narrator.fact('report', `${report} shows it request by request; open it in a browser`);
  narrator.fact('try next', 'actions/lambda-promote/README.md has the workflow to copy, under “Container images”');
  narrator.fact('', 'examples/search-api/.github/workflows/deploy.yml is a whole one, with the functions as zips');
  narrator.fact('', 'npm run local-aws -- --port 4566 keeps the cloud running for your own clients');
  narrator.fact(
    '',
    'npm test tries a sample of the rest: crashes, faults, cancellations, races and bad inputs; npm run prove tries all of it',
  );
}
