import { isAscii } from 'node:buffer';
import { explain } from './explain.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Batch, elementsOf, scan } from './scan.ts';
import { openText, type Text } from './text.ts';
import { UnreadableReport } from './unreadable-report.ts';

/** A report in JSON, of any size, of which no more than a few results are held at once. */
export interface Cut {
  /**
   * The document with an empty list for each list of `runs[*].results`. What is no list is as it was, so that `null` and an absent
   * one can be told.
   */
  readonly skeleton: unknown;
  /** How many results each of its runs has; none where the document has no list of runs. */
  readonly counts: readonly number[];
  /** The results of a run in their order; throws {@link UnreadableReport} at one that is not JSON. */
  results(run: number): Iterable<unknown>;
  /** Closes the file: no results are read after. */
  close(): void;
}

/**
 * Opens a report and finds its results, in one pass over its bytes; reading them is a second one. SARIF may have its results
 * before the tool that they are of.
 *
 * Text may be UTF-8 or UTF-16, with a byte order mark or without. What is no report of SARIF is a skeleton without runs.
 *
 * @throws UnreadableReport
 */
export function cutReport(file: string, limits: Partial<Limits> = {}): Cut {
  const used = { ...LIMITS, ...limits };
  const text = openText(file, used);
  try {
    const { skeleton, batches } = scan(text, used, true);
    const document = parse(skeleton, 0);
    return {
      skeleton: document,
      counts: runsOf(document).map((_, run) => (batches.get(run) ?? []).reduce((sum, { count }) => sum + count, 0)),
      results: (run) => resultsOf(text, batches.get(run) ?? [], run),
      close: () => text.close(),
    };
  } catch (error) {
    text.close();
    throw error;
  }
}

function runsOf(document: unknown): readonly unknown[] {
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  const runs = isObject && Object.hasOwn(document, 'runs') ? (document as { runs: unknown }).runs : undefined;
  return Array.isArray(runs) ? runs : [];
}

function* resultsOf(text: Text, batches: readonly Batch[], run: number): Generator<unknown> {
  let before = 0;
  for (const batch of batches) {
    const bytes = text.slice(batch.start, batch.length);
    const list = together(bytes, batch.count);
    if (list) yield* list;
    else yield* alone(bytes, batch, run, before);
    before += batch.count;
  }
}

/** Several at once, which is faster; if that is not JSON, which one is to blame is for {@link alone}. */
function together(bytes: Buffer, count: number): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(`[${stringOf(bytes)}]`);
    return Array.isArray(list) && list.length === count ? list : undefined;
  } catch {
    return undefined;
  }
}

function* alone(bytes: Buffer, { start }: Batch, run: number, before: number): Generator<unknown> {
  let index = before;
  for (const [from, to] of elementsOf(bytes)) {
    try {
      yield parse(bytes.subarray(from, to), start + from);
    } catch (error) {
      if (!(error instanceof UnreadableReport)) throw error;
      throw new UnreadableReport(error.reason, `Result ${index} of run ${run} cannot be read. ${error.message}`, {
        cause: error,
      });
    }
    index += 1;
  }
}

/** Parses bytes that were found to be whole; `start` is where they stand in the file, for an error. */
export function parse(bytes: Buffer, start: number): unknown {
  const text = stringOf(bytes);
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote what is in the file.
    throw explain(text, start);
  }
}

/** Each byte of ASCII is a character: three times as fast as decoding. */
function stringOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}
