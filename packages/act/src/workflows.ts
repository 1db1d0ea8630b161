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

/** What an event says of itself, for the filters of `on`. */
export interface Occurrence {
  readonly event: string;
  /** Such as `refs/heads/main`; of a pull request, the branch that it is for. */
  readonly ref: string;
}

/** Whether GitHub would start the workflow. Filters on paths are taken as met: what changed is not known. */
export function isStarted({ document: { on } }: Workflow, { event, ref }: Occurrence): boolean {
  if (typeof on === 'string') return on === event;
  if (Array.isArray(on)) return on.includes(event);
  if (typeof on !== 'object' || on === null || !(event in on)) return false;
  const filters = ((on as Record<string, unknown>)[event] ?? {}) as Readonly<Record<string, readonly string[]>>;
  const branch = ref.replace(/^refs\/heads\//, '');
  const isBranch = ref.startsWith('refs/heads/');
  if (filters.branches) return isBranch && matchesAll(filters.branches, branch);
  if (filters['branches-ignore']) return isBranch && !filters['branches-ignore'].some((each) => matches(each, branch));
  // "If you define only tags … the workflow won't run for events affecting the undefined Git ref."
  if (filters.tags) return ref.startsWith('refs/tags/') && matchesAll(filters.tags, ref.slice('refs/tags/'.length));
  return true;
}

/** The last pattern that matches decides; one with ! takes back. */
function matchesAll(patterns: readonly string[], name: string): boolean {
  return patterns.reduce(
    (held, pattern) =>
      pattern.startsWith('!') ? held && !matches(pattern.slice(1), name) : held || matches(pattern, name),
    false,
  );
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/\*\*|[*.^${}()|\\]/g, (found) =>
    found === '**' ? '.*' : found === '*' ? '[^/]*' : `\\${found}`,
  );
  return new RegExp(`^${source}$`).test(name);
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
