import { type Expected, expectedOf, sayDifference } from './expected.ts';
import { type Contexts, conditionsOf, type Json, type Lookup } from './github-language.ts';
import { foreignRunners } from './matrix.ts';
import type { Problem } from './problems.ts';
import type { Conclusion, Recorded, RecordedJob } from './record.ts';
import { conclusionOf, contextsFor, inOrder, outputsOf, resultOf, type Scene, safely, toleratedIn } from './results.ts';
import { type JobDocument, needsOf, type Workflow, workflowOf } from './workflows.ts';

/** A job after a run: what act made of it, and what GitHub would have. */
export interface Judged {
  readonly id: string;
  /** `absent` when act never started it; such a job was skipped, or forgotten. */
  readonly act: Conclusion | 'absent';
  readonly github: Expected['github'] | 'not judged';
  /** What the condition was, and why GitHub would fail. */
  readonly why: string;
  readonly recorded: readonly RecordedJob[];
}

/** What is to say of a run, job by job. */
export interface Judgement {
  readonly judged: readonly Judged[];
  readonly problems: readonly Problem[];
  /** Jobs whose failure fails neither the run nor those that need them. */
  readonly tolerated: readonly RecordedJob[];
}

/**
 * Evaluates the condition and the matrix of each job, by GitHub's own evaluator and with the results that the jobs before it
 * really had, and says where act did something else.
 */
export async function judge(workflow: Workflow, record: Recorded, scene: Scene, lookup: Lookup): Promise<Judgement> {
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
): Promise<{ judged: Judged[]; problems: Problem[]; tolerated: RecordedJob[] }> {
  const { scene, where, depth } = court;
  const unsure = new Set<string>();
  const conditions = await conditionsOf(workflow.path, workflow.text);
  const jobs = workflow.document.jobs ?? {};
  const results = new Map<string, { result: Conclusion; outputs: Record<string, Json> }>();
  const judged: Judged[] = [];
  const problems: Problem[] = [];
  const tolerated: RecordedJob[] = [];
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
    const foreign = foreignRunners(job, recorded, contexts);
    if (foreign.includes(''))
      problems.push({
        where,
        message: `On GitHub the job ${id} fails: its \`runs-on\` is empty for an entry of its matrix.`,
      });
    const elsewhere = foreign.filter((label) => label !== '');
    if (elsewhere.length > 0)
      problems.push({
        where,
        message: `The job ${id} runs on ${elsewhere.join(', ')}, which this machine does not stand in for: what it did here says nothing.`,
      });
    const isCall = job.uses !== undefined;
    if (isCall && act !== 'absent' && expected.github === 'runs') {
      const inside = await judgeCalled(id, job, contexts, court);
      problems.push(...inside.problems);
      tolerated.push(...inside.tolerated);
      judged.push(...inside.judged.map((each) => ({ ...each, id: `${id} / ${each.id}` })));
      results.set(id, { result: resultOf(recorded, inside.tolerated), outputs: inside.outputs });
      continue;
    }
    const passing = toleratedIn(job, recorded, contexts);
    tolerated.push(...passing);
    results.set(id, {
      result: resultOf(recorded, passing),
      outputs: isCall ? {} : outputsOf(job, recorded, contexts),
    });
  }
  return { judged, problems, tolerated };
}

async function judgeCalled(
  id: string,
  job: JobDocument,
  contexts: Contexts,
  { all, scene, lookup, where, depth }: Court,
): Promise<{ judged: Judged[]; problems: Problem[]; tolerated: RecordedJob[]; outputs: Record<string, Json> }> {
  const text = lookup(job.uses ?? '');
  if (text === undefined) return { judged: [], problems: [], tolerated: [], outputs: {} };
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
          result: resultOf(each.recorded, inner.tolerated),
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

/** Jobs of the workflow that a job calls. */
function calledBy(id: string, job: JobDocument, contexts: Contexts, { all, lookup }: Court): RecordedJob[] {
  const called = workflowOf(job.uses ?? '', lookup(job.uses ?? '') ?? '');
  return all.filter(isOf(called, `${nameOf(id, job, contexts)}/`));
}

function nameOf(id: string, { name }: JobDocument, contexts: Contexts): string {
  return name === undefined ? id : String(safely(String(name), contexts));
}
