import { isStarted } from '../../src/event/started.ts';
import { expectedOf } from '../../src/expected.ts';
import {
  type Contexts,
  conditionsOf,
  evaluate,
  isTrue,
  type Json,
  stepConditionsOf,
} from '../../src/github-language.ts';
import type { Conclusion, RecordedJob, RecordedStep } from '../../src/record.ts';
import { contextsFor, inOrder, outputsOf, resultOf, type Scene, toleratedIn } from '../../src/results.ts';
import type { JobDocument, Workflow } from '../../src/workflows.ts';
import { type Combination, combinationsOf } from './matrices.ts';

/** How a step ends. */
export interface StepEnd {
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What happens to a run, beside what its workflow says. */
export interface Situation {
  /** A push unless given. */
  readonly event?: string;
  /** The branch main unless given. */
  readonly ref?: string;
  readonly repository?: string;
  /**
   * Of steps that do something else than succeed without outputs: by `JOB/STEP`, with the id of the step or its place from 1 on;
   * of one job of a matrix by `JOB (VALUE, …)/STEP`, as GitHub calls it.
   */
  readonly ends?: Readonly<Record<string, StepEnd>>;
  /** The step that ends `cancelled` did so because the run was; otherwise its job's time had run out. */
  readonly cancelled?: boolean;
}

/**
 * What becomes of each job on GitHub, by GitHub's own evaluator: its result, and behind a `+` those of its steps that have an
 * `if` and ran; of a matrix with the job that they ran in. Nothing for a workflow that is not started. Jobs run one after
 * another, those of a matrix all.
 */
export async function resultsIn(workflow: Workflow, situation: Situation): Promise<Record<string, string>> {
  const { event = 'push', ref = 'refs/heads/main', repository = 'octo/search', ends = {} } = situation;
  if (!isStarted(workflow, { event, ref })) return {};
  const jobs = workflow.document.jobs ?? {};
  const conditions = await conditionsOf(workflow.path, workflow.text);
  const stepConditions = await stepConditionsOf(workflow.path, workflow.text);
  const ended = new Map<string, { result: Conclusion; outputs: Record<string, Json> }>();
  const shown: Record<string, string> = {};
  refuseUnknown(jobs, ends);
  let scene: Scene = { github: { event_name: event, ref, repository }, vars: {}, inputs: {} };
  for (const id of inOrder(jobs)) {
    const job = jobs[id]!;
    const contexts = contextsFor(id, jobs, ended, scene);
    const { github } = expectedOf(job, conditions.get(id) ?? 'success()', contexts);
    if (github !== 'runs') {
      ended.set(id, { result: github === 'fails' ? 'failure' : 'skipped', outputs: {} });
      shown[id] = ended.get(id)!.result;
      continue;
    }
    const jobsOfMatrix = combinationsOf(job.strategy?.matrix, contexts).map((matrix): RecordedJob => {
      const name = nameOf(id, matrix);
      const steps = runSteps([name, id], job, stepConditions.get(id) ?? [], withMatrix(contexts, matrix), ends);
      return { name, id, matrix, began: 0, ...steps };
    });
    refuseUnknownJob(
      id,
      jobsOfMatrix.map(({ name }) => name),
      ends,
    );
    const conclusion = worstOf(jobsOfMatrix);
    const result = resultOf(jobsOfMatrix, toleratedIn(job, jobsOfMatrix, contexts));
    ended.set(id, { result, outputs: outputsOf(job, jobsOfMatrix, contexts) });
    if (conclusion === 'cancelled' && situation.cancelled) scene = { ...scene, cancelled: true };
    const conditional = jobsOfMatrix.flatMap(({ name, steps }) =>
      steps
        .filter((step, place) => step.conclusion !== 'skipped' && stepConditions.get(id)?.[place] !== 'success()')
        .map((step) => (name === id ? step.id : `${step.id} in ${name}`)),
    );
    shown[id] = [conclusion, ...conditional].join(' + ');
  }
  return shown;
}

/** As GitHub calls a job of a matrix that has no name of its own. */
function nameOf(id: string, matrix: Combination): string {
  const values = Object.values(matrix).map(String);
  return values.length === 0 ? id : `${id} (${values.join(', ')})`;
}

function withMatrix({ values, status }: Contexts, matrix: Combination): Contexts {
  return { values: { ...values, matrix }, status };
}

function worstOf(jobs: readonly RecordedJob[]): Conclusion {
  const conclusions = jobs.map(({ conclusion }) => conclusion);
  return (['failure', 'cancelled'] as const).find((one) => conclusions.includes(one)) ?? 'success';
}

/** An end for a step that is not there would say nothing. */
function refuseUnknown(jobs: Readonly<Record<string, JobDocument>>, ends: Readonly<Record<string, StepEnd>>): void {
  const known = Object.entries(jobs).flatMap(([id, job]) => {
    if (job.uses !== undefined) throw new Error(`The job ${id} calls a workflow: its steps are not known here.`);
    return (job.steps ?? []).map((step, place) => `${id}/${step.id ?? place + 1}`);
  });
  for (const name of Object.keys(ends))
    if (!known.includes(name.replace(/ \(.*\)(?=\/)/, ''))) throw new Error(`There is no step ${name}.`);
}

/** Nor would one of a job that the matrix does not make. */
function refuseUnknownJob(id: string, names: readonly string[], ends: Readonly<Record<string, StepEnd>>): void {
  for (const end of Object.keys(ends)) {
    const [, job = ''] = /^(.*)\/[^/]*$/.exec(end) ?? [];
    if (job.startsWith(`${id} (`) && !names.includes(job))
      throw new Error(`There is no job ${job}; the matrix makes ${names.join(' and ')}.`);
  }
}

/** @param names of the job, the more exact first. */
function runSteps(
  names: readonly string[],
  job: JobDocument,
  conditions: readonly string[],
  { values }: Contexts,
  ends: Readonly<Record<string, StepEnd>>,
): { readonly steps: RecordedStep[]; readonly conclusion: Conclusion } {
  const steps: RecordedStep[] = [];
  let status: Conclusion = 'success';
  for (const [place, step] of (job.steps ?? []).entries()) {
    const name = step.id ?? String(place + 1);
    const before = steps.map((each) => [each.id, { outputs: each.outputs, outcome: each.conclusion! }] as const);
    const contexts = {
      values: { ...values, steps: Object.fromEntries(before), job: { status }, env: {} },
      // Of the job so far: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
      status: {
        always: true,
        success: status === 'success',
        failure: status === 'failure',
        cancelled: status === 'cancelled',
      },
    };
    const runs = isTrue(evaluate(conditions[place] ?? 'success()', contexts));
    const given = names.map((each) => ends[`${each}/${name}`]).find((each) => each !== undefined);
    const end = runs ? (given ?? succeeded()) : { conclusion: 'skipped' as const, outputs: {} };
    steps.push({ stage: 'Main', id: name, name, log: [], annotations: [], summary: '', began: 0, ...end });
    if (end.conclusion === 'cancelled') status = 'cancelled';
    else if (end.conclusion === 'failure' && status === 'success' && step['continue-on-error'] !== true)
      status = 'failure';
  }
  return { steps, conclusion: status };
}

/** A step that ends well. */
export function succeeded(outputs: Readonly<Record<string, string>> = {}): StepEnd {
  return { conclusion: 'success', outputs };
}

/** A step that fails. */
export function failed(outputs: Readonly<Record<string, string>> = {}): StepEnd {
  return { conclusion: 'failure', outputs };
}

/** A step that is broken off. */
export const brokenOff: StepEnd = { conclusion: 'cancelled', outputs: {} };
