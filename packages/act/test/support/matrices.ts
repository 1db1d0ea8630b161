import { expectedOf } from '../../src/expected.ts';
import { type Contexts, conditionsOf, interpolate, type Json } from '../../src/github-language.ts';
import type { Conclusion } from '../../src/record.ts';
import { contextsFor } from '../../src/results.ts';
import type { JobDocument, Workflow } from '../../src/workflows.ts';

const scene = { github: {}, vars: {}, inputs: {} };

/**
 * Jobs with a matrix from an output of a job before, and without an `if` that skips them when it is `'[]'`, or was never set:
 * GitHub fails a run with such a matrix.
 */
export async function unguardedMatrices(workflow: Workflow): Promise<string[]> {
  const conditions = await conditionsOf(workflow.path, workflow.text);
  const jobs = workflow.document.jobs ?? {};
  return Object.entries(jobs).flatMap(([id, job]) => {
    const matrix = JSON.stringify(job.strategy?.matrix ?? null);
    if (!/fromJSON\(/i.test(matrix)) return [];
    const condition = conditions.get(id) ?? 'success()';
    const fails = (need: string, result: Conclusion, outputs: Record<string, Json>) => {
      const contexts = contextsFor(id, jobs, new Map([[need, { result, outputs }]]), scene);
      return expectedOf(job, condition, contexts).github === 'fails';
    };
    return [...matrix.matchAll(/needs\.([\w-]+)\.outputs\.([\w-]+)/g)].flatMap(
      ([reference, need = '', output = '']) => {
        const empty = { [output]: '[]', ...(isOfChanges(jobs[need], output) && { [output]: NO_JOBS, any: 'false' }) };
        const guarded =
          condition.includes(`${reference} != '[]'`) ||
          ('any' in empty && condition.includes(`needs.${need}.outputs.any == 'true'`));
        if (guarded && !fails(need, 'success', empty) && !fails(need, 'failure', {})) return [];
        return [`The job ${id} of ${workflow.path} has a matrix from ${reference}, and runs when that is empty.`];
      },
    );
  });
}

const NO_JOBS = '{"include":[]}';

/** Whether a job's output is the matrix of a step that also says whether it has any, as `detect-changes` does, and the job hands that on as `any`. */
function isOfChanges(job: JobDocument | undefined, output: string): boolean {
  const of = (name: string, its: string) =>
    new RegExp(`^\\$\\{\\{ *steps\\.([\\w-]+)\\.outputs\\.${its} *\\}\\}$`).exec(job?.outputs?.[name] ?? '')?.[1];
  const step = of(output, 'matrix');
  return step !== undefined && step === of('any', 'any');
}

/** One job of a matrix. */
export type Combination = Readonly<Record<string, Json>>;

/**
 * The jobs that a matrix makes, in GitHub's order; one without values where there is no matrix. `exclude` is not known here.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations#expanding-or-adding-matrix-configurations
 */
export function combinationsOf(matrix: unknown, contexts: Contexts): readonly Combination[] {
  if (matrix === undefined) return [{}];
  const { include = [], exclude, ...axes } = evaluated(matrix, contexts) as Record<string, readonly Combination[]>;
  if (exclude !== undefined) throw new Error('`exclude` is not known here.');
  const names = Object.keys(axes);
  let crossed: Record<string, Json>[] = names.length > 0 ? [{}] : [];
  for (const name of names) crossed = crossed.flatMap((one) => axes[name]!.map((value) => ({ ...one, [name]: value })));
  const added: Combination[] = [];
  for (const more of include) {
    const met = crossed.filter((one) => names.every((name) => !(name in more) || more[name] === one[name]));
    if (met.length === 0) added.push(more);
    for (const one of met) Object.assign(one, more);
  }
  return [...crossed, ...added];
}

function evaluated(value: unknown, contexts: Contexts): Json {
  if (typeof value === 'string') return interpolate(value, contexts);
  if (Array.isArray(value)) return value.map((each) => evaluated(each, contexts));
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, evaluated(each, contexts)]));
}
