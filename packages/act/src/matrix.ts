import { type Contexts, interpolate, type Json } from './github-language.ts';
import type { RecordedJob } from './record.ts';
import { labelsOf, runnerLabels } from './runners.ts';
import type { JobDocument } from './workflows.ts';

/** How many jobs a matrix makes, before `exclude`: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
export function combinations(matrix: unknown, contexts: Contexts): number {
  const whole = deep(matrix, contexts);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole))
    throw new Error(`${JSON.stringify(whole)} is no object`);
  const { include, exclude: _, ...axes } = whole as Record<string, Json>;
  const sizes = Object.entries(axes).map(([name, values]) => {
    if (!Array.isArray(values)) throw new Error(`${name} is no list`);
    return values.length;
  });
  const crossed = sizes.length === 0 ? 0 : sizes.reduce((product, size) => product * size, 1);
  return crossed === 0 && Array.isArray(include) ? include.length : crossed;
}

/** A value with its expressions evaluated, however deep. */
export function deep(value: unknown, contexts: Contexts): Json {
  if (typeof value === 'string') return interpolate(value, contexts);
  if (Array.isArray(value)) return value.map((each) => deep(each, contexts));
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, contexts)]));
}

/**
 * Labels that stand for no runner here. Those of a job with a matrix are known only now; act evaluates them for its jobs in
 * a race, so that one for another system may have run on this machine, or not at all (seen with 0.2.89). The empty text is
 * of a job that names none, as where its entry of the matrix lacks the key; GitHub refuses such a job ("Unexpected value ''"): https://github.com/ansible-network/github_actions/issues/187
 */
export function foreignRunners(job: JobDocument, recorded: readonly RecordedJob[], contexts: Contexts): string[] {
  if (job.uses !== undefined || job.strategy?.matrix === undefined) return [];
  const labels = recorded.flatMap(({ matrix }) => {
    const values = { ...contexts.values, matrix: matrix as Json };
    const found = labelsOf(deep(job['runs-on'], { ...contexts, values }));
    return found.length === 0 ? [''] : found;
  });
  return [...new Set(labels)].filter((label) => !runnerLabels.includes(label));
}
