import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** A workflow file, as YAML has it. */
export interface Workflow {
  /** Such as `.github/workflows/deploy.yml`. */
  readonly path: string;
  readonly text: string;
  readonly name: string;
  readonly document: WorkflowDocument;
}

/** What we read of a workflow. */
export interface WorkflowDocument {
  readonly name?: string;
  readonly on?: unknown;
  readonly jobs?: Readonly<Record<string, JobDocument>>;
}

/** What we read of a job. */
export interface JobDocument {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix?: unknown };
  readonly services?: unknown;
  readonly container?: unknown;
  readonly environment?: unknown;
  readonly 'runs-on'?: unknown;
  readonly 'continue-on-error'?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly concurrency?: unknown;
  readonly permissions?: unknown;
  readonly steps?: readonly StepDocument[];
}

/** What we read of a step. */
export interface StepDocument {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly 'continue-on-error'?: unknown;
}

/** A workflow from its text; YAML that cannot be read is an empty one, and GitHub's parser says what is wrong. */
export function workflowOf(file: string, text: string): Workflow {
  let document: WorkflowDocument = {};
  try {
    document = (parse(text) ?? {}) as WorkflowDocument;
  } catch {}
  return { path: file, text, name: document.name ?? file, document };
}

/** Every workflow file of a repository, by name. */
export function workflowsIn(folder: string): Workflow[] {
  const home = path.join(folder, '.github/workflows');
  let names: string[] = [];
  try {
    names = readdirSync(home);
  } catch {}
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => workflowOf(`.github/workflows/${name}`, readFileSync(path.join(home, name), 'utf8')));
}

/** Every `uses` of a workflow: of its jobs and their steps. */
export function usesIn({ document: { jobs = {} } }: Workflow): string[] {
  const used = Object.values(jobs).flatMap((job) => [job?.uses, ...(job?.steps ?? []).map((step) => step?.uses)]);
  return [...new Set(used.filter((each) => typeof each === 'string'))];
}

/** Ids of the jobs that a job needs. */
export function needsOf({ needs = [] }: JobDocument): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}
