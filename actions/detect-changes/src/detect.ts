import type { ChangeSink, Comparison } from './changes.ts';
import type { Filters } from './components/component.ts';
import { type Selection, type Selector, selectorOf } from './components/selection.ts';
import { listWriter, type WrittenLists } from './lists.ts';
import { lookThrough, type Paths, type SeenInTree } from './tree.ts';

/** What is asked of git or GitHub. */
export interface Sources {
  /** Compares two states, and gives each change to the sink. */
  compare(sink: ChangeSink): Promise<Comparison>;
  /** Every path of a commit's tree. */
  paths(head: string, ...asked: Parameters<Paths>): ReturnType<Paths>;
}

/** What was found out. */
export interface Detection {
  readonly comparison: Comparison;
  readonly selection: Selection;
  /** Nothing where it is not known what changed: a list that is not whole is none. */
  readonly lists: WrittenLists | undefined;
  readonly tree: SeenInTree | undefined;
  /** Why the run must fail, although all of this is told first. */
  readonly failure: unknown;
}

/**
 * Finds out which components are concerned. It always gives an answer: where it is not known what changed, by an error or
 * because a base cannot be had, that is every component.
 */
export async function detect(
  filters: Filters,
  sources: Sources,
  { temp, signal }: { readonly temp: string; readonly signal: AbortSignal },
): Promise<Detection> {
  const selector = selectorOf(filters);
  const found = await compared(selector, { compare: (sink) => untilAborted(sources.compare(sink), signal) }, temp);
  const { comparison, failure } = found;
  const selection = comparison.complete ? selector.select() : selector.selectAll();
  const answer = { ...found, selection, tree: undefined };
  if (failure !== undefined || comparison.head === '') return answer;
  try {
    return {
      ...answer,
      tree: await untilAborted(
        lookThrough(selection, (...asked) => sources.paths(comparison.head, ...asked)),
        signal,
      ),
    };
  } catch (error) {
    return { ...answer, failure: error };
  }
}

async function compared(
  selector: Selector,
  sources: Pick<Sources, 'compare'>,
  temp: string,
): Promise<Pick<Detection, 'comparison' | 'lists' | 'failure'>> {
  try {
    const lists = listWriter(temp);
    const comparison = await sources.compare({
      take(change) {
        selector.take(change);
        lists.take(change);
      },
      restart() {
        selector.restart();
        lists.restart();
      },
    });
    const written = lists.end();
    return { comparison, lists: comparison.complete ? written : undefined, failure: undefined };
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : 'The comparison failed.';
    const comparison: Comparison = { base: '', head: '', strategy: 'unknown', complete: false, reason };
    return { comparison, lists: undefined, failure };
  }
}

/** Gives up as soon as the run is cancelled: a fetch may take longer than the ten seconds that the runner then waits. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
