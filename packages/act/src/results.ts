import { type Contexts, interpolate, isTrue, type Json } from './github-language.ts';
import { deep } from './matrix.ts';
import type { Conclusion, RecordedJob } from './record.ts';
import { type JobDocument, needsOf } from './workflows.ts';

/** What the jobs of a workflow could see, beside each other's results. */
export interface Scene {
  readonly github: { readonly [key: string]: Json };
  readonly vars: Readonly<Record<string, string>>;
  readonly inputs: { readonly [key: string]: Json };
  /** Whether the run was cancelled, and jobs go on that ask for it. */
  readonly cancelled?: boolean;
}

/** Jobs after those that they need. */
export function inOrder(jobs: Readonly<Record<string, JobDocument>>): string[] {
  const order: string[] = [];
  const add = (id: string, above: readonly string[]) => {
    const job = jobs[id];
    if (!job || order.includes(id) || above.includes(id)) return;
    for (const need of needsOf(job)) add(need, [...above, id]);
    order.push(id);
  };
  for (const id of Object.keys(jobs)) add(id, []);
  return order;
}

/** Of several, as of a matrix or a called workflow, the worst; without an end it was broken off. */
export function conclusionOf(recorded: readonly RecordedJob[]): Conclusion | 'absent' {
  if (recorded.length === 0) return 'absent';
  const all = recorded.map(({ conclusion }) => conclusion ?? 'cancelled');
  return (['failure', 'cancelled', 'success'] as const).find((each) => all.includes(each)) ?? 'skipped';
}

/** `needs.ID.result`: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context */
export function resultOf(recorded: readonly RecordedJob[], tolerated: readonly RecordedJob[]): Conclusion {
  const seen = recorded.map((job) => (tolerated.includes(job) ? { ...job, conclusion: 'success' as const } : job));
  const result = conclusionOf(seen);
  return result === 'absent' ? 'skipped' : result;
}

/**
 * Those of a job's failures that `continue-on-error` lets pass: for the jobs after it, and for its run, they are successes,
 * although GitHub shows them in red.
 * https://github.com/actions/toolkit/issues/581, https://github.com/actions/runner/issues/1161
 */
export function toleratedIn(job: JobDocument, recorded: readonly RecordedJob[], contexts: Contexts): RecordedJob[] {
  const given = job['continue-on-error'];
  if (given === undefined) return [];
  return recorded.filter(({ conclusion, matrix }) => {
    if (conclusion !== 'failure') return false;
    try {
      return isTrue(deep(given, { ...contexts, values: { ...contexts.values, matrix: matrix as Json } }));
    } catch {
      return false;
    }
  });
}

/**
 * What the condition of a job can see, from the results of those before it.
 *
 * `success()` and `failure()` look at all that came before, however indirectly:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
 */
export function contextsFor(
  id: string,
  jobs: Readonly<Record<string, JobDocument>>,
  results: ReadonlyMap<string, { result: Conclusion; outputs: Record<string, Json> }>,
  { github, vars, inputs, cancelled = false }: Scene,
): Contexts {
  const above = new Set<string>();
  const climb = (one: string) => {
    for (const need of needsOf(jobs[one] ?? {})) if (!above.has(need)) above.add(need) && climb(need);
  };
  climb(id);
  const before = [...above].map((each) => results.get(each)?.result ?? 'skipped');
  const needs = Object.fromEntries(
    needsOf(jobs[id] ?? {}).map((need) => [need, results.get(need) ?? { result: 'skipped', outputs: {} }]),
  );
  return {
    values: { github, vars, inputs, needs: needs as unknown as Json },
    status: {
      always: true,
      // A job without a condition does not run in a run that was cancelled. What `failure()` is then is not said: the harder.
      // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
      success: !cancelled && before.every((result) => result === 'success'),
      failure: !cancelled && before.includes('failure'),
      cancelled,
    },
  };
}

/** Outputs of a job, from those of its steps; of a matrix those of the last that set any. */
export function outputsOf(
  job: JobDocument,
  recorded: readonly RecordedJob[],
  contexts: Contexts,
): Record<string, Json> {
  const found: Record<string, Json> = {};
  for (const one of recorded) {
    const steps = Object.fromEntries(
      one.steps
        .filter(({ stage }) => stage === 'Main')
        .map((step) => [
          step.id,
          {
            outputs: step.outputs,
            outcome: step.conclusion ?? 'cancelled',
            conclusion: step.conclusion ?? 'cancelled',
          },
        ]),
    );
    const values = { ...contexts.values, steps, matrix: one.matrix as Json, env: {} };
    for (const [name, text] of Object.entries(job.outputs ?? {})) {
      const value = safely(String(text), { ...contexts, values });
      if (value !== '' || !(name in found)) found[name] = value;
    }
  }
  return found;
}

/** A text with its expressions evaluated, and nothing where that fails. */
export function safely(text: string, contexts: Contexts): Json {
  try {
    const value = interpolate(text, contexts);
    return value ?? '';
  } catch {
    return '';
  }
}
