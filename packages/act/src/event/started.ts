import type { Workflow } from '../workflows.ts';
import { matches, matchesAll } from './patterns.ts';

/** What an event says of itself, for the filters of `on`. */
export interface Trigger {
  readonly event: string;
  /** Such as `refs/heads/main`; of a pull request, the branch that it is for. */
  readonly ref: string;
  /** The activity type, of events that have some. */
  readonly action?: string;
  /** What changed, in git's order; nothing where filters on paths do not count. */
  readonly paths?: readonly string[];
}

type Filters = Readonly<Record<string, readonly string[] | string | undefined>>;

/** Activity types that start a workflow which names none: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
const usualActions: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
};

/** Whether GitHub would start the workflow. */
export function isStarted({ document: { on } }: Workflow, trigger: Trigger): boolean {
  const { event, action } = trigger;
  if (typeof on === 'string') return on === event;
  if (Array.isArray(on)) return on.includes(event);
  if (typeof on !== 'object' || on === null || !(event in on)) return false;
  const filters = ((on as Record<string, unknown>)[event] ?? {}) as Filters;
  const types = filters.types === undefined ? usualActions[event] : listOf(filters.types);
  if (action !== undefined && types !== undefined && !types.includes(action)) return false;
  return isOfRef(filters, trigger) && isOfPaths(filters, trigger);
}

/**
 * "If you define only tags/tags-ignore or only branches/branches-ignore, the workflow won't run for events affecting the
 * undefined Git ref": https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
 */
function isOfRef(filters: Filters, { ref }: Trigger): boolean {
  const kinds = [
    ['refs/heads/', filters.branches, filters['branches-ignore']],
    ['refs/tags/', filters.tags, filters['tags-ignore']],
  ] as const;
  if (kinds.every(([, only, ignored]) => only === undefined && ignored === undefined)) return true;
  return kinds.some(([front, only, ignored]) => {
    if (!ref.startsWith(front)) return false;
    const name = ref.slice(front.length);
    if (only !== undefined) return matchesAll(listOf(only), name);
    return ignored !== undefined && !listOf(ignored).some((pattern) => matches(pattern, name));
  });
}

/**
 * "Path filters are not evaluated for pushes of tags", "if there are no files changed, the workflow will not run", and "diffs
 * are limited to 300 files": https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 */
function isOfPaths(filters: Filters, { ref, paths }: Trigger): boolean {
  const { paths: only, 'paths-ignore': ignored } = filters;
  if ((only === undefined && ignored === undefined) || paths === undefined || ref.startsWith('refs/tags/')) return true;
  const seen = paths.slice(0, 300);
  if (only !== undefined) return seen.some((path) => matchesAll(listOf(only), path));
  return seen.some((path) => !listOf(ignored ?? []).some((pattern) => matches(pattern, path)));
}

function listOf(given: readonly string[] | string): readonly string[] {
  return typeof given === 'string' ? [given] : given;
}
