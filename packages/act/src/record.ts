import type { ActLine } from './act-process.ts';

/** What became of a job or step, in GitHub's words. */
export type Conclusion = 'success' | 'failure' | 'skipped' | 'cancelled';

/** A run of one workflow file, as act's log tells it. */
export interface Recorded {
  readonly jobs: RecordedJob[];
  /** Lines that belong to no job. */
  readonly remarks: string[];
}

/** One job; of a matrix, one of its jobs. */
export interface RecordedJob {
  /** As act calls it, without padding: unique in a run, but for nested calls from different callers. */
  readonly name: string;
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly steps: RecordedStep[];
  began: number;
  ended?: number;
  conclusion?: Conclusion;
  /** `-P` had nothing for its runs-on. */
  unmapped?: string;
}

/** One step, with all that it said. */
export interface RecordedStep {
  readonly stage: 'Set up' | 'Pre' | 'Main' | 'Post' | 'Complete';
  readonly id: string;
  name: string;
  readonly log: string[];
  readonly outputs: Record<string, string>;
  readonly annotations: { readonly level: string; readonly message: string }[];
  summary: string;
  began: number;
  ended?: number;
  conclusion?: Conclusion;
}

/** Nothing yet. */
export function emptyRecord(): Recorded {
  return { jobs: [], remarks: [] };
}

/** Where a line belongs, once it is taken in. */
export interface Taken {
  readonly job?: RecordedJob;
  readonly step?: RecordedStep;
}

/** Adds a line of act's log to the record. */
export function take(record: Recorded, line: ActLine, at: number): Taken {
  if (line.job === undefined) {
    record.remarks.push(line.msg);
    return {};
  }
  const job = jobOf(record, line, at);
  const [, unmapped] = /^🚧 {2}Skipping unsupported platform -- Try running with `-P (.*)=\.\.\.`/.exec(line.msg) ?? [];
  if (unmapped !== undefined) {
    job.unmapped = unmapped;
    job.conclusion = 'skipped';
  }
  if (line.jobResult !== undefined) {
    job.conclusion = ownConclusion(record, job, line.jobResult as Conclusion);
    job.ended = at;
  }
  const step = stepOf(job, line, at);
  if (!step) return { job };
  if (line.stepResult !== undefined) {
    step.conclusion = line.stepResult;
    step.ended = at;
  } else if (line.raw_output) step.log.push(line.msg.replace(/\r?\n$/, ''));
  else if (line.command === 'set-output') step.outputs[line.name ?? ''] = line.arg ?? '';
  else if (line.command === 'summary') step.summary += line.content ?? '';
  else if (['error', 'warning', 'notice'].includes(line.command ?? '')) {
    step.annotations.push({ level: line.command ?? '', message: line.arg ?? '' });
    step.log.push(`${line.command}: ${line.arg}`);
  } else if (line.command === 'group') step.log.push(`▸ ${line.arg}`);
  else if (line.level === 'error') step.log.push(line.msg);
  return { job, step };
}

/**
 * What became of one job of a matrix. act has one result for all of them, so that after a failure those that end well are said
 * to fail, too (seen with 0.2.89); on GitHub each has its own.
 */
function ownConclusion({ jobs }: Recorded, job: RecordedJob, said: Conclusion): Conclusion {
  const failed = ({ steps }: RecordedJob) => steps.some(({ conclusion }) => conclusion === 'failure');
  const main = job.steps.filter(({ stage }) => stage === 'Main');
  const ended = main.length > 0 && main.every(({ conclusion }) => conclusion !== undefined);
  const another = jobs.some((one) => one !== job && one.id === job.id && failed(one));
  return said === 'failure' && another && ended && !failed(job) ? 'success' : said;
}

function jobOf(record: Recorded, line: ActLine, at: number): RecordedJob {
  const name = (line.job ?? '').trim();
  const matrix = line.matrix ?? {};
  const key = JSON.stringify(matrix);
  const found = record.jobs.find((job) => job.name === name && JSON.stringify(job.matrix) === key);
  if (found) return found;
  const job: RecordedJob = { name, id: line.jobID ?? '', matrix, steps: [], began: at };
  record.jobs.push(job);
  return job;
}

function stepOf(job: RecordedJob, line: ActLine, at: number): RecordedStep | undefined {
  const stage = line.step === 'Set up job' ? 'Set up' : line.step === 'Complete job' ? 'Complete' : line.stage;
  if (stage === undefined) return undefined;
  // A step of a composite action has the ids of those around it before its own.
  const id = (line.stepID ?? []).join('/');
  // The list ends with the step under way: a step that is looked up again is near its end.
  const found = job.steps.findLast((step) => step.stage === stage && step.id === id);
  if (found) return found;
  const step: RecordedStep = {
    stage,
    id,
    name: line.step ?? '',
    log: [],
    outputs: {},
    annotations: [],
    summary: '',
    began: at,
  };
  job.steps.push(step);
  return step;
}

/**
 * A job's name as GitHub shows it: that of a called workflow behind its caller's. act puts the workflow's name in front, or that
 * of its file, and numbers the jobs of a matrix that have no name of their own, behind whose id GitHub has their values.
 *
 * @param workflow by its name and its file.
 */
export function shownName({ name, id, matrix }: RecordedJob, workflow: readonly string[]): string {
  const own = workflow.map((each) => name.replace(`${each}/`, '')).find((rest) => rest !== name && !rest.includes('/'));
  const [caller, ...below] = name.split('/');
  const last = own ?? below.at(-1) ?? name;
  const values = Object.values(matrix).map(String);
  const isNumbered = values.length > 0 && last.startsWith(id) && /^(-\d+)?$/.test(last.slice(id.length));
  const shown = isNumbered ? `${id} (${values.join(', ')})` : last;
  return own === undefined && below.length > 0 ? `${caller} / ${shown}` : shown;
}
