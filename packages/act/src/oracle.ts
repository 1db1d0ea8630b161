import {
  type Contexts,
  conditionsOf,
  evaluate,
  interpolate,
  isTrue,
  type Json,
  type Lookup,
} from './github-language.ts';
import type { Problem } from './problems.ts';
import type { Conclusion, Recorded, RecordedJob } from './record.ts';
import { labelsOf, runnerLabels } from './runners.ts';
import { type JobDocument, needsOf, type Workflow, workflowOf } from './workflows.ts';

/** What the jobs of a workflow could see, beside each other's results. */
export interface Scene {
  readonly github: { readonly [key: string]: Json };
  readonly vars: Readonly<Record<string, string>>;
  readonly inputs: { readonly [key: string]: Json };
  /** Whether the run was cancelled, and jobs go on that ask for it. */
  readonly cancelled?: boolean;
}

/** A job after a run: what act made of it, and what GitHub would have. */
export interface Judged {
  readonly id: string;
  /** `absent` when act never started it; such a job was skipped, or forgotten. */
  readonly act: Conclusion | 'absent';
  readonly github: 'runs' | 'skips' | 'fails' | 'not judged';
  /** What the condition was, and why GitHub would fail. */
  readonly why: string;
  readonly recorded: readonly RecordedJob[];
}

/**
 * Evaluates the condition and the matrix of each job, by GitHub's own evaluator and with the results that the jobs before it
 * really had, and says where act did something else.
 */
export async function judge(
  workflow: Workflow,
  record: Recorded,
  scene: Scene,
  lookup: Lookup,
): Promise<{ readonly judged: readonly Judged[]; readonly problems: readonly Problem[] }> {
  const own = record.jobs.filter(isOf(workflow, ''));
  return judgeJobs(workflow, own, { all: record.jobs, scene, lookup, where: workflow.path, depth: 0 });
}

/** What does not change on the way through the jobs of one workflow. */
interface Court {
  readonly all: readonly RecordedJob[];
  readonly scene: Scene;
  readonly lookup: Lookup;
  readonly where: string;
  readonly depth: number;
}

/** Tells a workflow's own jobs: act puts its name, or that of its file, in front of theirs, and behind that of a caller. */
function isOf({ path, document: { name } }: Workflow, caller: string): (job: RecordedJob) => boolean {
  const file = path.split('@')[0]?.split('/').at(-1) ?? path;
  const fronts = [name, file].filter((each) => each !== undefined).map((each) => `${caller}${each}/`);
  return (job) => fronts.some((front) => job.name.startsWith(front));
}

async function judgeJobs(
  workflow: Workflow,
  own: readonly RecordedJob[],
  court: Court,
): Promise<{ judged: Judged[]; problems: Problem[] }> {
  const { scene, where, depth } = court;
  const unsure = new Set<string>();
  const conditions = await conditionsOf(workflow.path, workflow.text);
  const jobs = workflow.document.jobs ?? {};
  const results = new Map<string, { result: Conclusion; outputs: Record<string, Json> }>();
  const judged: Judged[] = [];
  const problems: Problem[] = [];
  for (const id of inOrder(jobs)) {
    const job = jobs[id]!;
    const contexts = contextsFor(id, jobs, results, scene);
    const recorded = job.uses === undefined ? own.filter((each) => each.id === id) : calledBy(id, job, contexts, court);
    const act = conclusionOf(recorded);
    // Below the first level act gives jobs of different callers one name, so that what became of them is not known.
    if ((job.uses !== undefined && depth > 0) || needsOf(job).some((need) => unsure.has(need))) {
      unsure.add(id);
      judged.push({
        id,
        act,
        github: 'not judged',
        why: 'a workflow that a called workflow calls is not told apart',
        recorded,
      });
      continue;
    }
    const expected = expectedOf(job, conditions.get(id) ?? 'success()', contexts);
    judged.push({ id, act, ...expected, recorded });
    const said = sayDifference(id, act, expected, recorded, contexts, job);
    if (said) problems.push({ where, message: said });
    const elsewhere = foreignRunners(job, recorded, contexts);
    if (elsewhere.length > 0)
      problems.push({
        where,
        message: `The job ${id} runs on ${elsewhere.join(', ')}, which this machine does not stand in for: what it did here says nothing.`,
      });
    const outputs = job.uses === undefined ? outputsOf(job, recorded, contexts) : {};
    results.set(id, { result: act === 'absent' ? 'skipped' : act, outputs });
    if (job.uses === undefined || act === 'absent' || expected.github !== 'runs') continue;
    const inside = await judgeCalled(id, job, contexts, court);
    problems.push(...inside.problems);
    judged.push(...inside.judged.map((each) => ({ ...each, id: `${id} / ${each.id}` })));
    results.set(id, { result: results.get(id)!.result, outputs: inside.outputs });
  }
  return { judged, problems };
}

