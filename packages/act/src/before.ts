import { filterMistakes } from './event/started.ts';
import { complaintsOf, type Lookup } from './github-language.ts';
import type { Problem } from './problems.ts';
import { isOwn, referencesOf, type Sources } from './references.ts';
import { labelsOf, runnerLabels } from './runners.ts';
import { unknownStepOutputs } from './step-outputs.ts';
import type { JobDocument, Workflow } from './workflows.ts';

/**
 * What is wrong with workflows before anything runs: all that GitHub's own parser and language service call an error or a
 * warning, in every file and in those that it calls; and what act would leave out without a word.
 */
export async function problemsBefore(
  workflows: readonly Workflow[],
  started: readonly Workflow[],
  lookup: Lookup,
  sources: Sources,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const read = new Map(workflows.map((workflow) => [workflow.path, workflow]));
  for (const workflow of started)
    for (const [reference, called] of referencesOf(workflow, lookup).called)
      if (!reference.startsWith('./')) read.set(reference, called);
  for (const workflow of read.values()) {
    const { path, text } = workflow;
    // Our own actions declare all outputs that they set; those of others need not.
    problems.push(...unknownStepOutputs(workflow, lookup, (uses) => isOwn(sources.own, uses)));
    problems.push(...filterMistakes(workflow).map((message) => ({ where: path, message })));
    const complaints = await complaintsOf(path.split('/').at(-1) ?? path, text, lookup);
    for (const { line, message } of complaints)
      if (!isUnknownAction(message)) problems.push({ where: line > 0 ? `${path}:${line}` : path, message });
  }
  for (const workflow of started) {
    problems.push(...unavailable(workflow, lookup, sources));
    const jobs = [workflow, ...referencesOf(workflow, lookup).called.values()].flatMap(({ path, document }) =>
      Object.entries(document.jobs ?? {}).map(([id, job]) => ({ path, id, job })),
    );
    for (const { path, id, job } of jobs) problems.push(...leftOut(path, id, job));
  }
  return problems;
}

/** Said by us, with a remedy, in {@link unavailable}. */
function isUnknownAction(message: string): boolean {
  return message.startsWith('Unable to resolve action `');
}

function unavailable(workflow: Workflow, lookup: Lookup, { own, standIns }: Sources): Problem[] {
  return referencesOf(workflow, lookup).uses.flatMap((reference): Problem[] => {
    if (reference.startsWith('docker://') || lookup(reference) !== undefined) {
      return reference.startsWith('docker://')
        ? [
            {
              where: workflow.path,
              message: `uses: ${reference} needs Docker, and steps run on this machine: leave it out here.`,
            },
          ]
        : [];
    }
    const remedy = isOwn(own, reference)
      ? 'the release tree has no such action.'
      : /^(\.|\$)\//.test(reference)
        ? 'the repository has no such file.'
        : `nothing stands in for it here; there are stand-ins for ${[...standIns.keys()].sort().join(', ')}. examples/stand-ins/README.md says how to add one, and --workflow FILE runs another file alone. A repository of your own with our actions is named by --refs OWNER/NAME.`;
    return [{ where: workflow.path, message: `uses: ${reference} cannot be run: ${remedy}` }];
  });
}

/** What act drops, or skips and stays green: `services:`, and jobs for runners that there are none of. */
function leftOut(where: string, id: string, job: JobDocument): Problem[] {
  const problems: Problem[] = [];
  if (job.services !== undefined)
    problems.push({
      where,
      message: `The job ${id} has services:, which act drops without a word: start them in a step.`,
    });
  if (job.container !== undefined)
    problems.push({ where, message: `The job ${id} has container:, which needs Docker; steps run on this machine.` });
  const labels = labelsOf(job['runs-on']);
  const unknown = labels.filter((label) => !label.includes('${{') && !runnerLabels.includes(label));
  if (job.uses === undefined && unknown.length > 0)
    problems.push({
      where,
      message: `The job ${id} runs on ${unknown.join(', ')}, and this machine stands in for ${runnerLabels.slice(0, 4).join(', ')} and their like alone: act would skip it and stay green.`,
    });
  return problems;
}
