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
  const filters = filtersOf(on, event);
  if (filters === undefined) return false;
  const types = filters.types === undefined ? usualActions[event] : listOf(filters.types);
  if (action !== undefined && types !== undefined && !types.includes(action)) return false;
  return isOfRef(filters, trigger) && isOfPaths(filters, trigger);
}

/** Filters of an event, as `on` has them in any of its forms; nothing where the event is not in it. */
function filtersOf(on: unknown, event: string): Filters | undefined {
  if (typeof on === 'string' || Array.isArray(on)) return listOf(on).includes(event) ? {} : undefined;
  if (typeof on !== 'object' || on === null || !(event in on)) return undefined;
  return ((on as Record<string, unknown>)[event] ?? {}) as Filters;
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

/**
 * Filters that GitHub takes for a mistake, and its parser and language service do not: "You cannot use both the branches and
 * branches-ignore filters for the same event", and "if you define a branch with the ! character, you must also define at least
 * one branch without": https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#on
 */
export function filterMistakes({ document: { on } }: Workflow): string[] {
  if (typeof on !== 'object' || on === null || Array.isArray(on)) return [];
  return Object.entries(on as Record<string, Filters | null>).flatMap(([event, filters]) =>
    ['branches', 'tags', 'paths'].flatMap((kind) => {
      const only = filters?.[kind];
      if (only === undefined) return [];
      if (filters?.[`${kind}-ignore`] !== undefined)
        return [`on.${event} has ${kind} and ${kind}-ignore, of which it can have one: take back by ! in ${kind}.`];
      return listOf(only).every((pattern) => pattern.startsWith('!'))
        ? [`on.${event}.${kind} has nothing but patterns with !: use ${kind}-ignore without them.`]
        : [];
    }),
  );
}