async function judgeCalled(
  id: string,
  job: JobDocument,
  contexts: Contexts,
  { all, scene, lookup, where, depth }: Court,
): Promise<{ judged: Judged[]; problems: Problem[]; outputs: Record<string, Json> }> {
  const text = lookup(job.uses ?? '');
  if (text === undefined) return { judged: [], problems: [], outputs: {} };
  const called = workflowOf(job.uses ?? '', text);
  const call = callOf(called);
  const inputs = Object.fromEntries(
    Object.entries(call.inputs ?? {}).map(([name, input]) => {
      const given = job.with?.[name];
      return [name, (typeof given === 'string' ? safely(given, contexts) : (given ?? input?.default ?? '')) as Json];
    }),
  );
  const within = all.filter(isOf(called, `${nameOf(id, job, contexts)}/`));
  const inner = await judgeJobs(called, within, {
    all,
    scene: { ...scene, inputs },
    lookup,
    where: `${where}, ${id}`,
    depth: depth + 1,
  });
  const jobs = Object.fromEntries(
    inner.judged.map((each) => {
      const document = called.document.jobs?.[each.id] ?? {};
      return [
        each.id,
        {
          result: each.act,
          outputs: outputsOf(document, each.recorded, contextsFor(each.id, {}, new Map(), { ...scene, inputs })),
        },
      ];
    }),
  );
  const values = { ...contexts.values, jobs: jobs as unknown as Json, inputs };
  const outputs = Object.fromEntries(
    Object.entries(call.outputs ?? {}).map(([key, { value }]) => [key, safely(String(value), { ...contexts, values })]),
  );
  return { ...inner, outputs };
}

interface CallDocument {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
}

function callOf({ document: { on } }: Workflow): CallDocument {
  return ((on as Record<string, unknown> | undefined)?.workflow_call ?? {}) as CallDocument;
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

/** Jobs of the workflow that a job calls. */
function calledBy(id: string, job: JobDocument, contexts: Contexts, { all, lookup }: Court): RecordedJob[] {
  const called = workflowOf(job.uses ?? '', lookup(job.uses ?? '') ?? '');
  return all.filter(isOf(called, `${nameOf(id, job, contexts)}/`));
}

function nameOf(id: string, { name }: JobDocument, contexts: Contexts): string {
  return name === undefined ? id : String(safely(String(name), contexts));
}

/** Of several, as of a matrix or a called workflow, the worst; without an end it was broken off. */
function conclusionOf(recorded: readonly RecordedJob[]): Conclusion | 'absent' {
  if (recorded.length === 0) return 'absent';
  const all = recorded.map(({ conclusion }) => conclusion ?? 'cancelled');
  return (['failure', 'cancelled', 'success'] as const).find((each) => all.includes(each)) ?? 'skipped';
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

/** What GitHub does with a job whose turn it is, and why. */
export function expectedOf(
  job: JobDocument,
  condition: string,
  contexts: Contexts,
): { readonly github: Judged['github']; readonly why: string } {
  try {
    if (!isTrue(evaluate(condition, contexts))) return { github: 'skips', why: `if: ${condition}` };
  } catch (error) {
    return { github: 'fails', why: `if: ${condition}: ${(error as Error).message}` };
  }
  try {
    if (job.strategy?.matrix !== undefined && combinations(job.strategy.matrix, contexts) === 0)
      return { github: 'fails', why: 'its matrix is empty: give the job an if that is false then' };
  } catch (error) {
    return { github: 'fails', why: `its matrix cannot be evaluated: ${(error as Error).message}` };
  }
  return { github: 'runs', why: `if: ${condition}` };
}

/** How many jobs a matrix makes, before `exclude`: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
function combinations(matrix: unknown, contexts: Contexts): number {
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

function deep(value: unknown, contexts: Contexts): Json {
  if (typeof value === 'string') return interpolate(value, contexts);
  if (Array.isArray(value)) return value.map((each) => deep(each, contexts));
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, contexts)]));
}

function sayDifference(
  id: string,
  act: Judged['act'],
  { github, why }: { readonly github: Judged['github']; readonly why: string },
  recorded: readonly RecordedJob[],
  contexts: Contexts,
  job: JobDocument,
): string | undefined {
  const ran = act === 'success' || act === 'failure' || act === 'cancelled';
  if (github === 'fails') return `On GitHub the job ${id} fails the run: ${why}.`;
  if (github === 'runs' && !ran) return `On GitHub the job ${id} runs (${why}), and act did not start it.`;
  if (github === 'skips' && ran) return `On GitHub the job ${id} is skipped (${why}), and act ran it.`;
  if (github !== 'runs' || job.strategy?.matrix === undefined || job.uses !== undefined) return undefined;
  const count = combinations(job.strategy.matrix, contexts);
  const excludes = (job.strategy.matrix as { exclude?: unknown }).exclude !== undefined;
  return excludes || recorded.length === 0 || recorded.length >= count
    ? undefined
    : `On GitHub the matrix of ${id} makes ${count} jobs, and act ran ${recorded.length}.`;
}

/**
 * Labels that stand for no runner here. Those of a job with a matrix are known only now; act evaluates them for its jobs in
 * a race, so that one for another system may have run on this machine, or not at all (seen with 0.2.89).
 */
function foreignRunners(job: JobDocument, recorded: readonly RecordedJob[], contexts: Contexts): string[] {
  if (job.uses !== undefined || job.strategy?.matrix === undefined) return [];
  const labels = recorded.flatMap(({ matrix }) => {
    const values = { ...contexts.values, matrix: matrix as Json };
    return labelsOf(deep(job['runs-on'], { ...contexts, values }));
  });
  return [...new Set(labels)].filter((label) => !runnerLabels.includes(label));
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

function safely(text: string, contexts: Contexts): Json {
  try {
    const value = interpolate(text, contexts);
    return value ?? '';
  } catch {
    return '';
  }
}
