import { conditionsOf, type Json } from '../../src/github-language.ts';
import { contextsFor, expectedOf } from '../../src/oracle.ts';
import type { Conclusion } from '../../src/record.ts';
import type { Workflow } from '../../src/workflows.ts';

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
        const guarded = condition.includes(`${reference} != '[]'`);
        if (guarded && !fails(need, 'success', { [output]: '[]' }) && !fails(need, 'failure', {})) return [];
        return [`The job ${id} of ${workflow.path} has a matrix from ${reference}, and runs when that is empty.`];
      },
    );
  });
}
